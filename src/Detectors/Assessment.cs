using System.Runtime.InteropServices;

namespace Plumbline.Detectors;

/// <summary>What a model says of one reading.</summary>
/// <param name="Score">Without unit, 0 or more; above 1 is an anomaly. +∞ where the model allows no deviation at all; NaN where the value is missing.</param>
/// <param name="Expected">What the reading should be, in its own unit.</param>
/// <param name="Lower">The least value that is no anomaly, in the unit of the reading; −∞ where low values never are one.</param>
/// <param name="Upper">The largest value that is no anomaly; +∞ where high values never are one.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Assessment(double Score, double Expected, double Lower, double Upper)
{
    /// <summary>Whether the score is above 1. A missing value is no anomaly.</summary>
    public bool IsAnomaly => Score > 1;

    /// <summary>How far a value lies beyond the bounds: its deviation over the deviation that is allowed on that side.</summary>
    /// <returns>0 for no anomaly; +∞ where no deviation is allowed.</returns>
    public double Severity(double value) => IsAnomaly ? Math.Abs(value - Expected) / (value > Expected ? Upper - Expected : Expected - Lower) : 0;
}

/// <summary>Where the assessments of many readings are written, one column for each part. An empty span: that part is not asked for.</summary>
/// <param name="Scores">As long as the readings.</param>
[StructLayout(LayoutKind.Auto)]
public readonly ref struct AssessmentColumns(Span<double> Scores)
{
    /// <summary>One score a reading.</summary>
    public Span<double> Scores { get; } = Scores;

    /// <summary>Empty, or one expected value a reading.</summary>
    public Span<double> Expected { get; init; }

    /// <summary>Empty, or one lower bound a reading.</summary>
    public Span<double> Lower { get; init; }

    /// <summary>Empty, or one upper bound a reading.</summary>
    public Span<double> Upper { get; init; }

    /// <exception cref="ArgumentException">A column is neither empty nor as long as the readings, or there is not one value a time.</exception>
    internal void MustFit(int times, int values)
    {
        if (times != values) throw new ArgumentException($"{values} values for {times} times.", nameof(values));
        Must(Scores, nameof(Scores), values, mayBeEmpty: false);
        Must(Expected, nameof(Expected), values, mayBeEmpty: true);
        Must(Lower, nameof(Lower), values, mayBeEmpty: true);
        Must(Upper, nameof(Upper), values, mayBeEmpty: true);
    }

    internal void Set(int row, in Assessment assessment)
    {
        Scores[row] = assessment.Score;
        if (!Expected.IsEmpty) Expected[row] = assessment.Expected;
        if (!Lower.IsEmpty) Lower[row] = assessment.Lower;
        if (!Upper.IsEmpty) Upper[row] = assessment.Upper;
    }

    static void Must(Span<double> column, string name, int rows, bool mayBeEmpty)
    {
        if (column.Length != rows && !(mayBeEmpty && column.IsEmpty)) throw new ArgumentException($"The column {name} has {column.Length} places for {rows} readings.", nameof(column));
    }
}
