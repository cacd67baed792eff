namespace Plumbline.Numerics.Decomposition;

/// <summary>A series taken apart: trend + seasonal parts + remainder is the series again, to rounding.</summary>
/// <param name="Trend">A value a step, in the unit of the series.</param>
/// <param name="Seasonals">One a period, in the order of <paramref name="Periods"/>; about 0.</param>
/// <param name="Remainder">What neither explains.</param>
/// <param name="Periods">In steps, rising.</param>
/// <param name="Weights">Robustness weights, 0 (an outlier) to 1.</param>
public sealed record SeasonalParts(double[] Trend, IReadOnlyList<double[]> Seasonals, double[] Remainder, IReadOnlyList<int> Periods, double[] Weights)
{
    /// <summary>The series without its seasonal parts.</summary>
    public double[] Adjusted() => [.. Trend.Zip(Remainder, (trend, remainder) => trend + remainder)];

    /// <summary>The seasonal parts of the steps that follow: each period's last cycle again.</summary>
    /// <param name="steps">How many; 0 or more.</param>
    public double[] SeasonAhead(int steps)
    {
        var ahead = new double[steps];
        for (var i = 0; i < Periods.Count; i++)
            for (var step = 0; step < steps; step++) ahead[step] += Seasonals[i][^(Periods[i] - (step % Periods[i]))];
        return ahead;
    }

    /// <summary>How much of what the trend leaves a season explains: max(0, 1 − Var R / Var (S + R)), 0 to 1; 0 for a constant.</summary>
    /// <param name="period">Index into <see cref="Periods"/>.</param>
    /// <remarks>Wang, Smith and Hyndman, "Characteristic-based clustering for time series data", 2006.</remarks>
    public double Strength(int period)
    {
        var rest = Variance(Remainder);
        var both = Variance([.. Seasonals[period].Zip(Remainder, (season, remainder) => season + remainder)]);
        return both > 0 ? Math.Max(0, 1 - (rest / both)) : 0;
    }

    static double Variance(double[] values)
    {
        var std = Statistics.Std(values);
        return std * std;
    }
}
