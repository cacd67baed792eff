using Plumbline.Plant;

namespace Plumbline.Simulation;

/// <summary>A story to simulate.</summary>
public enum PumpScenario
{
    /// <summary>Nothing goes wrong.</summary>
    Healthy,

    /// <summary>Impeller and wear rings wear until the pump fails.</summary>
    Wear,

    /// <summary>A bearing takes more and more power until it fails.</summary>
    Bearing,

    /// <summary>The strainer clogs until the pump cavitates and fails.</summary>
    Clogging,

    /// <summary>The pump is well, its sensors are not: a pressure sticks, a power meter drops out, a suction gauge spikes, a flow meter drifts.</summary>
    SensorFault,

    /// <summary>The pump is well and turns as fast as the demand needs.</summary>
    VariableSpeed,
}

/// <summary>The options of each <see cref="PumpScenario"/>.</summary>
public static class PumpScenarios
{
    /// <summary>Fills in what makes the scenario; name, time, seed and the rest stay as given.</summary>
    public static PumpSimulationOptions Apply(PumpScenario scenario, PumpSimulationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return scenario switch
        {
            PumpScenario.Healthy => options with { Damage = DamageKind.None },
            PumpScenario.Wear => options with { Damage = DamageKind.Wear },
            PumpScenario.Bearing => options with { Damage = DamageKind.Bearing },
            PumpScenario.Clogging => options with { Damage = DamageKind.Clogging },
            PumpScenario.SensorFault => options with { SensorFaults = FaultsOver(options) },
            PumpScenario.VariableSpeed => options with { Control = FlowControl.VariableSpeed, MeanDemand = 0.84, DemandSwing = 0.12 },
            _ => throw new ArgumentOutOfRangeException(nameof(scenario), scenario, "Not a scenario."),
        };
    }

    static SensorFault[] FaultsOver(PumpSimulationOptions options)
    {
        var random = new RandomStream(options, RandomStream.Purpose.FaultTimes);
        Period Part(double from, double share)
        {
            var start = options.Start + WholeHours(options.Length * (from + random.Between(0, 0.04)));
            return new(start, start + WholeHours(options.Length * share));
        }
        var driftDays = options.Length.TotalDays * 0.25;
        return
        [
            new(PumpSensor.DischargePressure, SensorFaultKind.Stuck, Part(0.15, 0.08)),
            new(PumpSensor.Power, SensorFaultKind.Dropout, Part(0.35, 0.05), Size: 0.6),
            new(PumpSensor.SuctionPressure, SensorFaultKind.Spikes, Part(0.5, 0.1), Size: 1.5),
            // To −14 % in the end, whatever the length.
            new(PumpSensor.Flow, SensorFaultKind.Drift, new(Part(0.7, 0).Start, options.Start + options.Length), Size: -0.14 / driftDays),
        ];
    }

    static TimeSpan WholeHours(TimeSpan span) => TimeSpan.FromHours(Math.Floor(span.TotalHours));
}
