namespace Plumbline.Energy.Baselines;

/// <summary>How far predictions are from what was measured.</summary>
public sealed record FitMetrics
{
    /// <summary>Rows compared.</summary>
    public required int Samples { get; init; }

    /// <summary>Share of the squares about the mean that is explained; below 0 for worse than the mean, NaN where all values are the same.</summary>
    public required double R2 { get; init; }

    /// <summary>√ mean squared error, in the unit of the values.</summary>
    public required double Rmse { get; init; }

    /// <summary>Mean absolute error, in the unit of the values.</summary>
    public required double Mae { get; init; }

    /// <summary>√(Σ error² / (n − p)) over the mean, percent.</summary>
    public required double CvRmsePct { get; init; }

    /// <summary>Σ (measured − predicted) / (n − p) over the mean, percent; above 0 where predictions are too low.</summary>
    public required double NmbePct { get; init; }

    /// <summary>Compares; pairs of which one is NaN are left out.</summary>
    /// <param name="measured">Values.</param>
    /// <param name="predicted">As many.</param>
    /// <param name="parameters">Parameters fitted to these very values: p of ASHRAE Guideline 14; 0 out of sample.</param>
    /// <remarks>Percentages are NaN where the mean is 0, everything where no pair is whole.</remarks>
    public static FitMetrics Of(ReadOnlySpan<double> measured, ReadOnlySpan<double> predicted, int parameters = 0)
    {
        if (measured.Length != predicted.Length) throw new ArgumentException($"{predicted.Length} predictions for {measured.Length} values.", nameof(predicted));
        var (count, total, squares, absolute, bias) = (0, 0.0, 0.0, 0.0, 0.0);
        for (var i = 0; i < measured.Length; i++)
        {
            var error = measured[i] - predicted[i];
            if (!double.IsFinite(error)) continue;
            count++;
            total += measured[i];
            squares += error * error;
            absolute += Math.Abs(error);
            bias += error;
        }

        var mean = total / count;
        var spread = 0.0;
        for (var i = 0; i < measured.Length; i++)
            if (double.IsFinite(measured[i] - predicted[i])) spread += (measured[i] - mean) * (measured[i] - mean);
        var spare = count > parameters ? count - parameters : double.NaN;
        var hundredOverMean = mean == 0 ? double.NaN : 100 / mean;
        return new()
        {
            Samples = count,
            R2 = spread == 0 ? double.NaN : 1 - (squares / spread),
            Rmse = Math.Sqrt(squares / count),
            Mae = absolute / count,
            CvRmsePct = Math.Sqrt(squares / spare) * hundredOverMean,
            NmbePct = bias / spare * hundredOverMean,
        };
    }
}
