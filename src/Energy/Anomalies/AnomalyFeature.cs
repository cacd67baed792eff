using Plumbline.Energy.Baselines;

namespace Plumbline.Energy.Anomalies;

/// <summary>What is off in an unusual hour.</summary>
public enum EnergyAnomalyType
{
    /// <summary>Mean power.</summary>
    Power,

    /// <summary>Outdoors or of the machine.</summary>
    Temperature,

    /// <summary>Pressure.</summary>
    Pressure,

    /// <summary>Energy, given what the machine had to do.</summary>
    BaselineDeviation,

    /// <summary>Rate of production.</summary>
    Production,
}

/// <summary>A quantity by which hours are told apart.</summary>
/// <param name="Name">As in answers: <c>avg_power_kw</c>, ...</param>
/// <param name="Type">Of an anomaly in which it is furthest off.</param>
sealed record AnomalyFeature(string Name, EnergyAnomalyType Type)
{
    public const string Power = "avg_power_kw";

    /// <summary>Its value is energy used less energy that should have been; a person is told both.</summary>
    public const string Deviation = "baseline_deviation_kwh";

    public static IReadOnlyList<AnomalyFeature> All { get; } =
    [
        new(Power, EnergyAnomalyType.Power),
        new(Driver.OutdoorTemp, EnergyAnomalyType.Temperature),
        new(Driver.MachineTemp, EnergyAnomalyType.Temperature),
        new(Driver.Pressure, EnergyAnomalyType.Pressure),
        new(Driver.Throughput, EnergyAnomalyType.Production),
        new(Deviation, EnergyAnomalyType.BaselineDeviation),
    ];
}
