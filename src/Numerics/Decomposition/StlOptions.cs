namespace Plumbline.Numerics.Decomposition;

/// <summary>How smooth the parts of an STL decomposition are. Windows are odd numbers of values, 3 or more; what is null follows from the rest.</summary>
public sealed record StlOptions
{
    /// <summary>Of one phase from cycle to cycle: 7 or more; large for a season that stays as it is.</summary>
    public int SeasonalWindow { get; init; } = 11;

    /// <summary>The next odd number to 1.5 period / (1 − 1.5 / seasonal window) if null.</summary>
    public int? TrendWindow { get; init; }

    /// <summary>The next odd number to the period if null.</summary>
    public int? LowPassWindow { get; init; }

    /// <summary>0 or 1.</summary>
    public int SeasonalDegree { get; init; }

    /// <summary>0 or 1.</summary>
    public int TrendDegree { get; init; } = 1;

    /// <summary>0 or 1.</summary>
    public int LowPassDegree { get; init; } = 1;

    /// <summary>A local fit each so many cycles; a tenth of the window if null.</summary>
    public int? SeasonalJump { get; init; }

    /// <summary>A local fit each so many steps; a tenth of the window if null.</summary>
    public int? TrendJump { get; init; }

    /// <summary>A local fit each so many steps; a tenth of the window if null.</summary>
    public int? LowPassJump { get; init; }

    /// <summary>Rounds of season and trend with the same weights: 1 or more.</summary>
    public int InnerRounds { get; init; } = 2;

    /// <summary>How often outliers are weighted down and the parts found again; 0 for not at all. Robust: 1 inner and up to 15 outer.</summary>
    public int OuterRounds { get; init; }

    /// <summary>Of the i-th of several periods.</summary>
    internal static int SeasonalWindowOf(int period) => 11 + (4 * period);

    internal Loess SeasonalLoess => new(SeasonalWindow, SeasonalDegree, SeasonalJump ?? TenthOf(SeasonalWindow));

    internal Loess TrendLoess(int period)
    {
        var window = TrendWindow ?? OddFrom((int)Math.Ceiling(1.5 * period / (1 - (1.5 / SeasonalWindow))));
        return new(window, TrendDegree, TrendJump ?? TenthOf(window));
    }

    internal Loess LowPassLoess(int period)
    {
        var window = LowPassWindow ?? OddFrom(period);
        return new(window, LowPassDegree, LowPassJump ?? TenthOf(window));
    }

    static int TenthOf(int window) => (window + 9) / 10;

    static int OddFrom(int number) => Math.Max(3, number | 1);
}
