using Plumbline.Energy.Baselines;
using Plumbline.Numerics;

namespace Plumbline.Energy.CalTrack;

/// <summary>A fitted model, and how well it fits.</summary>
public sealed record CalTrackFit
{
    /// <summary>The best of the candidates.</summary>
    public required CalTrackModel Model { get; init; }

    /// <summary>Of the totals of the periods.</summary>
    public required FitMetrics Metrics { get; init; }

    /// <summary>Correlation of the residuals with those a period before; NaN for fewer than three periods.</summary>
    public required double ResidualAutocorrelation { get; init; }

    /// <summary>Candidates that were fitted.</summary>
    public required int Candidates { get; init; }

    /// <summary>Whether it is of bills.</summary>
    public required bool IsBilling { get; init; }

    /// <summary>What CalTRACK asks of data and these do not meet; sentences.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Fits every candidate, and keeps the one with the best adjusted R² whose coefficients are not below 0 (CalTRACK 2.0, 3.4.3).</summary>
    /// <param name="periods">Of the baseline, at most 365 days before the intervention, in order.</param>
    /// <param name="temperatures">Of the same place and time.</param>
    /// <param name="options">Null for daily periods.</param>
    /// <returns>Null where no period has energy and temperatures, or all candidates are disqualified.</returns>
    public static CalTrackFit? Of(IReadOnlyList<MeterPeriod> periods, HourlyTemperatures temperatures, CalTrackOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(periods);
        ArgumentNullException.ThrowIfNull(temperatures);
        options ??= new();
        var rows = periods.Where(period => double.IsFinite(period.EnergyKwh) && period.Days > 0)
            .Select(period => (Period: period, Weather: PeriodWeather.Of(period.Start, Earlier(period.End, period.Start.AddDays(options.LongestMatchDays).AddHours(1)), temperatures)))
            .Where(row => row.Weather is not null).Select(row => (row.Period, row.Weather!)).ToList();
        if (rows.Count == 0) return null;
        var search = new CandidateSearch(rows, options);
        if (search.Best() is not { } model) return null;
        double[] measured = [.. rows.Select(row => row.Period.EnergyKwh)];
        double[] predicted = [.. rows.Select(row => model.PerDay(row.Item2) * row.Period.Days)];
        double[] residuals = [.. measured.Select((kwh, i) => kwh - predicted[i])];
        return new()
        {
            Model = model,
            Metrics = FitMetrics.Of(measured, predicted, model.Parameters),
            ResidualAutocorrelation = Correlation(residuals.AsSpan(1), residuals.AsSpan(0, residuals.Length - 1)),
            Candidates = search.Tried,
            IsBilling = options.IsBilling,
            Warnings = Sufficiency.Of(periods, rows.Sum(row => row.Period.Days)),
        };
    }

    static DateTime Earlier(DateTime a, DateTime b) => a < b ? a : b;

    static double Correlation(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        if (a.Length < 2) return double.NaN;
        var (meanA, meanB) = (Statistics.Mean(a), Statistics.Mean(b));
        var (products, squaresA, squaresB) = (0.0, 0.0, 0.0);
        for (var i = 0; i < a.Length; i++)
        {
            products += (a[i] - meanA) * (b[i] - meanB);
            squaresA += (a[i] - meanA) * (a[i] - meanA);
            squaresB += (b[i] - meanB) * (b[i] - meanB);
        }

        return products / Math.Sqrt(squaresA * squaresB);
    }
}
