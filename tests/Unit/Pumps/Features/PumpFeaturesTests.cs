using Plumbline.Numerics;
using Plumbline.Pumps.Features;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Pumps;

public sealed class PumpFeaturesTests
{
    // A Saturday.
    static readonly DateTime Start = new(2024, 6, 1, 22, 0, 0, DateTimeKind.Utc);

    static readonly string[] Names = ["flow", "head", "power", "efficiency"];

    [Fact]
    public void There_are_65_names_in_the_order_of_the_specification()
    {
        FeatureNames.All.Count.ShouldBe(65);
        FeatureNames.All.Distinct().Count().ShouldBe(65);
        FeatureNames.All.Take(13).ShouldBe(
        [
            "flow_deviation_pct", "head_deviation_pct", "power_deviation_pct", "efficiency_deviation_pct",
            "flow_rolling_mean_24h", "flow_rolling_std_24h", "flow_rolling_max_24h", "flow_rolling_min_24h",
            "flow_rolling_mean_168h", "flow_rolling_std_168h", "flow_rolling_max_168h", "flow_rolling_min_168h",
            "head_rolling_mean_24h",
        ]);
        FeatureNames.All[36].ShouldBe("flow_slope_24h");
        FeatureNames.All[37].ShouldBe("flow_slope_168h");
        FeatureNames.All[44].ShouldBe("flow_acceleration_24h");
        FeatureNames.All.Skip(52).ShouldBe(
        [
            "flow_cumulative_deviation", "head_cumulative_deviation", "power_cumulative_deviation", "efficiency_cumulative_deviation",
            "flow_abs_deviation", "head_abs_deviation", "power_abs_deviation", "efficiency_abs_deviation",
            "hours_since_start", "day_of_week", "hour_of_day", "flow_head_product", "power_efficiency_product",
        ]);
    }

    [Fact]
    public void Default_features_cannot_tell_the_time_since_the_start()
    {
        FeatureNames.ForRemainingLife.Count.ShouldBe(60);
        FeatureNames.ForRemainingLife.ShouldNotContain("hours_since_start");
        FeatureNames.ForRemainingLife.ShouldNotContain("head_cumulative_deviation");
    }

    [Fact]
    public void A_spent_table_gives_its_memory_and_nothing_else()
    {
        var random = new Random(5);
        double[][] Noise() => [.. Enumerable.Range(0, 4).Select(_ => Enumerable.Range(0, 400).Select(i => i % 17 == 0 ? double.NaN : random.NextDouble()).ToArray())];
        var (first, second) = (Compute(Start, Noise()), Compute(Start, Noise()));

        var reused = PumpFeatures.Compute(second.Deviations, first);

        reused.Values.ShouldBeSameAs(first.Values);
        foreach (var name in FeatureNames.All) reused[name].ToArray().ShouldBe(second[name].ToArray(), name);
    }

    [Fact]
    public void Small_case_agrees_with_the_hand()
    {
        double[] flow = [1, 3, double.NaN, -2];
        double[] head = [2, 2, 2, 4];
        var table = Compute(Start, [flow, head, [0, 0, 0, 5], [1, 1, 1, -3]]);

        table.Rows.ShouldBe(4);
        table["flow_rolling_mean_24h"].ToArray().ShouldBe([1, 2, 2, 2 / 3.0], 1e-12);
        table["flow_rolling_std_24h"].ToArray().ShouldBe([0, Math.Sqrt(2), Math.Sqrt(2), Math.Sqrt(19 / 3.0)], 1e-12);
        table["flow_rolling_max_168h"].ToArray().ShouldBe([1, 3, 3, 3]);
        table["flow_rolling_min_168h"].ToArray().ShouldBe([1, 1, 1, -2]);
        table["flow_cumulative_deviation"].ToArray().ShouldBe([1, 4, 4, 2]);
        table["flow_abs_deviation"].ToArray().ShouldBe([1, 3, double.NaN, 2]);
        table["flow_head_product"].ToArray().ShouldBe([2, 6, double.NaN, -8]);
        table["power_efficiency_product"].ToArray().ShouldBe([0, 0, 0, -15]);
        table["hours_since_start"].ToArray().ShouldBe([0, 1, 2, 3]);
        table["day_of_week"].ToArray().ShouldBe([5, 5, 6, 6]);
        table["hour_of_day"].ToArray().ShouldBe([22, 23, 0, 1]);
        table.Deviations.HourAt(3).ShouldBe(Start.AddHours(3));
        table.Deviations.JudgedHours.ShouldBe(4);
    }

    [Fact]
    public void Slope_is_the_difference_over_the_window_and_acceleration_its_first_difference()
    {
        var head = Enumerable.Range(0, 200).Select(t => 0.5 * t).ToArray();
        var table = Compute(Start, [head, head, head, head]);

        var slopes = table["head_slope_24h"];
        slopes[23].ShouldBe(0);
        slopes[24].ShouldBe(0.5);
        slopes[199].ShouldBe(0.5);
        table["head_acceleration_24h"][24].ShouldBe(0.5);
        table["head_acceleration_24h"][25].ShouldBe(0);
        table["head_slope_168h"][167].ShouldBe(0);
        table["head_slope_168h"][168].ShouldBe(0.5);
    }

    [Theory]
    [InlineData(1UL, 0.0)]
    [InlineData(2UL, 0.1)]
    [InlineData(3UL, 0.9)]
    public void All_features_agree_with_the_slow_way(ulong seed, double missing)
    {
        var deviations = Deviations(seed, 600, missing);
        var table = Compute(Start, deviations);

        var naive = NaiveFeatures(deviations);
        naive.Count.ShouldBe(62);
        foreach (var (name, expected) in naive) AssertAlike(table[name], expected, name);
    }

    [Fact]
    public void Last_row_needs_no_more_than_a_week_of_history()
    {
        var deviations = Deviations(4, 1000, 0.05);
        var whole = Compute(Start, deviations);
        foreach (var length in (int[])[PumpFeatures.History, 200, 999])
        {
            var tail = Compute(Start.AddHours(1000 - length), [.. deviations.Select(d => d[^length..])]);
            foreach (var name in FeatureNames.All.Except(FeatureNames.ClockLike))
                AssertAlike(tail[name][^1..], [whole[name][^1]], name);
        }
    }

    [Fact]
    public void Hour_in_which_nothing_was_judged_is_not_counted()
    {
        var nothing = new[] { 1.0, double.NaN, 3 };
        var table = Compute(Start, [nothing, nothing, nothing, [double.NaN, double.NaN, 3]]);

        table.Deviations.JudgedHours.ShouldBe(2);
        table.Deviations.IsJudged(1).ShouldBeFalse();
        table["efficiency_rolling_mean_24h"][1].ShouldBe(double.NaN);
        table["efficiency_rolling_std_24h"][1].ShouldBe(0);
    }

    [Fact]
    public void Parameters_of_different_length_are_refused() =>
        Should.Throw<ArgumentException>(() => Compute(Start, [[1], [1], [1], [1, 2]])).Message.ShouldContain("2");

    [Fact]
    public void Unknown_feature_is_named() =>
        Should.Throw<ArgumentException>(() => FeatureTable.ColumnOf("vibration_rms")).Message.ShouldContain("vibration_rms");

    static FeatureTable Compute(DateTime start, double[][] deviationsPct) => PumpFeatures.Compute(new(start, deviationsPct));

    static double[][] Deviations(ulong seed, int rows, double missing)
    {
        var random = new Random((int)seed);
        return [.. Names.Select(_ => Enumerable.Range(0, rows)
            .Select(t => random.NextDouble() < missing ? double.NaN : Math.Round((random.NextDouble() * 20) - 10, 1) - (0.01 * t)).ToArray())];
    }

    static void AssertAlike(ReadOnlySpan<double> actual, ReadOnlySpan<double> expected, string name)
    {
        actual.Length.ShouldBe(expected.Length);
        for (var t = 0; t < expected.Length; t++)
            if (!(double.IsNaN(actual[t]) && double.IsNaN(expected[t]))) actual[t].ShouldBe(expected[t], 1e-10, $"{name} in row {t}");
    }

    static Dictionary<string, double[]> NaiveFeatures(double[][] deviations)
    {
        var into = new Dictionary<string, double[]>();
        for (var p = 0; p < 4; p++)
        {
            var d = deviations[p];
            var rows = Enumerable.Range(0, d.Length).ToList();
            into[$"{Names[p]}_deviation_pct"] = d;
            into[$"{Names[p]}_abs_deviation"] = [.. d.Select(Math.Abs)];
            into[$"{Names[p]}_cumulative_deviation"] = [.. rows.Select(t => d.Take(t + 1).Where(x => !double.IsNaN(x)).Sum())];
            foreach (var w in (int[])[24, 168])
            {
                var windows = rows.Select(t => d.Take(t + 1).TakeLast(w).Where(x => !double.IsNaN(x)).ToList()).ToList();
                into[$"{Names[p]}_rolling_mean_{w}h"] = [.. windows.Select(v => v.Count == 0 ? double.NaN : v.Average())];
                into[$"{Names[p]}_rolling_std_{w}h"] = [.. windows.Select(v => v.Count < 2 ? 0 : Math.Sqrt(v.Sum(x => (x - v.Average()) * (x - v.Average())) / (v.Count - 1)))];
                into[$"{Names[p]}_rolling_max_{w}h"] = [.. windows.Select(v => v.Count == 0 ? double.NaN : v.Max())];
                into[$"{Names[p]}_rolling_min_{w}h"] = [.. windows.Select(v => v.Count == 0 ? double.NaN : v.Min())];
                var slopes = rows.Select(t => t < w || double.IsNaN(d[t] - d[t - w]) ? 0 : (d[t] - d[t - w]) / w).ToArray();
                into[$"{Names[p]}_slope_{w}h"] = slopes;
                into[$"{Names[p]}_acceleration_{w}h"] = [.. rows.Select(t => t == 0 ? 0 : slopes[t] - slopes[t - 1])];
            }
        }

        into["flow_head_product"] = [.. deviations[0].Zip(deviations[1], (a, b) => a * b)];
        into["power_efficiency_product"] = [.. deviations[2].Zip(deviations[3], (a, b) => a * b)];
        return into;
    }
}
