using System.IO.Compression;
using System.Text;
using Plumbline.Bench.Speed.FitPredict;
using Plumbline.Bench.Speed.Load;
using Plumbline.Simulation;

namespace Plumbline.Bench.Speed;

/// <summary>Makes the files, lets both sides work on them in turn, and writes bench/RESULTS.md.</summary>
sealed class Contest(string root, int rounds)
{
    const string Python = "/usr/bin/python3";

    readonly string _work = Directory.CreateTempSubdirectory("plumbline-bench-").FullName;
    readonly StringBuilder _page = new();
    DateTime _failureDate;

    public async Task RunAsync(CancellationToken cancel)
    {
        try
        {
            _page.Append($"""
                # Results

                Written by `make bench`; every figure is what it printed, none is edited. {Machine.Describe()}.
                Debian's pandas, scikit-learn and matplotlib are the peers: the same files, in turn with ours, {rounds} rounds, in one run. **Ratios are what counts**: the peer's figure over ours, round by round,
                the median, and the range in brackets. Seconds are of a shared machine. Both sides are timed inside their process, after start-up and imports (ours: after the JIT), unless a row says *whole process*.

                """);
            Say("making the files");
            MakeFiles();
            await PipelineAsync(cancel);
            await ForestAsync(cancel);
            Say("isolation forest");
            _page.Append(await new IsolationContest(root, Math.Min(rounds, 3)).RunAsync(cancel));
            Say("forecasts");
            _page.Append(await new ForecastContest(root, Math.Min(rounds, 3)).RunAsync(cancel));
            await AnalyzeAsync(cancel);
            await EdgeAsync(cancel);
            await ScalingAsync(cancel);
            _page.Append(await new LoadContest(root).RunAsync());
            _page.Append(await new SeriesContest(root).RunAsync());
            File.WriteAllText(Path.Combine(root, "bench", "RESULTS.md"), _page.ToString());
            Say("wrote bench/RESULTS.md");
        }
        finally
        {
            Directory.Delete(_work, recursive: true);
        }
    }

    void MakeFiles()
    {
        foreach (var pumps in (int[])[1, 10, 100, 1000]) Simulate($"fleet{pumps}", PumpScenario.Healthy, pumps);
        _failureDate = Simulate("wear", PumpScenario.Wear, 1)[0].FailureDate!.Value;
        ForestWork.WriteTable(At("train.csv"), ForestWork.Rows, seed: 1);
        ForestWork.WriteTable(At("test.csv"), ForestWork.TestRows, seed: 2);
    }

    // Without gaps, and with timestamps that pandas reads on its fast path: an offset would cost it several times as much.
    SimulatedPump[] Simulate(string name, PumpScenario scenario, int pumps)
    {
        var simulated = Enumerable.Range(0, pumps).Select(number => PumpSimulation.Run(PumpScenarios.Apply(scenario, new PumpSimulationOptions
        {
            PumpId = $"Well {number + 1}",
            Number = number,
            Seed = 11,
            Length = TimeSpan.FromDays(365) - TimeSpan.FromHours(1),
            MissingShare = 0,
        }))).ToArray();
        using (var baselines = File.Create(At($"{name}_baseline.csv"))) PumpCsv.WriteBaselines(baselines, simulated.Select(pump => pump.Baseline));
        using var log = File.Create(At($"{name}_log.csv"));
        PumpCsv.WriteLogs(log, simulated.Select(pump => pump.Log), withOffset: false);
        return simulated;
    }

    async Task PipelineAsync(CancellationToken cancel)
    {
        Say("pipeline: 100 pumps, a year of hours");
        var warm = await new Duel(Self("pipeline", At("fleet100_baseline.csv"), At("fleet100_log.csv"), At("fleet10_log.csv")), Peer("pipeline.py", At("fleet100_baseline.csv"), At("fleet100_log.csv"))).FightAsync(rounds, cancel);
        var memory = await new Duel(Self("pipeline-whole", At("fleet100_baseline.csv"), At("fleet100_log.csv")), Peer("pipeline.py", At("fleet100_baseline.csv"), At("fleet100_log.csv"))).FightAsync(1, cancel);
        var megabytes = new FileInfo(At("fleet100_log.csv")).Length / 1e6;
        var kept = await new Duel(Self("pipeline-kept", At("fleet100_baseline.csv"), At("fleet100_log.csv")), Peer("pipeline.py", At("fleet100_baseline.csv"), At("fleet100_log.csv"))).FightAsync(1, cancel);
        Section($"A fleet's CSV to deviations, status and the 65 features ({warm.Ours("rows").Median:0} rows, {megabytes:0} MB)", "ours", "pandas");
        Row("whole, seconds", warm, "whole", "whole", "at least 10×");
        Row("intake alone, CPU seconds (ours on one thread; with dates)", warm, "intake_one_thread_cpu", "read_csv_cpu", "at least 4×");
        Row("intake alone, CPU seconds, beside `read_csv` without dates", warm, "intake_one_thread_cpu", "read_csv_without_dates_cpu", "");
        Row("intake alone, seconds, ours on all cores", warm, "intake", "read_csv", "");
        Row("peak memory, MB", memory, "peak_mb", "peak_mb", "at least 3×");
        Row("whole, all pumps' matrices kept, seconds", warm, "whole_kept", "whole", "at least 10×");
        Row("peak memory, all pumps' matrices kept, MB", kept, "peak_mb", "peak_mb", "at least 3×");
        _page.AppendLine("\nOurs makes a pump's matrix, hands it on and takes its memory for the next pump, as training and scoring do; pandas keeps all of them to put them together. *Kept*: ours keeps them too.");
        var share = warm.Ours("bare_parse_cpu").Median / warm.Ours("intake_one_thread_cpu").Median;
        _page.AppendLine($"\nA bare scalar parse of the same bytes (fields found with `IndexOf`, numbers by `Utf8Parser`, nothing kept, no dates) takes {share * 100:0} % of the CPU time of our intake: "
            + $"{megabytes / warm.Ours("bare_parse_cpu").Median:0} MB/s beside {megabytes / warm.Ours("intake_one_thread_cpu").Median:0} MB/s.\n");
    }

    async Task ForestAsync(CancellationToken cancel)
    {
        Say("forests");
        var duel = await new Duel(Self("forest", At("train.csv"), At("test.csv")), Peer("forest.py", At("train.csv"), At("test.csv"))).FightAsync(Math.Min(rounds, 3), cancel);
        Section($"Forests ({ForestWork.Rows} × {ForestWork.Features}, Friedman's first function, one thread on both sides)", "ours", "scikit-learn");
        Row("random forest, 100 trees, depth 10, else as each comes: fit, CPU seconds", duel, "forest_fit_cpu", "forest_fit_cpu", "at least 30×");
        Row("the same, both with 2/3 of the features a split, CPU seconds", duel, "forest_fit_cpu", "forest_fit_two_thirds_cpu", "");
        Row("the same, both with all features a split, CPU seconds", duel, "forest_fit_all_cpu", "forest_fit_cpu", "");
        Row("gradient boosting, 100 stages, depth 5: fit, CPU seconds", duel, "boosting_fit_cpu", "boosting_fit_cpu", "");
        Row("random forest: test RMSE", duel, "forest_rmse", "forest_rmse", "no worse");
        Row("gradient boosting: test RMSE", duel, "boosting_rmse", "boosting_rmse", "");
        var micros = duel.Ours("forest_predict_20000_rows_singly").Median / 20_000 * 1e6;
        var peerMicros = duel.Peer("forest_predict_100_rows_singly").Median / 100 * 1e6;
        _page.AppendLine($"| random forest: one row, µs | {micros:0.00} | {peerMicros:0} | {peerMicros / micros:0}× | at most 5 µs |");
        _page.AppendLine("\nAs they come, ours looks at 2/3 of the features for each split, and scikit-learn at all of them.");
        _page.AppendLine($"\nBytes allocated by a single-row prediction: {duel.Ours("predict_bytes_per_row").Median:0}.\n");
    }

    async Task AnalyzeAsync(CancellationToken cancel)
    {
        Say("analyze --train");
        var failure = $"{_failureDate:yyyy-MM-dd HH:mm:ss}";
        var duel = await new Duel(
            new(Plumb, "analyze", "--baseline", At("wear_baseline.csv"), "--data", At("wear_log.csv"), "--train", "--models", At("models"), "--out", At("ours")),
            Peer("analyze.py", At("wear_baseline.csv"), At("wear_log.csv"), failure, At("theirs"))).FightAsync(Math.Min(rounds, 3), cancel);
        Section("`plumb analyze --train` on a pump's year: analysis, forest, eight charts, reports", "ours", "pandas, scikit-learn, matplotlib");
        Row("whole process, seconds", duel, "process", "process", "at least 15×");
        Row("ours whole process beside the peer without its start-up, seconds", duel, "process", "whole", "");
        _page.AppendLine();
    }

    async Task EdgeAsync(CancellationToken cancel)
    {
        Say("the edge program on a week of readings");
        Simulate("runs", PumpScenario.Wear, 4);
        var pump = Simulate("week", PumpScenario.Wear, 1)[0];
        LastWeek(At("week_log.csv"));
        await new Contestant(Plumb, "train", "--baseline", At("runs_baseline.csv"), "--data", At("runs_log.csv"), "--models", At("edge-models")).RunAsync(cancel);
        await Peer("edge.py", "fit", At("runs_baseline.csv"), At("runs_log.csv"), At("forest.pickle")).RunAsync(cancel);
        var peer = Peer("edge.py", "run", At("week_baseline.csv"), At("week_log.csv"), At("forest.pickle"), At("theirs.json"));
        Section("The edge program: a week of readings (168 rows) to results.json with deviations, status and prediction, whole process", "ours", "pandas, scikit-learn");
        await EdgeAsync("portable", [], "5", peer, pump.Baseline.PumpId, cancel);
        await EdgeAsync("self-contained", ["--self-contained", "linux-x64"], "10", peer, pump.Baseline.PumpId, cancel);
        _page.AppendLine();
    }

    async Task EdgeAsync(string kind, string[] how, string asked, Contestant peer, string pump, CancellationToken cancel)
    {
        var (zip, folder, memory) = (At(kind + ".zip"), At(kind), At(kind + "-writings"));
        await new Contestant(Plumb, ["package", "--baseline", At("week_baseline.csv"), "--pump", pump, "--models", At("edge-models"), "--output", zip, .. how]).RunAsync(cancel);
        ZipFile.ExtractToDirectory(zip, folder);
        // Without what it remembers of the round before: it would have nothing to do.
        string[] run = ["sh", "-c", $"rm -rf '{memory}'; exec '{folder}/inference' '{At("week_log.csv")}' '{At(kind + ".json")}' --data-dir '{memory}'"];
        var duel = await new Duel(new(run[0], run[1..]), peer).FightAsync(rounds, cancel);
        var peaks = await new Duel(Peer("peak.py", run), peer).FightAsync(Math.Min(rounds, 3), cancel);
        Row($"{kind}: seconds", duel, "process", "process", $"at least {asked}×");
        Row($"{kind}: peak memory, MB", peaks, "peak_mb", "peak_mb", "at least 3×");
        var idle = new List<double>();
        for (var i = 0; i < rounds; i++) idle.Add((await new Contestant(Path.Combine(folder, "inference"), "--version").RunAsync(cancel))["process"]);
        _page.AppendLine($"| {kind}: start-up alone (`--version`), seconds | {Short(Spread.Of(idle).Median)} | | | |");
        _page.AppendLine($"| {kind}: size of the artifact, MB | {new FileInfo(zip).Length / 1e6:0.00} | | | {(how.Length == 0 ? "under 3" : "")} |");
    }

    // The header and the last 168 rows of a log.
    static void LastWeek(string path)
    {
        var lines = File.ReadAllLines(path);
        File.WriteAllLines(path, [lines[0], .. lines[^168..]]);
    }

    async Task ScalingAsync(CancellationToken cancel)
    {
        Say("cost per row from 1 to 1000 pumps");
        _page.AppendLine("## Cost per row as the fleet grows\n\n| pumps | rows | seconds | ns a row | peak memory, MB | bytes a row |\n|---:|---:|---:|---:|---:|---:|");
        foreach (var pumps in (int[])[1, 10, 100, 1000])
        {
            var log = At($"fleet{pumps}_log.csv");
            var rows = new List<Dictionary<string, double>>();
            for (var i = 0; i < 3; i++) rows.Add(await Self("pipeline", At($"fleet{pumps}_baseline.csv"), log, At($"fleet{Math.Min(pumps, 10)}_log.csv")).RunAsync(cancel));
            var cold = await Self("pipeline-whole", At($"fleet{pumps}_baseline.csv"), log).RunAsync(cancel);
            var seconds = Spread.Of(rows.Select(r => r["whole"])).Median;
            var count = rows[0]["rows"];
            _page.AppendLine($"| {pumps} | {count:#,0} | {seconds:0.000} | {seconds / count * 1e9:0} | {cold["peak_mb"]:0} | {cold["peak_mb"] * 1048576 / count:0} |");
        }
        _page.AppendLine("\nThe readings themselves take 56 bytes a row; they are kept, because the pumps of a log may come in any order.\n");
    }

    void Section(string title, string ours, string peer) => _page.AppendLine($"## {title}\n\n| | {ours} | {peer} | ratio | asked |\n|---|---:|---:|---:|---|");

    void Row(string what, Duel duel, string oursFigure, string peerFigure, string asked)
    {
        var ratio = duel.Ratio(oursFigure, peerFigure);
        _page.AppendLine($"| {what} | {Short(duel.Ours(oursFigure).Median)} | {Short(duel.Peer(peerFigure).Median)} | {Short(ratio.Median)}× ({Short(ratio.Low)}–{Short(ratio.High)}) | {asked} |");
        Say($"  {what}: {Short(ratio.Median)}×");
    }

    static string Short(double value) => value >= 100 ? $"{value:0}" : value >= 1 ? $"{value:0.0#}" : $"{value:0.000}";

    string At(string name) => Path.Combine(_work, name);

    string Plumb => Path.Combine(root, "plumb");

    static Contestant Self(params string[] arguments) => new(Environment.ProcessPath!, arguments);

    Contestant Peer(string script, params string[] arguments) => new(Python, [Path.Combine(root, "bench", "peers", script), .. arguments]);

    static void Say(string what) => Console.Error.WriteLine(what);
}
