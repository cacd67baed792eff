using System.Text.Json;
using Plumbline.Numerics.Forecasting;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Numerics.Forecasting;

public sealed class EtsTests
{
    const int Quarters = 4;

    [Fact]
    public void R_gives_the_same_states_and_forecasts_for_every_form()
    {
        var (forms, worst, worstSimulated) = (0, 0.0, 0.0);
        foreach (var (form, given) in Given())
        {
            double[] Of(string name) => [.. given.GetProperty(name).EnumerateArray().Select(value => value.GetDouble())];
            var (fitted, residuals, initial) = (Of("fitted"), Of("residuals"), Of("initstate"));
            double[] values = [.. fitted.Zip(residuals, (mean, error) => form.Error == EtsPart.Additive ? mean + error : mean * (1 + error))];
            var expected = new double[values.Length];
            var model = Ets.With(values, form, Weights(given), Start(form, initial), expected);

            // The parameters are given to eight digits: no more can agree.
            worst = Math.Max(worst, Fixtures.Distance(expected, fitted));
            var ahead = Fixtures.Distance(model.Ahead(Quarters).Mean, Of("forecast"));
            // Of what is multiplied R forecasts the expectation, some of it by simulation, and we the path without errors.
            if (form.Trend != EtsPart.Multiplicative && form.Season != EtsPart.Multiplicative) worst = Math.Max(worst, ahead);
            else worstSimulated = Math.Max(worstSimulated, ahead);
            var last = given.GetProperty("states").EnumerateArray().Last();
            var level = (last.ValueKind == JsonValueKind.Array ? last[0] : last).GetDouble();
            worst = Math.Max(worst, Math.Abs(model.Last.Level - level) / level);
            forms++;
        }

        forms.ShouldBeGreaterThan(15);
        worst.ShouldBeLessThan(1e-6);
        worstSimulated.ShouldBeLessThan(1e-3);
    }

    [Fact]
    public void A_fit_is_as_likely_as_R_s_or_likelier()
    {
        var forms = 0;
        foreach (var (form, given) in Given())
        {
            if (form.Trend == EtsPart.Multiplicative) continue;
            double[] Of(string name) => [.. given.GetProperty(name).EnumerateArray().Select(value => value.GetDouble())];
            var (fitted, residuals) = (Of("fitted"), Of("residuals"));
            double[] values = [.. fitted.Zip(residuals, (mean, error) => form.Error == EtsPart.Additive ? mean + error : mean * (1 + error))];
            var theirs = Ets.With(values, form, Weights(given), Start(form, Of("initstate")));
            Ets.Fit(values, form, Quarters).LogLikelihood.ShouldBeGreaterThan(theirs.LogLikelihood - 0.05, form.ToString());
            forms++;
        }

        forms.ShouldBeGreaterThan(8);
    }

    [Theory]
    [InlineData("oil_ets", false, false)]
    [InlineData("air_ets", true, true)]
    [InlineData("aust_ets1", true, false)]
    [InlineData("aust_ets2", true, true)]
    public void R_gives_the_same_intervals(string name, bool trend, bool damped)
    {
        double[] given = Fixtures.Column("exponential_smoothing_params.csv", name);
        var seasonal = name.StartsWith("aust", StringComparison.Ordinal);
        var (mean, lower, upper) = (Fixtures.Column("exponential_smoothing_predict.csv", name + "_mean"), Fixtures.Column("exponential_smoothing_predict.csv", name + "_lower"), Fixtures.Column("exponential_smoothing_predict.csv", name + "_upper"));
        var states = Fixtures.Column("exponential_smoothing_states.csv", name + "_l");
        var first = Array.FindIndex(lower, double.IsFinite);
        var form = new EtsForm(EtsPart.Additive, trend ? EtsPart.Additive : EtsPart.None, damped, seasonal ? EtsPart.Additive : EtsPart.None);
        double Last(string state) => Fixtures.Column("exponential_smoothing_states.csv", name + state)[..states.Count(double.IsFinite)][^1];
        double[] season = seasonal ? [Last("_s4"), Last("_s3"), Last("_s2"), Last("_s1")] : [];
        var weights = new EtsWeights(given[0], double.IsNaN(given[2]) ? 0 : given[2], double.IsNaN(given[3]) ? 0 : given[3], damped ? given[4] : 1);
        var state = new EtsState(Last("_l"), trend ? Last("_b") : 0, season);

        var model = new EtsModel(form, weights, state, state, given[^4], 0, 0);
        var ahead = model.Ahead(mean.Length - first);
        var interval = ahead.Interval(0.95);

        Fixtures.Distance(ahead.Mean, mean[first..]).ShouldBeLessThan(1e-9);
        Fixtures.Distance(interval.Lower, lower[first..]).ShouldBeLessThan(1e-9);
        Fixtures.Distance(interval.Upper, upper[first..]).ShouldBeLessThan(1e-9);
    }

    [Fact]
    public void The_choice_sees_a_season_a_trend_and_neither()
    {
        var random = new Random(5);
        double[] noise = [.. Enumerable.Range(0, 120).Select(_ => Made.Gaussian(random))];
        Ets.Choose(noise.Select(value => 50 + value).ToArray(), 12).Kind.ShouldBe(new EtsForm(EtsPart.Additive, EtsPart.None, false, EtsPart.None));
        Ets.Choose(noise.Select((value, i) => 50 + value + (10 * Math.Sin(i * Math.PI / 6))).ToArray(), 12).Kind.Season.ShouldNotBe(EtsPart.None);
        Ets.Choose(noise.Select((value, i) => 50 + value + i).ToArray()).Kind.Trend.ShouldBe(EtsPart.Additive);
    }

    [Fact]
    public void A_multiplied_series_gives_multiplied_forecasts()
    {
        var values = Made.Load(seed: 6, days: 8);
        var form = new EtsForm(EtsPart.Additive, EtsPart.Additive, true, EtsPart.Additive);
        var (plain, moved) = (Ets.Fit(values, form, 24).Ahead(24), Ets.Fit([.. values.Select(value => (7 * value) + 1000)], form, 24).Ahead(24));
        Fixtures.Distance(moved.Mean, plain.Mean.Select(mean => (7 * mean) + 1000)).ShouldBeLessThan(1e-5);
        Fixtures.Distance(moved.Deviation, plain.Deviation.Select(deviation => 7 * deviation)).ShouldBeLessThan(1e-3);
    }

    [Fact]
    public void A_constant_goes_on_and_bad_values_are_named()
    {
        Ets.Choose(Enumerable.Repeat(4.0, 30).ToArray()).Ahead(3).Mean.ShouldAllBe(mean => Math.Abs(mean - 4) < 1e-6);
        Should.Throw<ArgumentException>(() => Ets.Choose([1, 2, 3])).Message.ShouldStartWith("3 values; exponential smoothing is fitted to 8 or more.");
        Should.Throw<ArgumentException>(() => Ets.Fit([1, 2, 3, 4, 5, -6, 7, 8], new(EtsPart.Multiplicative, EtsPart.None, false, EtsPart.None))).Message.ShouldStartWith("ETS(M,N,N) is for values over 0; one is -6.");
    }

    // By damping and letters; what R could not fit is empty.
    static IEnumerable<(EtsForm Form, JsonElement Given)> Given()
    {
        using var all = JsonDocument.Parse(File.ReadAllText(Fixtures.PathOf("fit_ets_results.json")));
        foreach (var damped in all.RootElement.EnumerateObject())
        {
            foreach (var model in damped.Value.EnumerateObject())
            {
                if (model.Value.ValueKind != JsonValueKind.Object || !model.Value.TryGetProperty("states", out _)) continue;
                var trend = Part(model.Name[1]);
                yield return (new(Part(model.Name[0]), trend, damped.Name == "TRUE" && trend != EtsPart.None, Part(model.Name[2])), model.Value.Clone());
            }
        }
    }

    static EtsPart Part(char letter) => letter switch { 'A' => EtsPart.Additive, 'M' => EtsPart.Multiplicative, _ => EtsPart.None };

    static EtsWeights Weights(JsonElement given)
    {
        double Of(string name, double otherwise) => given.GetProperty(name)[0] is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : otherwise;
        return new(Of("alpha", 0), Of("beta", 0), Of("gamma", 0), Of("phi", 1));
    }

    // Their seasons run backwards: that of the first value comes last.
    static EtsState Start(EtsForm form, double[] initial)
    {
        var taken = form.Trend == EtsPart.None ? 1 : 2;
        return new(initial[0], taken == 2 ? initial[1] : 0, form.Season == EtsPart.None ? [] : [.. initial[taken..].Reverse()]);
    }
}
