using Plumbline.Edge;
using Plumbline.Edge.Memory;
using Plumbline.Plant;
using Plumbline.Unit.Tests.Edge.Delivery;
using Shouldly;
using Xunit;
using static Plumbline.Unit.Tests.Edge.EdgeDevice;

namespace Plumbline.Unit.Tests.Edge;

/// <summary>Which rows of a file are judged, and when.</summary>
public sealed class IncomingRowsTests : IDisposable
{
    readonly EdgeDevice _device = new(Well);

    public void Dispose() => _device.Dispose();

    [Fact]
    public async Task Line_that_is_half_written_waits_for_its_end()
    {
        var rows = new[] { Row(0), Row(60) };
        var whole = string.Join('\n', [Header, .. rows]) + "\n";
        for (var length = whole.Length - rows[1].Length - 1; length < whole.Length; length++)
        {
            File.WriteAllText(_device.Csv, whole[..length]);
            (await _device.RunAsync()).Judged.ShouldBe(length == whole.Length - rows[1].Length - 1 ? 1 : 0);
        }
        _device.Remarks.ShouldContain(remark => remark.Contains("the last line has no line break", StringComparison.Ordinal));

        File.WriteAllText(_device.Csv, whole);
        (await _device.RunAsync()).Judged.ShouldBe(1);
        _device.Log.Select(result => result.Status).ShouldBe([PumpStatus.Normal, PumpStatus.Normal]);
    }

    [Fact]
    public async Task Line_without_a_break_is_taken_where_the_file_is_said_to_be_complete()
    {
        File.WriteAllText(_device.Csv, $"{Header}\n{Row(0)}");

        (await _device.RunAsync()).Judged.ShouldBe(0);
        (await _device.RunAsync(isComplete: true)).Judged.ShouldBe(1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("\r\n\r\n")]
    public async Task Header_alone_is_no_mistake(string end)
    {
        File.WriteAllText(_device.Csv, Header + end);

        var outcome = await _device.RunAsync();

        (outcome.Judged, outcome.Trouble).ShouldBe((0, null));
    }

    [Fact]
    public async Task Rows_that_come_late_again_or_in_disorder_do_no_harm()
    {
        (await _device.FeedAsync(Row(120), Row(0), Row(60))).Judged.ShouldBe(3);
        (await _device.FeedAsync(Row(120, flowGpm: 900), Row(90, flowGpm: 900), Row(180), Row(180, flowGpm: 501))).Judged.ShouldBe(1);

        _device.Log.Select(result => result.Timestamp).ShouldBe([Time(0), Time(60), Time(120), Time(180)]);
        _device.Log.ShouldAllBe(result => result.Status == PumpStatus.Normal);
        _device.Log[^1].Deviations.Flow!.Value.ShouldBe(0.2, 0.01);
    }

    [Fact]
    public async Task Rows_that_come_late_are_counted_and_told_once()
    {
        await _device.FeedAsync(Row(0), Row(60), Row(240), Row(300));
        _device.Remarks.ShouldBeEmpty();

        (await _device.FeedAsync(Row(0), Row(60), Row(120), Row(180), Row(210), Row(240), Row(300))).Judged.ShouldBe(0);
        _device.Remarks.ShouldBe(["3 readings came late, after later ones had been judged, and are left out: 2024-07-25T14:00:00Z to 2024-07-25T15:30:00Z."]);

        (await _device.FeedAsync(Row(0), Row(120), Row(180), Row(270), Row(300), Row(360))).Judged.ShouldBe(1);
        await _device.FeedAsync(Row(120), Row(270), Row(360));
        _device.Remarks.Skip(1).ShouldBe(["1 reading came late, after later ones had been judged, and is left out: 2024-07-25T16:30:00Z."]);
    }

    [Fact]
    public async Task Late_row_is_known_as_late_where_the_state_was_rebuilt()
    {
        await _device.FeedAsync(Row(0), Row(60), Row(180));
        Directory.Delete(Path.Combine(_device.Home, "state"), recursive: true);

        await _device.FeedAsync(Row(0), Row(60), Row(120), Row(180));

        _device.Remarks.ShouldBe(["1 reading came late, after later ones had been judged, and is left out: 2024-07-25T14:00:00Z."]);
    }

    [Fact]
    public async Task File_of_one_row_that_is_replaced_each_hour_is_judged_row_by_row()
    {
        for (var hour = 0; hour < 30; hour++) (await _device.FeedAsync(Row(60 * hour, flowGpm: 560 + hour))).Judged.ShouldBe(1);

        // The rule that looks at a day of rows has them.
        _device.Log.Select(result => result.Status).Distinct().ShouldBe([PumpStatus.Warning, PumpStatus.Critical]);
    }

    [Fact]
    public async Task Reading_of_the_future_waits_until_its_time_has_come()
    {
        _device.Clock.Wall = new(2026, 7, 25, 12, 0, 0, TimeSpan.Zero);
        const string Future = "2031-07-25T12:00:00Z,Well 1,900,150.1,25,74.1,86.1,1760";

        (await _device.FeedAsync(Row(0), Future)).Judged.ShouldBe(1);
        (await _device.FeedAsync(Row(60), Future)).Judged.ShouldBe(1);
        _device.Remarks.ShouldContain(remark => remark.Contains("2031-07-25T12:00:00Z", StringComparison.Ordinal));

        _device.Clock.Wall = new(2031, 7, 25, 12, 0, 0, TimeSpan.Zero);
        (await _device.FeedAsync(Row(60), Future)).Judged.ShouldBe(1);
    }

    [Theory]
    [InlineData(1970)]
    [InlineData(2020)]
    [InlineData(2024)]
    public async Task Clock_that_cannot_be_right_stops_nothing(int year)
    {
        _device.Clock.Wall = new(year, 1, 1, 0, 0, 0, TimeSpan.Zero);

        (await _device.FeedAsync(Row(0), Row(60))).Judged.ShouldBe(2);
    }

    [Fact]
    public async Task Rows_too_far_back_are_judged_and_logged_and_not_reported()
    {
        _device.Config = _device.Config with { Reporting = new() { MaxAge = TimeSpan.FromHours(24) } };

        await _device.FeedAsync(Enumerable.Range(0, 49).Select(hour => Row(60 * hour, flowGpm: 560 + (hour * 0.01))));

        var log = _device.Log;
        log.Count.ShouldBe(49);
        log.Where(result => result.Told.Count > 0).Select(result => result.Timestamp).ShouldBe(Enumerable.Range(24, 25).Select(hour => Time(60 * hour)));
        log[23].Reason.ShouldBe("more than 24 h older than the newest reading (max_age_hours)");
        log[0].Status.ShouldBe(PumpStatus.Warning);
    }

    [Fact]
    public async Task Results_hold_what_the_contract_says()
    {
        await _device.FeedAsync("2024-11-18T15:30:00Z,Well 1,575,154.8,25,81.375,80.1135,1760");

        File.ReadAllText(_device.ResultsPath).ShouldBe("""
            {
              "timestamp": "2024-11-18T15:30:00Z",
              "status": "Warning",
              "deviations": {
                "flow": 15,
                "head": 3.2000000000000077,
                "power": 8.5,
                "efficiency": -6.299999999999997
              },
              "violations": {
                "flow": {
                  "deviation": 15,
                  "threshold": 10,
                  "threshold_type": "max",
                  "mandatory": true
                },
                "efficiency": {
                  "deviation": -6.299999999999997,
                  "threshold": 0,
                  "threshold_type": "min",
                  "mandatory": false
                }
              },
              "prediction": null,
              "prediction_unavailable": "the artifact was packed without a model",
              "reported_to_api": false,
              "report_reason": "mandatory parameter exceeded; waits in the outbox to be sent",
              "model_version": "1.2.0"
            }
            """);
    }

    [Fact]
    public async Task Reported_is_what_the_centre_has()
    {
        using var centre = new LoopbackCentre(Reaction.Stored);
        using var device = new EdgeDevice(Well, centre: centre);

        await device.FeedAsync(Row(0, flowGpm: 560));

        File.ReadAllText(device.ResultsPath).ShouldContain("\"reported_to_api\": true");
        centre.Requests.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Results_are_kept_as_long_as_configured()
    {
        _device.Config = _device.Config with { Inference = _device.Config.Inference with { ResultsRetention = TimeSpan.FromDays(5) } };
        for (var day = 0; day < 20; day++) await _device.FeedAsync(Row(24 * 60 * day), Row((24 * 60 * day) + 60));

        _device.Log[0].Timestamp.ShouldBeInRange(Time(24 * 60 * 13), Time(24 * 60 * 15));
        _device.Log[^1].Timestamp.ShouldBe(Time((24 * 60 * 19) + 60));
    }

    [Fact]
    public async Task Data_folder_of_another_pump_is_refused()
    {
        await _device.FeedAsync(Row(0));
        var files = new StateFiles(Path.GetDirectoryName(_device.StatePath('a'))!);
        files.Commit(files.Load(out _)! with { PumpId = "Well 2" });

        (await Should.ThrowAsync<Plumbline.Intake.InvalidInputException>(() => _device.RunAsync())).Message.ShouldContain("it is the data folder of 'Well 2', the artifact is for 'Well 1'");
    }

    [Fact]
    public async Task History_is_judged_anew_where_the_baseline_changes()
    {
        await _device.FeedAsync(Enumerable.Range(0, 30).Select(hour => Row(60 * hour, flowGpm: 560 + (hour * 0.01))));
        _device.Log[^1].Status.ShouldBe(PumpStatus.Critical);
        var changed = Well with { Pump = Well.Pump with { Flow = Flow.FromGallonsPerMinute(560) } };
        using var moved = new EdgeDevice(changed);
        foreach (var folder in new[] { "results", "state" })
        {
            Directory.CreateDirectory(Path.Combine(moved.Home, folder));
            foreach (var file in Directory.EnumerateFiles(Path.Combine(_device.Home, folder))) File.Copy(file, Path.Combine(moved.Home, folder, Path.GetFileName(file)));
        }

        // Against the old baseline a day of violations stood behind this row.
        (await moved.FeedAsync(Row(60 * 30, flowGpm: 620))).Judged.ShouldBe(1);

        moved.Log[^1].Status.ShouldBe(PumpStatus.Warning);
        moved.Remarks.ShouldContain("The baseline or the tolerances have changed: the history is judged anew from the results log.");
    }
}
