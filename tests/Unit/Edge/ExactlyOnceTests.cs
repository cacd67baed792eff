using FsCheck;
using FsCheck.Fluent;
using Plumbline.Edge;
using Plumbline.Edge.Configuration;
using Plumbline.Edge.Memory;
using Plumbline.Pumps.Prognosis;
using Plumbline.Simulation;
using Plumbline.Unit.Tests.Edge.Delivery;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Edge;

/// <summary>However the rows are cut into runs, and wherever a run ends, the same reports come of it.</summary>
public sealed class ExactlyOnceTests
{
    static readonly Lazy<(SimulatedPump Pump, string[] Rows)> Noisy = new(() =>
    {
        var pump = PumpSimulation.Run(PumpScenarios.Apply(PumpScenario.SensorFault, new PumpSimulationOptions { Seed = 3, Length = TimeSpan.FromDays(12), Interval = TimeSpan.FromMinutes(40), Noise = 4 }));
        return (pump, EdgeDevice.RowsOf(pump));
    });

    [Fact]
    public void Any_cut_of_the_data_into_runs_gives_the_same() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(12).WithReplay(new Replay(new Rnd(5UL, 7UL), null)),
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), lengths =>
        {
            using var one = NewDevice();
            using var many = NewDevice();
            Feed(one, Noisy.Value.Rows);
            var at = 0;
            foreach (var length in lengths)
            {
                var end = Math.Min(at + 1 + (length % 60), Noisy.Value.Rows.Length);
                // Each file goes back a little: what was judged is left alone.
                Feed(many, Noisy.Value.Rows[Math.Max(0, at - (length % 5))..end]);
                at = end;
            }
            Feed(many, Noisy.Value.Rows);
            return one.Outbox.Length > 1000 && many.Outbox == one.Outbox && many.ResultsText == one.ResultsText;
        }));

    [Theory]
    [InlineData((int)RunStep.Promised)]
    [InlineData((int)RunStep.Logged)]
    [InlineData((int)RunStep.Committed)]
    [InlineData((int)RunStep.Sent)]
    [InlineData((int)RunStep.Told)]
    public async Task Run_that_is_killed_after_any_step_is_gone_through_again(int step)
    {
        using var whole = new LoopbackCentre(Reaction.Stored);
        using var broken = new LoopbackCentre(Reaction.Stored);
        using var calm = NewDevice(whole);
        using var killed = NewDevice(broken);
        var rows = Noisy.Value.Rows;
        for (var end = 50; end <= rows.Length; end += 50)
        {
            calm.Write(rows[..end]);
            await calm.RunAsync();
            killed.Write(rows[..end]);
            await Should.ThrowAsync<KilledException>(() => killed.RunAsync(reached: done => { if (done == (RunStep)step) throw new KilledException(); }));
            if (end % 100 == 0) await killed.RunAsync();
        }
        await killed.RunAsync();

        whole.Requests.Count.ShouldBeGreaterThan(20);
        Distinct(broken).ShouldBe(Distinct(whole));
        // What was sent twice was the same twice.
        broken.Requests.GroupBy(request => request.Key).ShouldAllBe(same => same.Select(request => request.Text).Distinct().Count() == 1);
        killed.ResultsText.ShouldBe(calm.ResultsText);
        killed.Outbox.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("garbage")]
    [InlineData("plumb-edge state 1 99 0000000000000000000000000000000000000000000000000000000000000000\n{}")]
    public async Task Damaged_generation_gives_way_to_the_other(string content)
    {
        using var centre = new LoopbackCentre(Reaction.Stored);
        using var device = NewDevice(centre);
        using var calm = NewDevice();
        Feed(calm, Noisy.Value.Rows);
        for (var end = 60; end <= Noisy.Value.Rows.Length; end += 60)
        {
            device.Write(Noisy.Value.Rows[..end]);
            await device.RunAsync();
            File.WriteAllText(Newest(device), content);
        }
        device.Write(Noisy.Value.Rows);
        await device.RunAsync();

        Distinct(centre).ShouldBe(Keys(calm));
        device.ResultsText.ShouldBe(calm.ResultsText);
        device.Remarks.ShouldContain(remark => remark.Contains("damaged: the other generation is used", StringComparison.Ordinal));
    }

    [Fact]
    public async Task State_older_than_what_was_sent_is_judged_anew_to_the_same_bytes()
    {
        using var centre = new LoopbackCentre(Reaction.Stored);
        using var device = NewDevice(centre);
        using var calm = NewDevice();
        Feed(calm, Noisy.Value.Rows);
        for (var end = 90; end <= Noisy.Value.Rows.Length; end += 90)
        {
            device.Write(Noisy.Value.Rows[..end]);
            await device.RunAsync();
            // The later state goes, and the log that could tell of it.
            File.WriteAllText(Newest(device), "gone");
            Directory.Delete(Path.Combine(device.Home, "results"), recursive: true);
        }
        device.Write(Noisy.Value.Rows);
        await device.RunAsync();

        centre.Requests.Count.ShouldBeGreaterThan(Distinct(centre).Count);
        centre.Requests.GroupBy(request => request.Key).ShouldAllBe(same => same.Select(request => request.Text).Distinct().Count() == 1);
        Distinct(centre).ShouldBe(Keys(calm));
    }

    [Fact]
    public async Task State_that_is_lost_is_rebuilt_from_the_results_log()
    {
        using var centre = new LoopbackCentre(Reaction.Stored);
        using var device = NewDevice(centre);
        using var calm = NewDevice();
        Feed(calm, Noisy.Value.Rows);
        for (var end = 60; end <= Noisy.Value.Rows.Length; end += 60)
        {
            device.Write(Noisy.Value.Rows[..end]);
            (await device.RunAsync()).Judged.ShouldBe(60);
            Directory.Delete(Path.Combine(device.Home, StateFiles.FolderName), recursive: true);
        }
        device.Write(Noisy.Value.Rows);
        await device.RunAsync();

        centre.Requests.Count.ShouldBe(Distinct(centre).Count);
        Distinct(centre).ShouldBe(Keys(calm));
        device.ResultsText.ShouldBe(calm.ResultsText);
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    public async Task State_that_is_lost_with_parts_of_the_log_is_judged_from_the_same_history(int seed)
    {
        using var centre = new LoopbackCentre(Reaction.Stored);
        using var device = NewDevice(centre, UnpackedArtifact.Model);
        using var calm = NewDevice(model: UnpackedArtifact.Model);
        Feed(calm, Noisy.Value.Rows);
        var expected = Bodies(calm);
        var random = new Random(seed);
        for (var end = 60; end <= Noisy.Value.Rows.Length; end += 30)
        {
            device.Write(Noisy.Value.Rows[..end]);
            await device.RunAsync();
            if (random.Next(2) == 0) Directory.Delete(Path.Combine(device.Home, StateFiles.FolderName), recursive: true);
            DamageLog(device, random);
        }
        device.Write(Noisy.Value.Rows);
        await device.RunAsync();

        expected.Values.Count(body => !body.Contains("\"prediction_rul_days\":null", StringComparison.Ordinal)).ShouldBeGreaterThan(10);
        device.Remarks.ShouldContain(remark => remark.Contains("that the results log lacks were judged again", StringComparison.Ordinal));
        centre.Requests.Select(request => request.Key).Distinct().Order(StringComparer.Ordinal).ShouldBe(expected.Keys.Order(StringComparer.Ordinal));
        centre.Requests.ShouldAllBe(request => request.Text == expected[request.Key]);
        device.Outbox.ShouldBeEmpty();
    }

    [Fact]
    public async Task Rows_that_were_too_old_to_be_told_are_not_told_of_after_a_kill()
    {
        // Three weeks come in at once, two batches; an alarm has stood for two of them. The log keeps eight days, which begin within the first batch.
        string[] rows = [.. Enumerable.Range(0, 3000).Select(row => EdgeDevice.Row(10 * row, flowGpm: row < 1000 ? 500 : 600))];
        var (calm, killed) = (LateDevice(), LateDevice());
        using (calm)
        using (killed)
        {
            Feed(calm, rows);
            killed.Write(rows);
            await Should.ThrowAsync<KilledException>(() => killed.RunAsync(reached: done => { if (done == RunStep.Logged) throw new KilledException(); }));
            await killed.RunAsync();

            calm.Outbox.ShouldNotBeEmpty();
            killed.Outbox.ShouldBe(calm.Outbox);
            killed.ResultsText.ShouldBe(calm.ResultsText);
        }

        static EdgeDevice LateDevice()
        {
            var device = new EdgeDevice(EdgeDevice.Well);
            device.Config = device.Config with
            {
                Reporting = new() { MaxAge = TimeSpan.FromHours(24), Trigger = ReportTrigger.Alarm },
                Inference = device.Config.Inference with { ResultsRetention = TimeSpan.FromDays(8) },
            };
            return device;
        }
    }

    [Fact]
    public async Task History_that_is_nowhere_any_more_is_told()
    {
        using var device = NewDevice();
        device.Config = device.Config with { Reporting = device.Config.Reporting with { Enabled = false } };
        Feed(device, Noisy.Value.Rows[..100]);
        Directory.Delete(Path.Combine(device.Home, "results"), recursive: true);
        Feed(device, Noisy.Value.Rows[100..150]);
        Directory.Delete(Path.Combine(device.Home, StateFiles.FolderName), recursive: true);
        device.Remarks.Clear();

        (await device.FeedAsync(Noisy.Value.Rows[90..160])).Judged.ShouldBe(10);
        Directory.Delete(Path.Combine(device.Home, StateFiles.FolderName), recursive: true);
        (await device.FeedAsync(Noisy.Value.Rows[150..170])).Judged.ShouldBe(10);

        device.Remarks.Count.ShouldBe(2);
        device.Remarks[0].ShouldBe("10 readings that the results log lacks were judged again, to know the history.");
        device.Remarks[1].ShouldStartWith("The results log lacks readings up to 20");
    }

    [Fact]
    public async Task With_everything_lost_it_begins_anew_and_says_so()
    {
        using var device = NewDevice();
        Feed(device, Noisy.Value.Rows);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(device.Home, StateFiles.FolderName))) File.WriteAllText(file, "garbage");
        Directory.Delete(Path.Combine(device.Home, "results"), recursive: true);
        var reports = device.Outbox;

        (await device.RunAsync()).Judged.ShouldBe(Noisy.Value.Rows.Length);

        device.Remarks.ShouldContain("There is no results log to rebuild it from: everything begins anew.");
        device.Outbox.ShouldBe(reports);
    }

    [Theory]
    [InlineData("state/state_b.bin.tmp")]
    [InlineData("results")]
    [InlineData("unsent_anomalies")]
    public async Task What_cannot_be_stored_is_judged_by_the_next_run(string obstacle)
    {
        using var device = NewDevice();
        using var calm = NewDevice();
        var rows = Noisy.Value.Rows;
        Feed(calm, rows);
        Block(device, obstacle);
        device.Write(rows);

        var failed = await device.RunAsync();

        failed.Judged.ShouldBe(0);
        failed.Trouble.ShouldNotBeNull().ShouldContain(obstacle.Replace(".tmp", "", StringComparison.Ordinal));
        Directory.Exists(Path.Combine(device.Home, StateFiles.FolderName)).ShouldBe(obstacle.StartsWith("state", StringComparison.Ordinal));
        Unblock(device, obstacle);
        (await device.RunAsync()).Trouble.ShouldBeNull();
        device.Outbox.ShouldBe(calm.Outbox);
        device.ResultsText.ShouldBe(calm.ResultsText);
    }

    [Fact]
    public async Task What_is_not_committed_is_not_sent()
    {
        using var centre = new LoopbackCentre(Reaction.Stored);
        using var device = NewDevice(centre);
        Block(device, "state/state_b.bin.tmp");
        device.Write(Noisy.Value.Rows);

        await device.RunAsync();

        device.Outbox.ShouldNotBeEmpty();
        centre.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Results_line_that_was_cut_short_is_judged_anew()
    {
        using var device = NewDevice();
        using var calm = NewDevice();
        var rows = Noisy.Value.Rows;
        Feed(calm, rows);
        device.Write(rows);
        await Should.ThrowAsync<KilledException>(() => device.RunAsync(reached: done => { if (done == RunStep.Logged) throw new KilledException(); }));
        foreach (var later in Directory.EnumerateFiles(Path.Combine(device.Home, "results")).Order(StringComparer.Ordinal).Skip(3)) File.Delete(later);
        var last = Directory.EnumerateFiles(Path.Combine(device.Home, "results")).Order(StringComparer.Ordinal).Last();
        using (var file = File.OpenWrite(last)) file.SetLength(file.Length - 200);

        (await device.RunAsync()).Judged.ShouldBeInRange(1, rows.Length - 1);

        device.ResultsText.ShouldBe(calm.ResultsText);
        device.Outbox.ShouldBe(calm.Outbox);
    }

    static EdgeDevice NewDevice(LoopbackCentre? centre = null, RulModel? model = null) => new(EdgeDevice.PackedFor(Noisy.Value.Pump), model, centre);

    static void Feed(EdgeDevice device, string[] rows) => device.FeedAsync(rows).GetAwaiter().GetResult();

    static IReadOnlyList<string> Distinct(LoopbackCentre centre) => [.. centre.Requests.Select(request => request.Key).Distinct().Order(StringComparer.Ordinal)];

    static IReadOnlyList<string> Keys(EdgeDevice device) => [.. device.Log.Select(result => result.Key).OfType<string>().Order(StringComparer.Ordinal)];

    static Dictionary<string, string> Bodies(EdgeDevice device) => Directory.EnumerateFiles(Path.Combine(device.Home, "unsent_anomalies"))
        .ToDictionary(path => Path.GetFileNameWithoutExtension(path)[^32..], File.ReadAllText);

    // Left alone, cut, holed or gone.
    static void DamageLog(EdgeDevice device, Random random)
    {
        var log = Directory.GetFiles(Path.Combine(device.Home, "results")).Order(StringComparer.Ordinal).ToArray();
        switch (random.Next(4))
        {
            case 0:
                using (var file = File.OpenWrite(log[^1])) file.SetLength(random.NextInt64(file.Length));
                break;
            case 1:
                File.Delete(log[random.Next(log.Length)]);
                break;
            case 2:
                Directory.Delete(Path.Combine(device.Home, "results"), recursive: true);
                break;
        }
    }

    static string Newest(EdgeDevice device) => new[] { 'a', 'b' }.Select(device.StatePath).Where(File.Exists).MaxBy(path => long.Parse(File.ReadAllText(path).Split(' ') is { Length: > 3 } words ? words[3] : "0", System.Globalization.CultureInfo.InvariantCulture))!;

    // A folder where a file should be, or the other way round: what a full disk does, whoever runs the test.
    static void Block(EdgeDevice device, string obstacle)
    {
        var path = Path.Combine(device.Home, obstacle);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (Path.HasExtension(path)) Directory.CreateDirectory(path);
        else File.WriteAllText(path, "");
    }

    static void Unblock(EdgeDevice device, string obstacle)
    {
        var path = Path.Combine(device.Home, obstacle);
        if (Directory.Exists(path)) Directory.Delete(path);
        else File.Delete(path);
    }

    sealed class KilledException : Exception;
}
