using Plumbline.Plant;

namespace Plumbline.Pumps.Features;

/// <summary>The 65 features that a pump's hourly deviations are turned into: their names, in the order of the columns.</summary>
public static class FeatureNames
{
    /// <summary>Hours of the two windows: a day and a week.</summary>
    internal static readonly int[] Windows = [24, 168];

    /// <summary>How the four parameters are called in names, in the order of <see cref="PumpParameter"/>.</summary>
    internal static readonly string[] Parameters = ["flow", "head", "power", "efficiency"];

    /// <summary>All 65, in the order of the columns of a <see cref="FeatureTable"/>.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. Parameters.Select(p => $"{p}_deviation_pct"),
        .. InWindows("rolling_mean", "rolling_std", "rolling_max", "rolling_min"),
        .. InWindows("slope"),
        .. InWindows("acceleration"),
        .. Parameters.Select(p => $"{p}_cumulative_deviation"),
        .. Parameters.Select(p => $"{p}_abs_deviation"),
        "hours_since_start", "day_of_week", "hour_of_day",
        "flow_head_product", "power_efficiency_product",
    ];

    /// <summary>
    /// Those that tell the time since logging began, whatever the pump does: a model that was fitted on one history learns from them when that pump failed, and finds the same age in every other.
    /// </summary>
    public static IReadOnlyList<string> ClockLike { get; } = [.. Parameters.Select(p => $"{p}_cumulative_deviation"), "hours_since_start"];

    /// <summary>What remaining useful life is learnt from unless told otherwise: <see cref="All"/> without <see cref="ClockLike"/>.</summary>
    public static IReadOnlyList<string> ForRemainingLife { get; } = [.. All.Except(ClockLike)];

    static IEnumerable<string> InWindows(params string[] what)
    {
        foreach (var p in Parameters)
            foreach (var w in Windows)
                foreach (var each in what)
                    yield return $"{p}_{each}_{w}h";
    }
}
