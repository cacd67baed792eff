using Plumbline.Numerics.Decomposition;

namespace Plumbline.Numerics.Forecasting;

/// <summary>A model of the series without its seasons, and the last cycle of each season on top.</summary>
/// <param name="Seasons">Taken off before.</param>
/// <param name="Rest">Fitted to what was left.</param>
public sealed record SeasonallyAdjusted(SeasonalParts Seasons, IForecastModel Rest) : IForecastModel
{
    /// <inheritdoc/>
    public string Form => Seasons.Periods.Count == 0 ? Rest.Form : $"MSTL[{string.Join(",", Seasons.Periods)}] + {Rest.Form}";

    /// <summary>The seasons of a series that are worth taking off.</summary>
    /// <param name="values">Finite.</param>
    /// <param name="periods">Those that may be there, rising.</param>
    /// <param name="fewestCycles">A period with fewer cycles in the series is left out.</param>
    /// <param name="weakest">One whose strength is below this is left out, 0 to 1.</param>
    public static SeasonalParts SeasonsOf(ReadOnlySpan<double> values, IReadOnlyList<int> periods, int fewestCycles = 3, double weakest = 0.4)
    {
        var count = values.Length;
        int[] there = [.. periods.Where(period => period > 1 && fewestCycles * period <= count)];
        while (true)
        {
            var parts = Stl.DecomposeMany(values, there);
            int[] strong = [.. there.Where((_, i) => parts.Strength(i) >= weakest)];
            if (strong.Length == there.Length) return parts;
            there = strong;
        }
    }

    /// <inheritdoc/>
    public Forecast Ahead(int steps)
    {
        var forecast = Rest.Ahead(steps);
        VectorArithmetic.AddScaled(forecast.Mean, 1, Seasons.SeasonAhead(steps));
        var widening = Widening();
        return forecast with { Deviation = [.. forecast.Deviation.Select(deviation => widening * deviation)] };
    }

    // A season that is the mean of m cycles takes 1/m of the noise's variance out of what is left, and brings as much into the forecast. At the end of the
    // series loess weighs the cycles of its window as 0.7 of their number would weigh alike: (∫(1 − u³)³)² / ∫(1 − u³)⁶ over [0, 1].
    double Widening()
    {
        const double Worth = 0.7;
        const double Most = 0.5;
        var share = 0.0;
        for (var i = 0; i < Seasons.Periods.Count; i++) share += 1 / Math.Min((double)Seasons.Remainder.Length / Seasons.Periods[i], Worth * StlOptions.SeasonalWindowOf(i));
        share = Math.Min(share, Most);
        return Math.Sqrt((1 + share) / (1 - share));
    }
}
