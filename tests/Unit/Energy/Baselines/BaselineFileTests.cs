using System.Text;
using Plumbline.Energy.Baselines;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Energy.Baselines;

public sealed class BaselineFileTests
{
    static readonly EnergyBaseline Baseline = BaselineTraining.Train(SyntheticHours.Make(24 * 7 * 12, rho: 0.5), new() { Drivers = [Driver.ProductionCount, Driver.HeatingDegreeHours, Driver.HourOfWeek] }).Baseline!;

    [Fact]
    public void Baseline_comes_back_to_the_last_bit()
    {
        var file = BaselineFile.Read(Text(), "press.json");
        var hours = SyntheticHours.Make(500, seed: 3, firstHour: 9000);

        file.Machine.ShouldBe("press");
        file.Baseline.Predict(hours).ShouldBe(Baseline.Predict(hours));
        var (kept, first) = (EnergyDeviation.Of(file.Baseline, hours).Deviation!, EnergyDeviation.Of(Baseline, hours).Deviation!);
        kept.Uncertainty.ShouldBe(first.Uncertainty);
        file.Baseline.Terms.ShouldBe(Baseline.Terms);
        file.Baseline.TrainingPeriod.ShouldBe(Baseline.TrainingPeriod);
        file.Baseline.Warnings.ShouldBe(Baseline.Warnings);
    }

    [Theory]
    [InlineData("", "is no energy baseline")]
    [InlineData("[]", "is no energy baseline")]
    [InlineData("null", "its format is not 'plumbline-energy-baseline'")]
    [InlineData("{\"format\":\"else\"}", "is no energy baseline")]
    public void File_of_another_kind_is_refused(string text, string sentence) =>
        Should.Throw<InvalidDataException>(() => BaselineFile.Read(Encoding.UTF8.GetBytes(text), "x.json")).Message.ShouldContain(sentence);

    [Theory]
    [InlineData("\"version\": 1", "\"version\": 2", "has version 2 of the format")]
    [InlineData("\"has_hour_of_week\": true", "\"has_hour_of_week\": false", "it should have 1 groups")]
    [InlineData("\"name\": \"total_production_count\"", "\"name\": \"moon_phase\"", "a driver is unknown")]
    [InlineData("\"time_zone\": \"UTC\"", "\"time_zone\": \"Mars\"", "time zone 'Mars' is not known")]
    [InlineData("\"counts\": [\n        12", "\"counts\": [\n        -12", "a count is impossible")]
    public void File_whose_parts_do_not_fit_is_refused(string found, string replacement, string sentence)
    {
        var text = Encoding.UTF8.GetString(Text()).ReplaceLineEndings("\n");
        text.ShouldContain(found);
        Should.Throw<InvalidDataException>(() => BaselineFile.Read(Encoding.UTF8.GetBytes(text.Replace(found, replacement)), "press.json")).Message.ShouldContain(sentence);
    }

    [Fact]
    public void File_cut_anywhere_is_an_error_and_never_something_else()
    {
        var text = Text();
        for (var length = 0; length < text.Length; length += 997) Should.Throw<InvalidDataException>(() => BaselineFile.Read(text.AsSpan(0, length), "press.json"));
    }

    static byte[] Text()
    {
        using var stream = new MemoryStream();
        new BaselineFile("press", Baseline).Write(stream);
        return stream.ToArray();
    }
}
