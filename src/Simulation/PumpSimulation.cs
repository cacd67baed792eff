using Plumbline.Plant;
using Plumbline.Pumps.Hydraulics;

namespace Plumbline.Simulation;

/// <summary>Makes a pump's operating log from physics: curves, pipework, demand, wear, instruments and their faults.</summary>
public static class PumpSimulation
{
    const double HoursPerMonth = 365.25 * 24 / 12;
    const double OutageHours = 8;

    /// <summary>Runs one pump from its first reading to its last.</summary>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static SimulatedPump Run(PumpSimulationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Complaint is { } complaint) throw new ArgumentException(complaint, nameof(options));
        RandomStream Stream(RandomStream.Purpose purpose) => new(options, purpose);

        var station = PumpStation.Draw(Stream(RandomStream.Purpose.Station), options.Control == FlowControl.VariableSpeed);
        var damage = DamagePath.Draw(options, station, Stream(RandomStream.Purpose.Damage));
        var baseline = station.Baseline(options.PumpId, options.Application, damage?.Period.End);
        var physics = new PumpPhysics(station);
        var demand = new DemandCycle(options.MeanDemand, options.DemandSwing, Stream(RandomStream.Purpose.Demand));
        var stops = new Interruptions(options.StopsPerMonth / HoursPerMonth, 2, 10, Stream(RandomStream.Purpose.Stops));
        // Half of what is missing is lost one by one, half in outages.
        var outages = new Interruptions(options.MissingShare / 2 / OutageHours, OutageHours / 2, OutageHours * 3 / 2, Stream(RandomStream.Purpose.Outages));
        var losses = Stream(RandomStream.Purpose.Losses);
        var panel = new InstrumentPanel(baseline, options, Stream(RandomStream.Purpose.Sensors), Stream(RandomStream.Purpose.SensorFaults));

        var hours = options.Interval.TotalHours;
        var end = damage?.Period.End ?? (options.Start + options.Length);
        for (var time = options.Start; time < end; time += options.Interval)
        {
            var wanted = demand.Next(time, hours) * station.RatedGpm;
            var level = station.SuctionLevelFt + (station.SeasonFt * DemandCycle.Season(time));
            var isStopped = stops.Covers(hours);
            var inOutage = outages.Covers(hours);
            var isLost = losses.Happens(options.MissingShare / 2) || inOutage;
            // What is lost has happened all the same: the instruments go on, and a stuck one keeps its value.
            var state = isStopped ? null : Running(options.Control, physics, station, wanted, level, damage?.At(time) ?? PumpDamage.None);
            panel.Read(time, state, level, station, keep: !isLost);
        }
        return new() { Baseline = baseline, Log = panel.ToLog(options.PumpId), Truth = Truth(options, damage) };
    }

    static PumpState Running(FlowControl control, PumpPhysics physics, PumpStation station, double wantedGpm, double level, PumpDamage damage) => control == FlowControl.VariableSpeed
        ? physics.AtWantedFlow(wantedGpm, damage, new PumpDemand(station.DeliveryFrictionFt, level))
        : physics.AtFixedSpeed(damage, new PumpDemand(physics.DeliveryFrictionForFt(wantedGpm), level));

    static List<PlantedFault> Truth(PumpSimulationOptions options, DamagePath? damage)
    {
        var planted = options.SensorFaults.Select(fault => new PlantedFault($"{Name(fault.Sensor)} {Name(fault)}", fault.When)).ToList();
        if (damage is not null) planted.Add(new(Name(options.Damage), damage.Period));
        return [.. planted.OrderBy(fault => fault.When.Start)];
    }

    static string Name(DamageKind kind) => kind switch
    {
        DamageKind.Wear => "wear of impeller and rings, to failure",
        DamageKind.Bearing => "bearing drag, to failure",
        DamageKind.Clogging => "clogging strainer, to failure",
        _ => kind.ToString(),
    };

    static string Name(PumpSensor sensor) => sensor switch
    {
        PumpSensor.DischargePressure => "discharge pressure",
        PumpSensor.SuctionPressure => "suction pressure",
        PumpSensor.Power => "power meter",
        PumpSensor.Speed => "speed sensor",
        _ => "flow meter",
    };

    static string Name(SensorFault fault) => fault.Kind switch
    {
        SensorFaultKind.Stuck => "stuck",
        SensorFaultKind.Drift => $"drifting by {fault.Size * 100:0.##} % of rated a day",
        SensorFaultKind.Offset => $"off by {fault.Size * 100:0.##} % of rated",
        SensorFaultKind.Spikes => $"with spikes of up to {fault.Size * 100:0.##} % of rated",
        _ => $"missing in {fault.Size * 100:0.##} % of the readings",
    };
}

/// <summary>Interruptions that begin by chance and last a while.</summary>
sealed class Interruptions(double perHour, double shortestHours, double longestHours, RandomStream random)
{
    double _hoursLeft;

    /// <summary>Whether the next reading falls into one; call once a reading, in order.</summary>
    public bool Covers(double hours)
    {
        if (_hoursLeft <= 0 && random.Happens(perHour * hours)) _hoursLeft = random.Between(shortestHours, longestHours);
        if (_hoursLeft <= 0) return false;
        _hoursLeft -= hours;
        return true;
    }
}
