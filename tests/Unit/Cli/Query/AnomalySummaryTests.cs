using System.Text.Json;
using Plumbline.Cli.Query;
using Plumbline.Plant;
using Plumbline.Reports.AnomalyCharts;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Cli.Query;

public sealed class AnomalySummaryTests
{
    static readonly DateTime Today = new(2024, 11, 30, 8, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Anomalies_are_counted_by_status_sensor_site_and_pump()
    {
        var summary = Of(new(),
            Item(4, "2024-11-20T10:00:00Z", site: 1, pump: 1, sensor: 101, context: """{"status":"Critical","all_deviations":{"flow":15.0,"head":-31.5,"note":"x"}}"""),
            Item(3, "2024-11-19T10:00:00Z", site: 2, pump: 1, sensor: 102, context: "\"{\\\"status\\\":\\\"warning\\\",\\\"all_deviations\\\":{\\\"power\\\":8}}\""),
            Item(2, "2024-11-18T10:00:00Z", site: 1, pump: 1, sensor: 101, context: """{"status":"Sideways"}"""),
            Item(1, "2024-11-17T10:00:00Z", site: null, pump: null, sensor: null, context: "null"));

        summary.ByStatus.Select(entry => (entry.Key, entry.Value)).ShouldBe([(PumpStatus.Critical, 1), (PumpStatus.Warning, 1), (PumpStatus.Unknown, 2)]);
        summary.BySensor.ShouldBe([(101, 2), (102, 1), (null, 1)]);
        summary.BySite.ShouldBe([(1, 2), (2, 1), (null, 1)]);
        // The same number at two sites is two pumps.
        summary.Tallies.Select(tally => (tally.Pump, tally.Count)).ShouldBe([("Pump 1, site 1", 2), ("Pump 1, site 2", 1), ("No pump, no site", 1)]);
        summary.Tallies[0].Worst.ShouldBe(new WorstDeviation("head", -31.5));
        summary.Tallies[1].Worst.ShouldBe(new WorstDeviation("power", 8));
        summary.Selection.Days.ShouldBe(new DaySpan(new(2024, 11, 17), new(2024, 11, 20)));
    }

    [Theory]
    [InlineData("2024-11-01", "2024-11-30", false, "2024-11-01", "2024-11-30")]
    [InlineData("2024-11-01", null, false, "2024-11-01", "2024-11-30")]
    [InlineData(null, "2024-11-25", false, "2024-11-17", "2024-11-25")]
    [InlineData(null, null, false, "2024-11-17", "2024-11-20")]
    [InlineData("2024-11-01", "2024-11-30", true, "2024-11-17", "2024-11-30")]
    public void The_days_are_those_asked_for_and_of_a_cut_list_those_that_are_known(string? start, string? end, bool isCut, string first, string last)
    {
        var filter = new AnomalyFilter { Start = Day(start), End = Day(end) };
        var items = new[] { Item(2, "2024-11-20T10:00:00Z"), Item(1, "2024-11-17T10:00:00Z") };

        var summary = new AnomalySummary(new([.. items], isCut ? 99 : 2), filter, Today);

        summary.Selection.Days.ShouldBe(new DaySpan(DateOnly.Parse(first), DateOnly.Parse(last)));
    }

    [Fact]
    public void Without_anomalies_there_are_still_days()
    {
        Of(new() { Start = Day("2024-11-28") }).Selection.Days.Count.ShouldBe(3);
        Of(new()).Selection.Days.ShouldBe(new DaySpan(new(2024, 11, 30), new(2024, 11, 30)));
        // From a day to come on: a day at least.
        Of(new() { Start = Day("2024-12-24") }).Selection.Days.Count.ShouldBeGreaterThan(0);
        PrintedSummary.Nothing(new() { PumpId = 9, Start = Day("2024-11-28"), State = HandlingState.Open }).ShouldBe("No anomalies (pump 9, open) from 2024-11-28 00:00 UTC.");
        PrintedSummary.Nothing(new()).ShouldBe("No anomalies.");
    }

    [Fact]
    public void Json_has_the_summary_and_the_items_as_they_came()
    {
        var item = Item(4, "2024-11-20T10:00:00Z", site: 1, pump: 7, sensor: 101, context: """{"status":"Critical","all_deviations":{"flow":15.0},"more":[1.50,"ø"]}""");
        using var stream = new MemoryStream();

        SummaryJson.Write(new(new([item], 12), new(), Today), stream);

        using var json = JsonDocument.Parse(stream.ToArray());
        var root = json.RootElement;
        (root.GetProperty("total").GetInt32(), root.GetProperty("fetched").GetInt32(), root.GetProperty("complete").GetBoolean()).ShouldBe((12, 1, false));
        root.GetProperty("byStatus").GetProperty("Critical").GetInt32().ShouldBe(1);
        var pump = root.GetProperty("byPump")[0];
        (pump.GetProperty("pumpId").GetInt32(), pump.GetProperty("worstDeviation").GetProperty("percent").GetDouble(), pump.GetProperty("lastSeen").GetString()).ShouldBe((7, 15.0, "2024-11-20T10:00:00Z"));
        JsonElement.DeepEquals(root.GetProperty("items")[0], item.Json).ShouldBeTrue();
    }

    static AnomalySummary Of(AnomalyFilter filter, params AnomalyItem[] items) => new(new(items, items.Length), filter, Today);

    static DateTime? Day(string? text) => text is null ? null : DateTime.SpecifyKind(DateTime.Parse(text), DateTimeKind.Utc);

    static AnomalyItem Item(int id, string time, int? site = 1, int? pump = 1, int? sensor = 101, string context = "null")
    {
        var text = (int? number) => number is { } some ? $"{some}" : "null";
        using var json = JsonDocument.Parse($$"""{"id":{{id}},"timestamp":"{{time}}","siteId":{{text(site)}},"pumpId":{{text(pump)}},"sensorId":{{text(sensor)}},"additionalContext":{{context}}}""");
        return AnomalyItem.Read(json.RootElement.Clone())!;
    }
}
