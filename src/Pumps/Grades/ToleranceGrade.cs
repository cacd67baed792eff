using Plumbline.Plant;

namespace Plumbline.Pumps.Grades;

/// <summary>How far one parameter may be from its baseline.</summary>
/// <param name="Mandatory">Whether the standard demands it: only mandatory parameters make a status worse than <see cref="PumpStatus.Warning"/>.</param>
/// <param name="MaxPct">Largest deviation allowed, percent of baseline; null where that side is not checked.</param>
/// <param name="MinPct">Smallest deviation allowed, percent of baseline, 0 or negative; null where that side is not checked.</param>
/// <param name="Note">What a reader should know of it; may be empty.</param>
public sealed record ToleranceLimits(bool Mandatory, double? MaxPct, double? MinPct, string Note = "");

/// <summary>An acceptance grade of ISO 9906:2012 (ANSI/HI 14.6), as a profile of the tolerance table states it.</summary>
/// <param name="Name">Such as <c>1U</c>.</param>
/// <param name="Profile">The profile of the table that it was read from.</param>
/// <param name="Flow">Limits of flow.</param>
/// <param name="Head">Limits of head.</param>
/// <param name="Power">Limits of power.</param>
/// <param name="Efficiency">Limits of efficiency.</param>
public sealed record ToleranceGrade(string Name, string Profile, ToleranceLimits Flow, ToleranceLimits Head, ToleranceLimits Power, ToleranceLimits Efficiency)
{
    /// <summary>The limits of one parameter.</summary>
    public ToleranceLimits this[PumpParameter parameter] => parameter switch
    {
        PumpParameter.Flow => Flow,
        PumpParameter.Head => Head,
        PumpParameter.Power => Power,
        PumpParameter.Efficiency => Efficiency,
        _ => throw new ArgumentOutOfRangeException(nameof(parameter), parameter, "Not one of the four parameters."),
    };
}
