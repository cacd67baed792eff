using Plumbline.Numerics;
using Plumbline.Plant;

namespace Plumbline.Energy.Baselines;

/// <summary>How far from the baseline a period is.</summary>
public enum DeviationSeverity
{
    /// <summary>Within 5 %.</summary>
    Normal,

    /// <summary>More than 5 %.</summary>
    Warning,

    /// <summary>More than 15 %.</summary>
    Critical,
}

/// <summary>One hour against its baseline.</summary>
/// <param name="Time">Start of the hour, UTC.</param>
/// <param name="ActualKwh">What was used.</param>
/// <param name="PredictedKwh">What should have been used.</param>
/// <param name="CusumKwh">Sum of the deviations of the period up to and with this hour: a straight slope is a lasting excess, a bend the moment it began.</param>
/// <param name="IsExtrapolated">Whether a driver was outside what the baseline was trained on.</param>
public sealed record HourDeviation(DateTime Time, double ActualKwh, double PredictedKwh, double CusumKwh, bool IsExtrapolated)
{
    /// <summary>Above 0 where more was used than should have been.</summary>
    public double DeviationKwh => ActualKwh - PredictedKwh;

    /// <summary>Of the prediction; NaN where that is 0.</summary>
    public double DeviationPct => EnergyDeviation.Percent(DeviationKwh, PredictedKwh);
}

/// <summary>A deviation report, or the sentence why there is none.</summary>
/// <param name="Deviation">Null where no hour can be compared.</param>
/// <param name="Unavailable">Why; null where there is a report.</param>
public sealed record DeviationOutcome(EnergyDeviation? Deviation, string? Unavailable);

/// <summary>A period against its baseline: what was used, what should have been, and how sure that is.</summary>
public sealed record EnergyDeviation
{
    const double WarningPct = 5;
    const double CriticalPct = 15;

    /// <summary>What was asked for, UTC, on whole hours.</summary>
    public required Period Period { get; init; }

    /// <summary>The hours that could be compared, in order.</summary>
    public required IReadOnlyList<HourDeviation> Hours { get; init; }

    /// <summary>Hours of the period that could not: no energy, a driver missing, or an hour of the week that was never trained.</summary>
    public required int MissingHours { get; init; }

    /// <summary>Hours of maintenance or fault, which are left out.</summary>
    public required int ExcludedHours { get; init; }

    /// <summary>Σ actual.</summary>
    public required double ActualKwh { get; init; }

    /// <summary>Σ predicted, over the same hours.</summary>
    public required double PredictedKwh { get; init; }

    /// <summary>How sure the sum of the deviations is.</summary>
    public required SavingsUncertainty Uncertainty { get; init; }

    /// <summary>Above 0 where more was used than should have been.</summary>
    public double DeviationKwh => ActualKwh - PredictedKwh;

    /// <summary>Of the prediction; NaN where that is 0.</summary>
    public double DeviationPct => Percent(DeviationKwh, PredictedKwh);

    /// <summary>By the size of <see cref="DeviationPct"/>, whatever its sign.</summary>
    public DeviationSeverity Severity => SeverityOf(DeviationPct);

    /// <summary>Share of the hours with a driver outside what the baseline was trained on, 0 to 1.</summary>
    public double ExtrapolatedShare => Hours.Count(hour => hour.IsExtrapolated) / (double)Hours.Count;

    /// <summary>Severity of a deviation in percent; NaN is normal, for nothing was to be used.</summary>
    public static DeviationSeverity SeverityOf(double percent) => Math.Abs(percent) switch
    {
        > CriticalPct => DeviationSeverity.Critical,
        > WarningPct => DeviationSeverity.Warning,
        _ => DeviationSeverity.Normal,
    };

    /// <summary>Compares a period with a baseline.</summary>
    /// <param name="baseline">Of the same machine.</param>
    /// <param name="hours">The period, with what the baseline depends on.</param>
    public static DeviationOutcome Of(EnergyBaseline baseline, EnergyHours hours)
    {
        ArgumentNullException.ThrowIfNull(baseline);
        ArgumentNullException.ThrowIfNull(hours);
        foreach (var driver in baseline.Drivers)
            if (!Driver.IsIn(hours, driver.Name)) return new(null, $"The baseline depends on {driver}, and the data has no {(driver.IsDegreeHours ? Driver.OutdoorTemp : driver.Name)}.");
        var columns = hours.Columns(baseline.Drivers);
        var (groups, predicted) = (baseline.Groups(hours), baseline.Predict(hours));
        var compared = new List<HourDeviation>();
        var (missing, excluded, cusum, actual, expected) = (0, 0, 0.0, 0.0, 0.0);
        for (var hour = 0; hour < hours.Count; hour++)
        {
            if (hours.IsExcluded[hour] || !double.IsFinite(hours.EnergyKwh[hour] - predicted[hour]))
            {
                if (hours.IsExcluded[hour]) excluded++;
                else missing++;
                groups[hour] = -1;
                continue;
            }

            actual += hours.EnergyKwh[hour];
            expected += predicted[hour];
            cusum += hours.EnergyKwh[hour] - predicted[hour];
            var isOutside = false;
            for (var i = 0; i < baseline.Terms.Count; i++) isOutside |= baseline.Terms[i].IsOutside(columns[hour, i]);
            compared.Add(new(hours.At(hour), hours.EnergyKwh[hour], predicted[hour], cusum, isOutside));
        }

        if (compared.Count == 0) return new(null, $"No hour of the {hours.Count} can be compared: {missing} lack energy or a driver, {excluded} are maintenance or fault.");
        return new(
            new()
            {
                Period = hours.Period,
                Hours = compared,
                MissingHours = missing,
                ExcludedHours = excluded,
                ActualKwh = actual,
                PredictedKwh = expected,
                Uncertainty = SavingsUncertainty.Of(baseline, expected - actual, expected, compared.Count, baseline.Line.LeverageOfSum(columns, groups)),
            },
            null);
    }

    internal static double Percent(double part, double whole) => whole == 0 ? double.NaN : 100 * part / Math.Abs(whole);
}
