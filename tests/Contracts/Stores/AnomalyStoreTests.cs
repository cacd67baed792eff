using Plumbline.Central.AnomalyReports;
using Plumbline.Central.Storage;
using Plumbline.Plant;
using Plumbline.Stores;
using Shouldly;
using Xunit;

namespace Plumbline.Contracts.Tests.Stores;

public sealed class AnomalyStoreTests
{
    public static TheoryData<string> Kinds => TestStore.Kinds;

    [Theory, MemberData(nameof(Kinds))]
    public async Task Report_comes_back_as_it_was_given(string kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var table = new AnomalyTable(store.Database);
        var full = Sample.Report(at: Sample.Noon.AddMicroseconds(123456)) with { CameraId = 7, LogId = (1L << 53) - 1, Description = "Größe 水 '; drop table sites; --", LogValue = 0.1 + 0.2 };
        var bare = new AnomalyReport { SourceType = "vision", Description = "x", Timestamp = Sample.Noon };

        foreach (var report in new[] { full, bare })
        {
            var submission = await table.SubmitAsync(report, Sample.Receipt());
            submission.Outcome.ShouldBe(SubmissionOutcome.Stored);
            submission.Anomaly.Report.ShouldBe(report);
            (await table.FindAsync(submission.Anomaly.Id, default)).ShouldBe(submission.Anomaly);
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Everything_is_there_after_a_restart(string kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var first = await new AnomalyTable(store.Database).SubmitAsync(Sample.Report(), Sample.Receipt("key"));

        await store.ReopenAsync();
        await store.Database.MigrateAsync();

        var table = new AnomalyTable(store.Database);
        (await table.FindAsync(first.Anomaly.Id, default)).ShouldBe(first.Anomaly);
        (await table.SubmitAsync(Sample.Report(), Sample.Receipt("key"))).Outcome.ShouldBe(SubmissionOutcome.Repeated);
        (await table.ListAsync(new AnomalyFilter(), new PageOfAnomalies(0, 10, IsDescending: true), default)).Total.ShouldBe(1);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Same_key_of_same_token_is_stored_once(string kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var table = new AnomalyTable(store.Database);
        var first = await table.SubmitAsync(Sample.Report(), Sample.Receipt("key"));

        var again = await table.SubmitAsync(Sample.Report(), Sample.Receipt("key"));
        var differs = await table.SubmitAsync(Sample.Report(pump: 2), Sample.Receipt("key", body: "another"));
        var ofAnother = await table.SubmitAsync(Sample.Report(), Sample.Receipt("key", token: 2));

        again.ShouldBe(new Submission(SubmissionOutcome.Repeated, first.Anomaly));
        differs.ShouldBe(new Submission(SubmissionOutcome.Differs, first.Anomaly));
        ofAnother.Outcome.ShouldBe(SubmissionOutcome.Stored);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Without_a_key_every_report_is_an_event_of_its_own(string kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var table = new AnomalyTable(store.Database);
        for (var i = 0; i < 3; i++) (await table.SubmitAsync(Sample.Report(), Sample.Receipt())).Outcome.ShouldBe(SubmissionOutcome.Stored);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Duplicates_at_once_from_two_processes_store_one(string kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        await using var other = store.Open();
        AnomalyTable[] tables = [new(store.Database), new(other)];

        var submissions = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(() => tables[i % 2].SubmitAsync(Sample.Report(), Sample.Receipt("key")))));

        submissions.Count(s => s.Outcome == SubmissionOutcome.Stored).ShouldBe(1);
        submissions.Select(s => s.Anomaly.Id).Distinct().Count().ShouldBe(1);
        (await tables[0].ListAsync(new AnomalyFilter(), new PageOfAnomalies(0, 10, IsDescending: true), default)).Total.ShouldBe(1);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_write_that_fails_does_not_take_its_neighbours_with_it(string kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var table = new AnomalyTable(store.Database);
        var impossible = Sample.Report() with { Description = null! };

        var good = Enumerable.Range(0, 20).Select(i => table.SubmitAsync(Sample.Report(pump: i), Sample.Receipt())).ToList();
        var bad = table.SubmitAsync(impossible, Sample.Receipt());
        good.AddRange(Enumerable.Range(20, 20).Select(i => table.SubmitAsync(Sample.Report(pump: i), Sample.Receipt())));

        await Should.ThrowAsync<System.Data.Common.DbException>(bad);
        await Task.WhenAll(good);
        (await table.ListAsync(new AnomalyFilter(), new PageOfAnomalies(0, 10, IsDescending: true), default)).Total.ShouldBe(40);
    }

    public static TheoryData<string, int> WaysToAPage => new(TestStore.Kinds.SelectMany(kind => new[] { 10, 2_000 }.Select(mostSkipped => ((string)kind, mostSkipped))));

    [Theory, MemberData(nameof(WaysToAPage))]
    public async Task Lists_and_totals_agree_with_a_plain_search(string kind, int mostSkipped)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var table = new AnomalyTable(store.Database, mostSkipped);
        var random = new Random(7);
        PumpStatus?[] statuses = [PumpStatus.Warning, PumpStatus.Critical, PumpStatus.Failure, null];
        var all = new List<Anomaly>();
        var submissions = Enumerable.Range(0, 400).Select(_ => Sample.Report(
            random.Next(3), random.Next(3),
            // Many on the same moment, some exactly at midnight, over a good hundred days: several blocks, days and parts of days.
            Sample.Noon.AddHours(12 * random.Next(200)).AddMinutes(random.Next(2) * 7), statuses[random.Next(4)])).ToList();
        foreach (var report in submissions) all.Add((await table.SubmitAsync(report with { SensorId = random.Next(2) }, Sample.Receipt())).Anomaly);
        for (var i = 0; i < all.Count; i += 3)
        {
            var to = i % 2 == 0 ? AnomalyState.Acknowledged : AnomalyState.Resolved;
            all[i] = (await table.AdvanceAsync(all[i].Id, to, new Handling(Sample.Noon, "operator", "seen")))!.Anomaly;
        }

        for (var round = 0; round < 150; round++)
        {
            var filter = RandomFilter(random, statuses);
            var page = new PageOfAnomalies(random.Next(random.Next(2) == 0 ? 60 : 420), random.Next(1, 40), random.Next(2) == 0);
            var matching = all.Where(a => Matches(a, filter)).OrderBy(a => a.Report.Timestamp).ThenBy(a => a.Id).ToList();
            if (page.IsDescending) matching.Reverse();

            var answer = await table.ListAsync(filter, page, default);

            answer.Total.ShouldBe(matching.Count, filter.ToString());
            answer.Items.ShouldBe(matching.Skip((int)page.Skip).Take(page.Take), filter.ToString());
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Pages_hold_each_anomaly_once_while_newer_ones_come_in(string kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var table = new AnomalyTable(store.Database);
        for (var i = 0; i < 60; i++) await table.SubmitAsync(Sample.Report(at: Sample.Noon.AddSeconds(i / 4)), Sample.Receipt());

        var seen = new List<long>();
        for (var page = 0; page < 6; page++)
        {
            var answer = await table.ListAsync(new AnomalyFilter { End = Sample.Noon.AddMinutes(1) }, new PageOfAnomalies(page * 10, 10, IsDescending: true), default);
            seen.AddRange(answer.Items.Select(a => a.Id));
            await table.SubmitAsync(Sample.Report(at: Sample.Noon.AddHours(1 + page)), Sample.Receipt());
        }

        seen.Count.ShouldBe(60);
        seen.Distinct().Count().ShouldBe(60);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Sites_pumps_and_sensors_are_registered_as_they_are_named(string kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var table = new AnomalyTable(store.Database);
        await table.SubmitAsync(Sample.Report(site: 5, pump: 1), Sample.Receipt());
        await table.SubmitAsync(Sample.Report(site: 5, pump: 1), Sample.Receipt());
        await table.SubmitAsync(Sample.Report(site: 5, pump: 2) with { SensorId = null }, Sample.Receipt());
        await table.SubmitAsync(Sample.Report(site: 6) with { PumpId = null }, Sample.Receipt());

        (await CountAsync("sites")).ShouldBe(2);
        (await CountAsync("pumps")).ShouldBe(2);
        (await CountAsync("sensors")).ShouldBe(2);

        async Task<long> CountAsync(string name) => await store.Database.ReadAsync(async c => (long)(await c.OneAsync($"select count(*) from {name}"))!, default);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Handling_is_kept_and_an_unknown_id_is_said_to_be_unknown(string kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var table = new AnomalyTable(store.Database);
        var id = (await table.SubmitAsync(Sample.Report(), Sample.Receipt())).Anomaly.Id;
        var seen = new Handling(Sample.Noon.AddHours(1), "operator", "bearing ordered");
        var done = new Handling(Sample.Noon.AddHours(2), "fitter", Note: null);

        await table.AdvanceAsync(id, AnomalyState.Acknowledged, seen);
        await table.AdvanceAsync(id, AnomalyState.Resolved, done);

        var anomaly = (await table.FindAsync(id, default))!;
        anomaly.State.ShouldBe(AnomalyState.Resolved);
        anomaly.Acknowledgement.ShouldBe(seen);
        anomaly.Resolution.ShouldBe(done);
        (await table.AdvanceAsync(id + 1, AnomalyState.Resolved, done)).ShouldBeNull();
        (await table.FindAsync(id + 1, default)).ShouldBeNull();
    }

    static AnomalyFilter RandomFilter(Random random, PumpStatus?[] statuses)
    {
        DateTime? Moment() => random.Next(2) == 0 ? null : Sample.Noon.AddHours(12 * random.Next(-20, 220)).AddMinutes(random.Next(2) * 7);
        var (start, end) = (Moment(), Moment());
        if (start > end) (start, end) = (end, start);
        return new AnomalyFilter
        {
            SiteIds = random.Next(4) switch { 0 => [random.Next(3)], 1 => [0, 2], 2 => random.Next(5) == 0 ? [] : null, _ => null },
            PumpId = random.Next(3) == 0 ? random.Next(3) : null,
            SensorId = random.Next(6) == 0 ? random.Next(2) : null,
            CameraId = random.Next(20) == 0 ? 3 : null,
            Start = start,
            End = end,
            Status = random.Next(4) == 0 ? statuses[random.Next(3)] : null,
            State = random.Next(4) == 0 ? (AnomalyState)random.Next(3) : null,
        };
    }

    static bool Matches(Anomaly anomaly, AnomalyFilter filter)
    {
        var report = anomaly.Report;
        return (filter.SiteIds is null || filter.SiteIds.Contains(report.SiteId!.Value))
            && (filter.PumpId is null || filter.PumpId == report.PumpId)
            && (filter.SensorId is null || filter.SensorId == report.SensorId)
            && (filter.CameraId is null || filter.CameraId == report.CameraId)
            && !(report.Timestamp < filter.Start) && !(report.Timestamp > filter.End)
            && (filter.Status is null || filter.Status == report.Status)
            && (filter.State is null || filter.State == anomaly.State);
    }
}
