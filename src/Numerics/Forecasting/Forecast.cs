namespace Plumbline.Numerics.Forecasting;

/// <summary>What is to be expected a step ahead, two steps ahead, ...</summary>
/// <param name="Mean">In the unit of the series.</param>
/// <param name="Deviation">Standard deviation of the error that the model expects at that step, in the same unit; NaN where the model cannot say.</param>
public sealed record Forecast(double[] Mean, double[] Deviation)
{
    /// <summary>The interval that should hold a share of what comes, from a normal distribution.</summary>
    /// <param name="share">Of each single step, not of all together; in (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is not in (0, 1).</exception>
    public (double[] Lower, double[] Upper) Interval(double share)
    {
        if (share is not (> 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(share), share, "An interval holds a share between 0 and 1.");
        var z = Normal.Quantile((1 + share) / 2);
        return ([.. Mean.Zip(Deviation, (mean, deviation) => mean - (z * deviation))], [.. Mean.Zip(Deviation, (mean, deviation) => mean + (z * deviation))]);
    }
}
