using Plumbline.Numerics;

namespace Plumbline.Pumps.Prognosis;

/// <summary>How far a model's answers were from the truth.</summary>
/// <param name="Rows">Rows compared.</param>
/// <param name="Mae">Mean absolute error, days; for a classifier in shares of 1.</param>
/// <param name="Rmse">Root mean squared error, in the same unit.</param>
/// <param name="R2">1 − squared error over the squared error of the mean; 0 or less is no better than always saying the mean. NaN where the truth does not vary, or there are no rows.</param>
public sealed record RulMetrics(int Rows, double Mae, double Rmse, double R2)
{
    /// <summary>What <see cref="Mae"/> is called in files: <c>mae_days</c>, or <c>mae_share</c> of a classifier, whose truth is 0 or 1.</summary>
    public static string MaeName(RulLabel label) => "mae_" + Unit(label);

    /// <summary>What <see cref="Rmse"/> is called in files: <c>rmse_days</c>, or <c>rmse_share</c> of a classifier.</summary>
    public static string RmseName(RulLabel label) => "rmse_" + Unit(label);

    static string Unit(RulLabel label) => label == RulLabel.Classification ? "share" : "days";

    /// <summary>Compares answers with the truth, row for row.</summary>
    internal static RulMetrics Of(ReadOnlySpan<double> truth, ReadOnlySpan<double> said)
    {
        if (said.Length != truth.Length) throw new ArgumentException($"{said.Length} answers for {truth.Length} truths.", nameof(said));
        if (truth.IsEmpty) return new(0, double.NaN, double.NaN, double.NaN);
        var mean = Statistics.Mean(truth);
        var (absolute, squared, around) = (0.0, 0.0, 0.0);
        for (var i = 0; i < truth.Length; i++)
        {
            var error = said[i] - truth[i];
            absolute += Math.Abs(error);
            squared += error * error;
            around += (truth[i] - mean) * (truth[i] - mean);
        }

        return new(truth.Length, absolute / truth.Length, Math.Sqrt(squared / truth.Length), truth.ContainsAnyExcept(truth[0]) ? 1 - (squared / around) : double.NaN);
    }
}
