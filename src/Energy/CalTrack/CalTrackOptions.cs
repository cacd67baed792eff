namespace Plumbline.Energy.CalTrack;

/// <summary>How a CalTRACK model is fitted.</summary>
public sealed record CalTrackOptions
{
    /// <summary>Whether periods are bills and not days: they are weighted by their days (3.4.2), and need no ten days of heating or cooling (3.2.2.2.1).</summary>
    public bool IsBilling { get; init; }

    /// <summary>Whether energy may depend on cooling; false for gas (3.2.1).</summary>
    public bool WithCooling { get; init; } = true;

    /// <summary>Lowest balance point that is tried, °F.</summary>
    public int LowestBalanceF { get; init; } = 30;

    /// <summary>Highest balance point that is tried, °F.</summary>
    public int HighestBalanceF { get; init; } = 90;

    /// <summary>Degree days that there must be in all for a candidate to be tried (3.2.2.2.2).</summary>
    public double SmallestTotal { get; init; } = 20;

    /// <summary>Days with degree days that there must be for a candidate to be tried, daily data (3.2.2.2.1).</summary>
    public int FewestActiveDays { get; init; } = 10;

    /// <summary>
    /// Temperatures are taken from no more than the first so many days of a bill when a model is fitted, as the reference implementation (OpenEEmeter) does; CalTRACK itself
    /// is silent on it. Matters for bills of two months; predictions take the whole period.
    /// </summary>
    public int LongestMatchDays { get; init; } = 35;
}
