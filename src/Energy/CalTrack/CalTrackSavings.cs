using Plumbline.Numerics;

namespace Plumbline.Energy.CalTrack;

/// <summary>Metered savings: what a model says would have been used, less what was (CalTRACK 2.0, 3.5).</summary>
public sealed record CalTrackSavings
{
    const double Confidence = 0.90;
    const double DaysOfMonth = 30;

    /// <summary>Σ of the model over the periods that could be compared.</summary>
    public required double CounterfactualKwh { get; init; }

    /// <summary>Σ of the meter over the same periods.</summary>
    public required double ObservedKwh { get; init; }

    /// <summary>Periods compared.</summary>
    public required int Periods { get; init; }

    /// <summary>Periods without energy or temperature.</summary>
    public required int MissingPeriods { get; init; }

    /// <summary>Half the width of the 90 % interval of the savings, kWh; NaN where residuals are too few or tell too little.</summary>
    public required double HalfWidthKwh { get; init; }

    /// <summary>Above 0 where less was used than would have been.</summary>
    public double SavingsKwh => CounterfactualKwh - ObservedKwh;

    /// <summary>Fractional savings uncertainty: half the width as a share of the savings, whatever their sign.</summary>
    public double Fractional => HalfWidthKwh / Math.Abs(SavingsKwh);

    /// <param name="fit">Of the baseline.</param>
    /// <param name="periods">Of the reporting period.</param>
    /// <param name="temperatures">Of the same place and time.</param>
    public static CalTrackSavings Of(CalTrackFit fit, IReadOnlyList<MeterPeriod> periods, HourlyTemperatures temperatures)
    {
        ArgumentNullException.ThrowIfNull(fit);
        ArgumentNullException.ThrowIfNull(periods);
        ArgumentNullException.ThrowIfNull(temperatures);
        var (counterfactual, observed, count, days) = (0.0, 0.0, 0, 0.0);
        foreach (var period in periods)
        {
            var predicted = fit.Model.Predict(period, temperatures);
            if (!double.IsFinite(predicted - period.EnergyKwh)) continue;
            counterfactual += predicted;
            observed += period.EnergyKwh;
            days += period.Days;
            count++;
        }

        return new()
        {
            CounterfactualKwh = counterfactual,
            ObservedKwh = observed,
            Periods = count,
            MissingPeriods = periods.Count - count,
            HalfWidthKwh = HalfWidth(fit, fit.IsBilling ? Math.Round(days / DaysOfMonth) : count),
        };
    }

    /// <summary>ASHRAE Guideline 14 with the polynomials of Sun and Baltazar (2013) in place of its 1.26, as CalTRACK 2.0, 4.3 lays down.</summary>
    static double HalfWidth(CalTrackFit fit, double count)
    {
        var (samples, rho) = ((double)fit.Metrics.Samples, fit.ResidualAutocorrelation);
        var degrees = samples - fit.Model.Parameters;
        if (count <= 0 || degrees <= 0 || !(Math.Abs(rho) < 1)) return double.NaN;
        var effective = samples * (1 - rho) / (1 + rho);
        var months = fit.IsBilling ? count : count / DaysOfMonth;
        var factor = fit.IsBilling ? (((-0.00022 * months) + 0.03306) * months) + 0.94054 : (((-0.00024 * months) + 0.03535) * months) + 1.00286;
        var error = fit.Metrics.Rmse * Math.Sqrt(samples / degrees);
        return StudentT.Quantile((1 + Confidence) / 2, degrees) * factor * samples * error * Math.Sqrt(samples / effective * (1 + (2 / effective)) / count);
    }
}
