using Plumbline.Numerics;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Numerics;

public sealed class StatisticsTests
{
    [Theory]
    [InlineData("Lew", 15, 13, 13)]
    [InlineData("Lottery", 15, 13, 13)]
    [InlineData("Mavro", 15, 13, 13)]
    [InlineData("Michelso", 15, 13, 13)]
    [InlineData("NumAcc1", 15, 15, 15)]
    [InlineData("NumAcc2", 15, 13, 13)]
    [InlineData("NumAcc3", 15, 9, 10)] // 1000000.1 is no double: the next one is off by 2e-11, which is 2e-10 of the deviation
    public void Nist_certified_digits_are_met(string set, double mean, double std, double lag1)
    {
        var values = Nist.Rows(set).Select(row => row[0]).ToArray();
        var certified = Nist.Univariate(set);

        Nist.ShouldHaveDigits(Statistics.Mean(values), certified.Mean, mean, "mean");
        Nist.ShouldHaveDigits(Statistics.Std(values), certified.Std, std, "standard deviation");
        Nist.ShouldHaveDigits(Statistics.Lag1Autocorrelation(values), certified.Lag1, lag1, "autocorrelation");
    }

    // NIST's NumAcc4: the same again at 1e7, where the nearest doubles are off by 1e-8 of the deviation. No algorithm can give more digits.
    [Fact]
    public void Nist_numacc4_is_met_to_the_digits_that_doubles_can_hold()
    {
        double[] values = [10000000.2, .. Enumerable.Range(0, 1000).Select(i => i % 2 == 0 ? 10000000.1 : 10000000.3)];

        Nist.ShouldHaveDigits(Statistics.Mean(values), 10000000.2, 15, "mean");
        Nist.ShouldHaveDigits(Statistics.Std(values), 0.1, 8, "standard deviation");
        Nist.ShouldHaveDigits(Statistics.Lag1Autocorrelation(values), -0.999, 8, "autocorrelation");
    }

    [Fact]
    public void Nist_numacc1_typed_in()
    {
        double[] values = [10000001, 10000003, 10000002];

        Statistics.Mean(values).ShouldBe(10000002);
        Statistics.Std(values).ShouldBe(1);
        Statistics.Lag1Autocorrelation(values).ShouldBe(-0.5);
    }

    [Fact]
    public void Hand_computed_case()
    {
        double[] values = [9, 1, double.NaN, 4, 2, 7, double.PositiveInfinity];

        Statistics.Mean(values).ShouldBe(4.6, 1e-15);
        Statistics.Std(values).ShouldBe(Math.Sqrt(11.3), 1e-14);
        Statistics.Median(values).ShouldBe(4);
        Statistics.Mad(values).ShouldBe(3); // of 5, 3, 0, 2, 3
        Statistics.Quantile(values, 0).ShouldBe(1);
        Statistics.Quantile(values, 0.1).ShouldBe(1.4, 1e-15);
        Statistics.Quantile(values, 0.875).ShouldBe(8, 1e-15);
        Statistics.Quantile(values, 1).ShouldBe(9);
    }

    [Fact]
    public void Too_few_values_are_not_a_number()
    {
        double[] none = [double.NaN, double.NegativeInfinity];
        Statistics.Mean(none).ShouldBe(double.NaN);
        Statistics.Std(none).ShouldBe(double.NaN);
        Statistics.Median(none).ShouldBe(double.NaN);
        Statistics.Mad(none).ShouldBe(double.NaN);
        Statistics.Quantile(none, 0.9).ShouldBe(double.NaN);
        Statistics.Std([3]).ShouldBe(double.NaN);
        Statistics.Lag1Autocorrelation([3]).ShouldBe(double.NaN);
        Statistics.Lag1Autocorrelation([3, 3, 3]).ShouldBe(double.NaN);
        Statistics.Median([3]).ShouldBe(3);
    }

    [Theory]
    [InlineData(-0.01)]
    [InlineData(1.01)]
    [InlineData(double.NaN)]
    public void Share_outside_0_to_1_is_a_mistake(double share) => Should.Throw<ArgumentOutOfRangeException>(() => Statistics.Quantile([1, 2], share));

    [Fact]
    public void Quantiles_agree_with_sorting() =>
        Properties.Hold(Properties.Gappy, values =>
        {
            var sorted = values.Where(double.IsFinite).Order().ToArray();
            return Enumerable.Range(0, 21).Select(i => i / 20.0).All(share => sorted.Length == 0
                ? double.IsNaN(Statistics.Quantile(values, share))
                : Math.Abs(Statistics.Quantile(values, share) - Interpolated(sorted, share)) <= 1e-12 * Math.Max(1, sorted.Max(Math.Abs)));
        });

    [Theory]
    [InlineData(5000, 7)]      // few different values
    [InlineData(5000, 100000)] // hardly two alike
    public void Selection_agrees_with_sorting_on_long_input(int count, int kinds)
    {
        var random = new Random(8);
        double[] values = [.. Enumerable.Range(0, count).Select(_ => (double)random.Next(kinds))];
        foreach (var input in (double[][])[values, [.. values.Order()], [.. values.OrderDescending()], [.. values.Order().Zip(values.OrderDescending(), (a, b) => a < b ? a : b)]])
        {
            var sorted = input.Order().ToArray();
            foreach (var rank in (int[])[0, 1, count / 3, count / 2, count - 2, count - 1])
                Selection.Nth([.. input], rank).ShouldBe(sorted[rank]);
        }
    }

    [Fact]
    public void Order_of_the_values_matters_only_to_the_autocorrelation() =>
        Properties.Hold(Properties.Whole, values =>
        {
            double[] reversed = [.. values.Reverse()];
            return Statistics.Mean(values) == Statistics.Mean(reversed) && Statistics.Median(values) == Statistics.Median(reversed)
                && Near(Statistics.Std(values), Statistics.Std(reversed)) && Statistics.Mad(values) == Statistics.Mad(reversed)
                && Near(Statistics.Lag1Autocorrelation(values), Statistics.Lag1Autocorrelation(reversed));
        });

    [Fact]
    public void Shifting_and_scaling_the_values_shifts_and_scales_the_statistics() =>
        Properties.Hold(Properties.Gappy, values =>
        {
            double[] moved = [.. values.Select(v => (-2.5 * v) + 40)];
            return Near(Statistics.Mean(moved), (-2.5 * Statistics.Mean(values)) + 40) && Near(Statistics.Median(moved), (-2.5 * Statistics.Median(values)) + 40)
                && Near(Statistics.Std(moved), 2.5 * Statistics.Std(values)) && Near(Statistics.Mad(moved), 2.5 * Statistics.Mad(values))
                && Near(Statistics.Lag1Autocorrelation(moved), Statistics.Lag1Autocorrelation(values))
                && Near(Statistics.Quantile(moved, 0.2), (-2.5 * Statistics.Quantile(values, 0.8)) + 40);
        });

    static bool Near(double actual, double expected) => double.IsNaN(expected) ? double.IsNaN(actual) : Math.Abs(actual - expected) < 1e-9;

    static double Interpolated(double[] sorted, double share)
    {
        var place = share * (sorted.Length - 1);
        var below = sorted[(int)Math.Floor(place)];
        return below + ((place - Math.Floor(place)) * (sorted[(int)Math.Ceiling(place)] - below));
    }
}
