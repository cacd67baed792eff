namespace Plumbline.Simulation.Machines;

/// <summary>What a field of random numbers is for.</summary>
enum NoisePurpose
{
    Weather,
    Orders,
    Load,
    Waiting,
    Overtime,
    Service,
    Breakdown,
    Faults,
    Size,
    Sensors,
    Losses,
}

/// <summary>Random numbers that hang on a place in time, and not on what was drawn before: any hour can be made without the hours before it.</summary>
/// <remarks>splitmix64 as a hash of seed, number, purpose and place. + − × ÷ and √ only, as all of this station: the same on every machine.</remarks>
readonly struct NoiseField
{
    // Of eight uniform numbers the variance is 8/12.
    static readonly double ToUnitVariance = Math.Sqrt(1.5);

    readonly ulong _key;

    /// <param name="seed">Of the plant.</param>
    /// <param name="number">Of the machine; −1 for what a plant has in common.</param>
    /// <param name="purpose">What the numbers are for.</param>
    public NoiseField(int seed, int number, NoisePurpose purpose)
    {
        var of = RandomStream.Mix((((ulong)(uint)seed << 32) | (uint)number) + RandomStream.Golden);
        _key = RandomStream.Mix(of + (((ulong)purpose + 1) * RandomStream.Golden));
    }

    /// <summary>In [0, 1).</summary>
    public double Unit(long place) => (Draw(place) >> 11) * (1.0 / (1UL << 53));

    public double Between(long place, double low, double high) => low + ((high - low) * Unit(place));

    public bool Happens(long place, double probability) => Unit(place) < probability;

    /// <summary>Mean 0, standard deviation 1, within ±5.</summary>
    public double Normal(long place)
    {
        var (first, sum) = (Draw(place), -4.0);
        var second = RandomStream.Mix(first + RandomStream.Golden);
        for (var shift = 0; shift < 64; shift += 16) sum += (((first >> shift) & 0xFFFF) + ((second >> shift) & 0xFFFF) + 1) / 65536.0;
        return sum * ToUnitVariance;
    }

    /// <summary>A smooth course through <see cref="Normal"/> numbers, one at each whole place; mean 0 and standard deviation 1 everywhere.</summary>
    public double Smooth(double position)
    {
        var place = Math.Floor(position);
        var share = position - place;
        var next = share * share * (3 - (2 * share));
        var here = 1 - next;
        return ((here * Normal((long)place)) + (next * Normal((long)place + 1))) / Math.Sqrt((here * here) + (next * next));
    }

    ulong Draw(long place) => RandomStream.Mix(_key + ((ulong)place * RandomStream.Golden));
}
