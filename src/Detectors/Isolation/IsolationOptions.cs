namespace Plumbline.Detectors.Isolation;

/// <summary>How an isolation forest is grown.</summary>
public sealed record IsolationOptions
{
    /// <summary>1 to 1000. Scores settle well before 100 (Liu, Ting and Zhou, 2008).</summary>
    public int Trees { get; init; } = 100;

    /// <summary>Rows that each tree is shown, 2 to 4096, or all where there are fewer. More hide what is unusual behind what is usual.</summary>
    public int Samples { get; init; } = 256;

    /// <summary>Of the random numbers: the same seed, the same forest.</summary>
    public int Seed { get; init; } = 42;

    /// <summary>Threads at most; 0 for one on each processor. The forest is the same on any number.</summary>
    public int Parallelism { get; init; } = 1;

    internal const int MostTrees = 1000;
    internal const int MostSamples = 4096;

    internal void Check()
    {
        Require(Trees, 1, MostTrees, nameof(Trees));
        Require(Samples, 2, MostSamples, nameof(Samples));
        Require(Parallelism, 0, int.MaxValue, nameof(Parallelism));
    }

    static void Require(int value, int least, int most, string name)
    {
        if (value < least || value > most) throw new ArgumentOutOfRangeException(name, value, $"It is {least} to {most}.");
    }
}
