using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Plumbline.Detectors.Bands;

/// <summary>What is normal at every time: one expected value, and how far from it a value may lie on either side.</summary>
/// <remarks>A value's score is its deviation over the room on its side. Division rounds upwards through no 1, so that the score is above 1 exactly where the deviation is larger than the room.</remarks>
[StructLayout(LayoutKind.Auto)]
readonly record struct Band
{
    readonly double _expected;
    readonly double _above;
    readonly double _below;

    /// <param name="expected">Finite.</param>
    /// <param name="above">How far above it a value may lie, 0 or more.</param>
    /// <param name="below">How far below.</param>
    /// <param name="rule">Opens the side that does not count, and widens the other to the minimum deviation.</param>
    public Band(double expected, double above, double below, AnomalyRule rule)
    {
        _expected = expected;
        _above = rule.Allows(Direction.Up) ? Math.Max(above, rule.MinDeviation) : double.PositiveInfinity;
        _below = rule.Allows(Direction.Down) ? Math.Max(below, rule.MinDeviation) : double.PositiveInfinity;
    }

    double Lower => _expected - _below;

    double Upper => _expected + _above;

    public Assessment Score(double value)
    {
        var deviation = value - _expected;
        var distance = Math.Abs(deviation);
        var score = distance == 0 ? 0 : distance / (deviation > 0 ? _above : _below);
        return new(double.IsFinite(distance) ? score : double.NaN, _expected, Lower, Upper);
    }

    public void Score(ReadOnlySpan<double> values, AssessmentColumns into)
    {
        Score(values, into.Scores);
        into.Expected.Fill(_expected);
        into.Lower.Fill(Lower);
        into.Upper.Fill(Upper);
    }

    void Score(ReadOnlySpan<double> values, Span<double> scores)
    {
        var wide = MemoryMarshal.Cast<double, Vector256<double>>(values);
        var to = MemoryMarshal.Cast<double, Vector256<double>>(scores);
        var (expected, above, below) = (Vector256.Create(_expected), Vector256.Create(_above), Vector256.Create(_below));
        var (infinity, missing) = (Vector256.Create(double.PositiveInfinity), Vector256.Create(double.NaN));
        for (var i = 0; i < wide.Length; i++)
        {
            var deviation = wide[i] - expected;
            var distance = Vector256.Abs(deviation);
            var room = Vector256.ConditionalSelect(Vector256.GreaterThan(deviation, Vector256<double>.Zero), above, below);
            var score = Vector256.ConditionalSelect(Vector256.Equals(distance, Vector256<double>.Zero), Vector256<double>.Zero, distance / room);
            to[i] = Vector256.ConditionalSelect(Vector256.LessThan(distance, infinity), score, missing);
        }

        for (var i = wide.Length * Vector256<double>.Count; i < values.Length; i++) scores[i] = Score(values[i]).Score;
    }
}
