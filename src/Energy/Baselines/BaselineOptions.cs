namespace Plumbline.Energy.Baselines;

/// <summary>How a baseline is trained.</summary>
public sealed record BaselineOptions
{
    /// <summary>Names of <see cref="Driver.All"/> to use; null to choose them by what helps on hours that were not used to fit.</summary>
    public IReadOnlyList<string>? Drivers { get; init; }

    /// <summary>Fewest hours to learn from; 2 or more.</summary>
    public int MinimumSamples { get; init; } = 1000;

    /// <summary>Largest p-value of a driver that is chosen, from errors that allow for correlated residuals; above 0, at most 1.</summary>
    public double LargestP { get; init; } = 0.10;

    /// <summary>By how much a driver must lower the error out of sample to be chosen, as a share of it: fewer drivers are easier to explain to an auditor, and to keep measured.</summary>
    public double SmallestGain { get; init; } = 0.005;

    /// <summary>A driver whose variance inflation is larger is dropped as collinear; 1 or more.</summary>
    public double LargestVif { get; init; } = 10;

    /// <summary>A candidate that is missing in a larger share of the hours is dropped.</summary>
    public double LargestMissingShare { get; init; } = 0.10;

    /// <summary>R² from which a baseline meets the quality threshold.</summary>
    public double SmallestR2 { get; init; } = 0.80;

    /// <summary>Balance points that are tried, °C.</summary>
    public IReadOnlyList<double> BalancePointsC { get; init; } = [.. Enumerable.Range(5, 21).Select(degree => (double)degree)];

    /// <summary>Parts that the hours are dealt to for the error out of sample; 2 or more.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>Hours in a row that go to one part: long enough that their neighbours' correlation does not matter; 1 or more.</summary>
    public int BlockHours { get; init; } = 168;
}
