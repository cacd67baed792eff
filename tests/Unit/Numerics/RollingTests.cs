using FsCheck.Fluent;
using Plumbline.Numerics;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Numerics;

public sealed class RollingTests
{
    static readonly double NaN = double.NaN;

    [Fact]
    public void Hand_computed_case()
    {
        double[] values = [2, 4, NaN, 6, 1];

        var rolled = Roll(values, 3);

        rolled.Mean.ShouldBe([2, 3, 3, 5, 3.5]);
        rolled.Max.ShouldBe([2, 4, 4, 6, 6]);
        rolled.Min.ShouldBe([2, 2, 2, 4, 1]);
        ShouldBeNear(rolled.Std, [0, Math.Sqrt(2), Math.Sqrt(2), Math.Sqrt(2), Math.Sqrt(12.5)], 1e-15);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(24)]
    [InlineData(168)]
    [InlineData(999)]
    [InlineData(1000)]
    [InlineData(1001)]
    [InlineData(int.MaxValue)]
    public void Agrees_with_looking_at_every_window(int window)
    {
        var values = Walk(rows: 1000, offset: 0, seed: 1);
        for (var i = 0; i < values.Length; i += i % 7 == 0 ? 1 : 13) values[i] = NaN;
        values.AsSpan(300, 200).Fill(NaN);

        ShouldAgree(values, window);
    }

    [Fact]
    public void Does_not_drift_over_a_million_rows_far_from_zero()
    {
        // The noise is of size 1: agreement to 1e-10 of it is 1e-18 of the values.
        ShouldAgree(Walk(rows: 1_000_000, offset: 1e8, seed: 2), 24);
    }

    [Fact]
    public void Forgets_a_spike_as_soon_as_it_has_left_the_window()
    {
        var values = Walk(rows: 500, offset: 0, seed: 3);
        values[100] = 1e12;
        values[101] = -1e12;

        var rolled = Roll(values, 10);

        rolled.Std[110].ShouldBeGreaterThan(1e11);
        for (var i = 111; i < values.Length; i++) rolled.Std[i].ShouldBe(NaiveStd(values, i, 10), 1e-10);
    }

    [Fact]
    public void Window_of_equal_values_is_exactly_flat_even_beside_others()
    {
        double[] values = [7.1, 0.1, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 1e9];

        var rolled = Roll(values, 3);

        rolled.Mean[4..8].ShouldBe([0.3, 0.3, 0.3, 0.3]);
        rolled.Std[4..8].ShouldBe([0, 0, 0, 0]);
    }

    [Fact]
    public void Window_without_a_value_is_not_a_number()
    {
        var rolled = Roll([NaN, double.PositiveInfinity, 3, NaN, NaN, double.NegativeInfinity], 2);

        foreach (var column in (double[][])[rolled.Mean, rolled.Max, rolled.Min])
            column.ShouldBe([NaN, NaN, 3, 3, NaN, NaN]);
        rolled.Std.ShouldBe([NaN, NaN, 0, 0, NaN, NaN]);
    }

    [Fact]
    public void No_rows_give_no_rows() => Roll([], 5).Mean.ShouldBeEmpty();

    [Fact]
    public void Single_statistic_is_the_one_of_the_fused_pass()
    {
        var values = Walk(rows: 300, offset: 50, seed: 4);
        var rolled = Roll(values, 24);
        var alone = new double[values.Length];

        Rolling.Mean(values, 24, alone);
        alone.ShouldBe(rolled.Mean);
        Rolling.Std(values, 24, alone);
        alone.ShouldBe(rolled.Std);
        Rolling.Max(values, 24, alone);
        alone.ShouldBe(rolled.Max);
        Rolling.Min(values, 24, alone);
        alone.ShouldBe(rolled.Min);
    }

    [Fact]
    public void Mean_lies_between_the_extremes_and_the_deviation_within_their_range() =>
        Properties.Hold(Properties.Gappy, values =>
        {
            var rolled = Roll(values, 5);
            return Enumerable.Range(0, values.Length).All(i => double.IsNaN(rolled.Mean[i])
                || (rolled.Min[i] <= rolled.Mean[i] && rolled.Mean[i] <= rolled.Max[i] && rolled.Std[i] >= 0 && rolled.Std[i] <= rolled.Max[i] - rolled.Min[i]));
        });

    [Fact]
    public void Shifting_and_scaling_the_values_shifts_and_scales_the_statistics() =>
        Properties.Hold(Properties.Gappy, values =>
        {
            var rolled = Roll(values, 6);
            var moved = Roll([.. values.Select(v => (-2.5 * v) + 40)], 6);
            return Near(moved.Mean, rolled.Mean, v => (-2.5 * v) + 40) && Near(moved.Std, rolled.Std, v => 2.5 * v)
                && Near(moved.Max, rolled.Min, v => (-2.5 * v) + 40) && Near(moved.Min, rolled.Max, v => (-2.5 * v) + 40);
        });

    [Fact]
    public void Mistakes_of_the_caller_are_named()
    {
        var values = new double[4];
        Should.Throw<ArgumentOutOfRangeException>(() => Rolling.Mean(values, 0, new double[4]));
        Should.Throw<ArgumentException>(() => Rolling.Mean(values, 2, new double[3])).Message.ShouldContain("room for 3 rows");
        Should.Throw<ArgumentException>(() => Rolling.Max(values, 2, values)).Message.ShouldContain("share memory");
        Should.Throw<ArgumentException>(() => Rolling.Summarize(values, 2, new() { Std = new double[5] }));
    }

    static (double[] Mean, double[] Std, double[] Max, double[] Min) Roll(double[] values, int window)
    {
        var n = values.Length;
        var (mean, std, max, min) = (new double[n], new double[n], new double[n], new double[n]);
        Rolling.Summarize(values, window, new() { Mean = mean, Std = std, Max = max, Min = min });
        return (mean, std, max, min);
    }

    // The mean can be told no finer than the values themselves are stored.
    static void ShouldAgree(double[] values, int window)
    {
        var rolled = Roll(values, window);
        var (mean, std, extremes) = (0.0, 0.0, 0.0);
        for (var i = 0; i < values.Length; i++)
        {
            var seen = Window(values, i, window);
            mean = Math.Max(mean, Off(rolled.Mean[i], NaiveMean(seen)) - (seen.Count == 0 ? 0 : Math.BitIncrement(Math.Abs(seen[0])) - Math.Abs(seen[0])));
            std = Math.Max(std, Off(rolled.Std[i], NaiveStd(seen)));
            extremes = Math.Max(extremes, Off(rolled.Max[i], seen.Count == 0 ? NaN : seen.Max()) + Off(rolled.Min[i], seen.Count == 0 ? NaN : seen.Min()));
        }

        mean.ShouldBeLessThan(1e-10);
        std.ShouldBeLessThan(1e-10);
        extremes.ShouldBe(0);
    }

    static double Off(double actual, double expected) =>
        double.IsNaN(actual) == double.IsNaN(expected) ? double.IsNaN(actual) ? 0 : Math.Abs(actual - expected) : double.PositiveInfinity;

    static List<double> Window(double[] values, int row, int window)
    {
        var seen = new List<double>();
        for (var i = Math.Max(0, (long)row - window + 1); i <= row; i++)
            if (!double.IsNaN(values[i])) seen.Add(values[i]);
        return seen;
    }

    // Two passes over distances from the first value, which are exact for values that are alike.
    static double NaiveMean(List<double> seen) => seen.Count == 0 ? NaN : seen[0] + (seen.Sum(v => v - seen[0]) / seen.Count);

    static double NaiveStd(double[] values, int row, int window) => NaiveStd(Window(values, row, window));

    static double NaiveStd(List<double> seen)
    {
        if (seen.Count < 2) return seen.Count == 0 ? NaN : 0;
        var mean = seen.Sum(v => v - seen[0]) / seen.Count;
        return Math.Sqrt(seen.Sum(v => (v - seen[0] - mean) * (v - seen[0] - mean)) / (seen.Count - 1));
    }

    // A slow swing with noise of about 1.
    static double[] Walk(int rows, double offset, int seed)
    {
        var random = new Random(seed);
        var values = new double[rows];
        for (var i = 0; i < rows; i++) values[i] = offset + (2 * Math.Sin(i * 0.26)) + random.NextDouble() - 0.5;
        return values;
    }

    static bool Near(double[] actual, double[] expected, Func<double, double> moved) =>
        actual.Zip(expected).All(pair => Off(pair.First, moved(pair.Second)) < 1e-9);

    static void ShouldBeNear(double[] actual, double[] expected, double tolerance)
    {
        for (var i = 0; i < expected.Length; i++) actual[i].ShouldBe(expected[i], tolerance);
    }
}
