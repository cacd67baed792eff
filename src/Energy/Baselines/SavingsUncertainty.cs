using Plumbline.Numerics;

namespace Plumbline.Energy.Baselines;

/// <summary>How sure savings (predicted less actual) are, with <see cref="EnergyBaseline.Confidence"/>.</summary>
/// <param name="SavingsKwh">Below 0 for an excess.</param>
/// <param name="HalfWidthKwh">Savings are within this of <paramref name="SavingsKwh"/>: from the uncertainty of the line and the noise of the period, both with correlated residuals.</param>
/// <param name="AshraeHalfWidthKwh">The same by ASHRAE Guideline 14-2014, 4.2.11.4, for comparison: it sees correlation from one hour to the next alone, and so is too narrow where residuals remember longer.</param>
public sealed record SavingsUncertainty(double SavingsKwh, double HalfWidthKwh, double AshraeHalfWidthKwh)
{
    /// <summary>Half the width as a share of the savings, whatever their sign; infinite where there are none. Guideline 14 asks for at most 0.5 at 68 % confidence.</summary>
    public double Fractional => HalfWidthKwh / Math.Abs(SavingsKwh);

    /// <summary>As <see cref="Fractional"/>, of Guideline 14's width.</summary>
    public double AshraeFractional => AshraeHalfWidthKwh / Math.Abs(SavingsKwh);

    /// <summary>Whether 0 is outside the interval: the savings, or the excess, are real.</summary>
    public bool IsSignificant => HalfWidthKwh < Math.Abs(SavingsKwh);

    /// <param name="baseline">That predicted.</param>
    /// <param name="savingsKwh">Predicted less actual.</param>
    /// <param name="predictedKwh">Sum of the predictions.</param>
    /// <param name="count">Hours compared.</param>
    /// <param name="leverage">As of <see cref="GroupedLine.LeverageOfSum"/>.</param>
    /// <remarks>
    /// Variance = s² × leverage × n / n′ + variance of a sum of <paramref name="count"/> noise values, where noise is the autoregression of the training residuals and
    /// n / n′ its inflation; Student's t with (n − k) n′ / n degrees of freedom.
    /// </remarks>
    internal static SavingsUncertainty Of(EnergyBaseline baseline, double savingsKwh, double predictedKwh, int count, double leverage)
    {
        var noise = baseline.Noise;
        var inflation = Math.Max(1, noise.Inflation);
        var spent = (double)baseline.Samples / baseline.DegreesOfFreedom;
        var variance = (baseline.ResidualStdKwh * baseline.ResidualStdKwh * leverage * inflation) + (noise.VarianceOfSum(count) * spent);
        var degrees = Math.Max(1, baseline.DegreesOfFreedom / inflation);
        return new(savingsKwh, Quantile(degrees) * Math.Sqrt(variance), Ashrae(baseline, predictedKwh, count));
    }

    /// <summary>t × 1.26 × CV × √(n / n′ × (1 + 2 / n′) / m) of the predicted energy, with n′ = n (1 − ρ) / (1 + ρ).</summary>
    static double Ashrae(EnergyBaseline baseline, double predictedKwh, int count)
    {
        var covariances = baseline.Noise.Autocovariances(2);
        var rho = covariances[0] > 0 ? covariances[1] / covariances[0] : 0;
        var effective = baseline.Samples * (1 - rho) / (1 + rho);
        var cv = baseline.InSample.CvRmsePct / 100;
        return Quantile(Math.Max(1, baseline.DegreesOfFreedom * effective / baseline.Samples)) * 1.26 * cv * Math.Abs(predictedKwh) * Math.Sqrt(baseline.Samples / effective * (1 + (2 / effective)) / count);
    }

    static double Quantile(double degrees) => StudentT.Quantile((1 + EnergyBaseline.Confidence) / 2, degrees);
}
