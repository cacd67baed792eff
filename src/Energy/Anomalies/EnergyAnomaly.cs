using Plumbline.Plant;

namespace Plumbline.Energy.Anomalies;

/// <summary>How far off an unusual hour is.</summary>
public enum AnomalySeverity
{
    /// <summary>No quantity by itself is 2 robust standard deviations off: they do not go together.</summary>
    Info,

    /// <summary>2 and more.</summary>
    Warning,

    /// <summary>3 and more.</summary>
    Critical,
}

/// <summary>An unusual hour of a machine.</summary>
public sealed record EnergyAnomaly
{
    const double WarningSigmas = 2;
    const double CriticalSigmas = 3;

    /// <summary>Start of the hour, UTC.</summary>
    public required DateTime Time { get; init; }

    /// <summary>Of the quantity that is furthest off.</summary>
    public required EnergyAnomalyType Type { get; init; }

    /// <summary>That quantity: a feature's name, or <c>energy_kwh</c> where it is off the baseline.</summary>
    public required string Metric { get; init; }

    /// <summary>What it was.</summary>
    public required double Value { get; init; }

    /// <summary>What the baseline predicted, or the median of the hours learned from.</summary>
    public required double Expected { get; init; }

    /// <summary>By how many robust standard deviations (1.4826 × MAD of the hours learned from) it is off, with its sign.</summary>
    public required double Sigmas { get; init; }

    /// <summary>Of the forest, 0 to 1: all features together.</summary>
    public required double Score { get; init; }

    /// <summary>Share of the hours learned from that are less unusual, 0 to 1.</summary>
    public required double Confidence { get; init; }

    /// <summary>By feature: its share in what makes the hour unusual; they add up to 1, and a feature that does not is left out.</summary>
    public required IReadOnlyDictionary<string, double> Contributions { get; init; }

    /// <summary>Value less expected, in percent of what was expected; NaN where that is 0.</summary>
    public double DeviationPct => Baselines.EnergyDeviation.Percent(Value - Expected, Expected);

    /// <summary>By <see cref="Sigmas"/>.</summary>
    public AnomalySeverity Severity => Math.Abs(Sigmas) switch
    {
        >= CriticalSigmas => AnomalySeverity.Critical,
        >= WarningSigmas => AnomalySeverity.Warning,
        _ => AnomalySeverity.Info,
    };
}

/// <summary>Unusual hours of a period, and what they were told by.</summary>
public sealed record AnomalyReport
{
    /// <summary>In order of time.</summary>
    public required IReadOnlyList<EnergyAnomaly> Anomalies { get; init; }

    /// <summary>Hours that were judged.</summary>
    public required int Examined { get; init; }

    /// <summary>Hours of maintenance or fault, which are skipped.</summary>
    public required int Excluded { get; init; }

    /// <summary>Hours without energy, or known for less than 90 %.</summary>
    public required int Missing { get; init; }

    /// <summary>What was learned from: from the first hour to the end of the last, UTC.</summary>
    public required Period LearnedFrom { get; init; }

    /// <summary>Hours of it that were learned from.</summary>
    public required int LearnedHours { get; init; }

    /// <summary>By which hours were told apart.</summary>
    public required IReadOnlyList<string> Features { get; init; }

    /// <summary>What a person should know; sentences.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}

/// <summary>A report, or the sentence why there is none.</summary>
/// <param name="Report">Null where there is too little to learn from, or nothing to judge.</param>
/// <param name="Unavailable">Why; null where there is a report.</param>
/// <param name="IsTooEarly">Whether there is none because there are too few hours to learn from, which more readings will mend.</param>
public sealed record AnomalyOutcome(AnomalyReport? Report, string? Unavailable, bool IsTooEarly = false);
