using Plumbline.Stores;
using Shouldly;
using Xunit;

namespace Plumbline.EndToEnd.Tests.PumpToCentre;

/// <summary>From a fleet that ran to failure to what people are shown at the centre, in the processes that do it in earnest.</summary>
public sealed class PumpToCentreTests
{
    // The rows between which a device is run; hour by hour where the pump begins to leave its tolerances and where it gets worse (from the row on, how many hours).
    static readonly (int From, int Hours)[] HourByHour = [(1440, 36), (1668, 12)];
    const int OtherwiseRows = 60;

    // The fleet and its model are the same for both stores.
    static readonly Lazy<PackedPump> Shared = new(() =>
    {
        var pump = new PackedPump(seed: 3);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => pump.Dispose();
        return pump;
    });

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task What_the_device_reported_hour_by_hour_is_what_the_centre_shows(string store)
    {
        var pump = Shared.Value;
        pump.Training.ShouldContain("The model has skill");
        pump.CardR2.ShouldBeGreaterThan(0.7);
        using var scratch = new Scratch();
        await using var centre = await Centre.StartAsync(scratch.Path, store == "postgres" ? await PrivatePostgres.NewDatabaseAsync() : null);
        var device = new Device(pump, scratch["device"], centre.ApiUrl, centre.Token);
        PackedPump.PackedR2(device.Folder).ShouldBe(pump.CardR2);

        while (device.Unfed > 0)
        {
            device.Feed(RowsAfter(device.Fed));
            var run = device.Run();
            run.ExitCode.ShouldBe(0, run.Errors);
            run.Errors.ShouldBeEmpty();
        }

        var log = device.Log();
        log.Count.ShouldBe(pump.Rows.Count);
        device.Waiting.ShouldBe(0);
        var items = centre.Query();
        items.Select(Anomaly.Read).OrderBy(anomaly => anomaly.Time).ShouldBe(log.Select(row => row.Reported).OfType<Anomaly>());
        items.ShouldAllBe(item => item["siteId"]!.GetValue<int>() == 1 && item["pumpId"]!.GetValue<int>() == 2);
        AssertRules(log, [.. items.Select(Anomaly.Read)]);
    }

    [Fact]
    public void A_limit_on_the_size_of_files_is_told_as_a_full_disk_is_and_loses_nothing()
    {
        using var scratch = new Scratch();
        var device = new Device(Shared.Value, scratch["device"], apiUrl: "", token: "");
        device.Feed(100);

        // What the runtime itself writes of programs that it compiles must not count.
        string[] limited = ["-c", "trap '' XFSZ; ulimit -f 1; export DOTNET_EnableWriteXorExecute=0; exec \"$@\"", "sh", device.Program, .. device.Arguments];
        var run = Plumb.Start(device.Folder, "sh", limited, device.Environment);

        run.ExitCode.ShouldBe(1);
        run.Errors.ShouldContain("cannot be written");
        run.Errors.ShouldNotContain("internal error");
        device.Run().ExitCode.ShouldBe(0);
        device.Log().Count.ShouldBe(100);
    }

    // What the centre shows is what the rules demand, and every rule had its say.
    static void AssertRules(IReadOnlyList<LoggedRow> log, IReadOnlyList<Anomaly> shown)
    {
        var rulings = new ReportingRules(log, Device.Debounce).Rulings();
        var ofParameters = shown.Where(anomaly => anomaly.Told != "prediction").ToDictionary(anomaly => anomaly.Time);
        foreach (var (row, ruling) in rulings) ofParameters.ContainsKey(row.Time).ShouldBe(ruling != Ruling.Held, $"{row.Time:u} {row.Status} {string.Join(' ', row.Violated)}: {ruling}");
        ofParameters.Keys.ShouldBeSubsetOf(rulings.Select(ruling => ruling.Row.Time));
        foreach (var ruling in Enum.GetValues<Ruling>()) rulings.ShouldContain(entry => entry.Ruling == ruling, $"nothing was {ruling}");

        // The early warning: of a pump that has a week to live, as the model sees it, and not at every reading.
        var warned = log.Where(row => row.Told.Contains("prediction")).ToList();
        warned.ShouldNotBeEmpty();
        warned.ShouldAllBe(row => row.RulDays < 7);
        warned.Zip(warned.Skip(1)).ShouldAllBe(pair => pair.Second.Time - pair.First.Time >= Device.Debounce);
    }

    static int RowsAfter(int fed)
    {
        foreach (var (from, hours) in HourByHour)
        {
            if (fed < from) return Math.Min(from - fed, from == HourByHour[0].From ? from : OtherwiseRows);
            if (fed < from + hours) return 1;
        }
        return OtherwiseRows;
    }
}
