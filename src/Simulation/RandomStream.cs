namespace Plumbline.Simulation;

/// <summary>splitmix64 (Steele, Lea and Flood, 2014): the same numbers on every machine and runtime, a stream of its own for each pump and purpose.</summary>
/// <remarks>With a stream for each purpose, one more sensor fault leaves the weather, the stops and the noise of the other sensors as they were.</remarks>
sealed class RandomStream
{
    /// <summary>2⁶⁴ over the golden ratio: what the state grows by.</summary>
    public const ulong Golden = 0x9E3779B97F4A7C15;

    ulong _state;

    public RandomStream(PumpSimulationOptions options, Purpose purpose)
    {
        _state = ((ulong)(uint)options.Seed << 32) | (uint)options.Number;
        _state = Next() + (ulong)purpose;
        _state = Next();
    }

    /// <summary>What a stream is for.</summary>
    public enum Purpose
    {
        Station,
        Damage,
        Demand,
        Stops,
        Outages,
        Losses,
        FaultTimes,
        SensorFaults,
        Sensors,
    }

    /// <summary>In [0, 1).</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    public double Between(double low, double high) => low + ((high - low) * Unit());

    public bool Happens(double probability) => Unit() < probability;

    /// <summary>Mean 0, standard deviation 1, within ±6.</summary>
    /// <remarks>The sum of twelve uniform numbers: no logarithm, whose last digit differs between machines.</remarks>
    public double Normal()
    {
        var sum = -6.0;
        for (var i = 0; i < 12; i++) sum += Unit();
        return sum;
    }

    ulong Next()
    {
        _state += Golden;
        return Mix(_state);
    }

    /// <summary>A number that has nothing in common with its argument, but is always the same for it.</summary>
    public static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
