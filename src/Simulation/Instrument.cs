using Plumbline.Plant;

namespace Plumbline.Simulation;

/// <summary>One sensor: the true value in, what it shows out. Keeps what it needs to be stuck.</summary>
/// <param name="ratedValue">What sizes of faults refer to.</param>
/// <param name="noise">Standard deviation, in the sensor's unit.</param>
/// <param name="digits">Decimals that it shows.</param>
/// <param name="canBeNegative">Whether it shows less than 0.</param>
/// <param name="faults">Of this sensor.</param>
sealed class Instrument(double ratedValue, double noise, int digits, bool canBeNegative, IReadOnlyList<SensorFault> faults)
{
    const double SpikeShare = 1.0 / 30;
    double _shown = double.NaN;

    /// <summary>Call once a reading. One number is drawn whatever happens, so that a stop or a fault does not move the noise of the rest.</summary>
    public double Show(double truth, bool isRunning, DateTime time, RandomStream sensors, RandomStream chance)
    {
        var drawn = sensors.Normal();
        // What cannot be below zero shows a clean zero while the pump stands.
        var value = isRunning || canBeNegative ? truth + (noise * drawn) : truth;
        foreach (var fault in faults)
        {
            if (time < fault.When.Start || time >= fault.When.End) continue;
            value = Distort(value, fault, time, chance);
        }
        if (!canBeNegative) value = Math.Max(0, value);
        value = Math.Round(value, digits);
        if (!double.IsNaN(value)) _shown = value;
        return value;
    }

    double Distort(double value, SensorFault fault, DateTime time, RandomStream chance) => fault.Kind switch
    {
        SensorFaultKind.Stuck => _shown,
        SensorFaultKind.Drift => value + (ratedValue * fault.Size * (time - fault.When.Start).TotalDays),
        SensorFaultKind.Offset => value + (ratedValue * fault.Size),
        SensorFaultKind.Spikes => chance.Happens(SpikeShare) ? value + (ratedValue * fault.Size * chance.Between(-1, 1)) : value,
        SensorFaultKind.Dropout => chance.Happens(fault.Size) ? double.NaN : value,
        _ => throw new InvalidOperationException($"Not a sensor fault: {fault.Kind}."),
    };
}
