using Plumbline.Plant;

namespace Plumbline.Simulation;

/// <summary>What is measured at a simulated station. Efficiency is not: it is computed from the others, as in a real one.</summary>
public enum PumpSensor
{
    /// <summary>Flow meter.</summary>
    Flow,

    /// <summary>Gauge after the pump.</summary>
    DischargePressure,

    /// <summary>Gauge before the pump.</summary>
    SuctionPressure,

    /// <summary>Power at the shaft.</summary>
    Power,

    /// <summary>Speed of the shaft.</summary>
    Speed,
}

/// <summary>How a sensor is wrong.</summary>
public enum SensorFaultKind
{
    /// <summary>Keeps its last value.</summary>
    Stuck,

    /// <summary>Is off by a size that grows each day.</summary>
    Drift,

    /// <summary>Is off by a fixed size.</summary>
    Offset,

    /// <summary>One reading in thirty is off by up to a size, either way.</summary>
    Spikes,

    /// <summary>A share of the readings is missing.</summary>
    Dropout,
}

/// <summary>A sensor that is wrong for a while.</summary>
/// <param name="Sensor">Which.</param>
/// <param name="Kind">How.</param>
/// <param name="When">From and until when, UTC.</param>
/// <param name="Size">Share of the rated value: for <see cref="SensorFaultKind.Drift"/> each day, for <see cref="SensorFaultKind.Dropout"/> of the readings (1: all); not used for <see cref="SensorFaultKind.Stuck"/>.</param>
public sealed record SensorFault(PumpSensor Sensor, SensorFaultKind Kind, Period When, double Size = 0);
