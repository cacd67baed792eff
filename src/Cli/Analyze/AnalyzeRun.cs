using System.Collections.Concurrent;
using Plumbline.Intake;
using Plumbline.Plant;
using Plumbline.Pumps.Grades;
using Plumbline.Pumps.Prognosis;
using Plumbline.Reports.Documents.Exchange;
using Plumbline.Reports.Documents.Overview;

namespace Plumbline.Cli.Analyze;

/// <summary>The work of <c>plumb analyze</c>: files in, one folder of reports per pump out.</summary>
static class AnalyzeRun
{
    public static int Execute(AnalyzeRequest request, CancellationToken cancel)
    {
        if (request.FailureDate > TimeProvider.System.GetUtcNow().UtcDateTime) throw new BadInputException($"the failure date {request.FailureDate:yyyy-MM-dd HH:mm} is still to come.");
        var input = new PumpInput(request.Settings, request.Pump);
        var log = Terminal.Watch("reading " + Path.GetFileName(request.LogPath), _ => input.ReadPumps(request.LogPath, request.Pump, cancel));
        var workshop = new PumpWorkshop(request, input);
        return log.Count == 1 ? AnalyzeOne(request, log, workshop, cancel) : AnalyzeFleet(request, log, input, workshop, cancel);
    }

    static int AnalyzeOne(AnalyzeRequest request, PumpSequence log, PumpWorkshop workshop, CancellationToken cancel)
    {
        var pump = log.Pumps.Single();
        var outFolder = request.OutFolder ?? Path.Combine("outputs", PumpFolder.Name(pump.Log.PumpId));
        using var output = OutputFolder.Begin(outFolder, request.LogPath, request.Settings.BaselinePath, request.Settings.MappingPath, request.Settings.TolerancesPath, request.ModelPath);
        var diagnosis = Terminal.Watch("analysing " + pump.Log.PumpId, progress => workshop.Diagnose(pump, log.Defects, progress, cancel));
        PumpOutput.Write(diagnosis, output, request.Dpi, CommandLine.ClockOf(request.Settings.TimeZone), cancel);
        output.Commit();
        var trained = diagnosis.Trained is { } model ? workshop.Keep(model, pump.Log.PumpId) : null;

        if (request.Json)
        {
            using var stdout = Console.OpenStandardOutput();
            AnalysisJson.Write(diagnosis.Analysis, stdout);
        }
        else
        {
            Summary.Print(diagnosis.Analysis, Path.Combine(outFolder, PumpOutput.ReportName), trained, CommandLine.ClockOf(request.Settings.TimeZone));
        }
        return Verdict(request, [diagnosis.Analysis.CurrentStatus]);
    }

    static int AnalyzeFleet(AnalyzeRequest request, PumpSequence log, PumpInput input, PumpWorkshop workshop, CancellationToken cancel)
    {
        if (request.FailureDate is not null) throw new BadInputException($"--failure-date is one date for {log.Count} pumps: choose one with --pump, or give the baseline file a failure_date column.");
        var outFolder = request.OutFolder ?? "outputs";
        using var output = OutputFolder.Begin(outFolder, request.LogPath, request.Settings.BaselinePath, request.Settings.MappingPath, request.Settings.TolerancesPath, request.ModelPath);
        var entries = new FleetEntry[log.Count];
        var statuses = new PumpStatus[log.Count];
        var trained = new ConcurrentQueue<(RulModel Model, string Pump)>();
        var all = Terminal.Watch($"analysing {log.Count} pumps", progress =>
        {
            var done = 0;
            // One pump at a time for each core: a partition that takes more ahead would hold them.
            var pumps = Partitioner.Create(log.Pumps.Take(log.Count).Index(), EnumerablePartitionerOptions.NoBuffering);
            Parallel.ForEach(pumps, new ParallelOptions { CancellationToken = cancel, MaxDegreeOfParallelism = Environment.ProcessorCount }, item =>
            {
                var (i, pump) = item;
                (entries[i], statuses[i]) = input.WhyNot(pump.Log.PumpId) is { } reason
                    ? (FleetEntry.WithoutAnalysis(pump.Log.PumpId, reason), PumpStatus.Unknown)
                    : AnalyzeMember(request, pump, workshop, output, trained, cancel);
                progress.Report((double)Interlocked.Increment(ref done) / log.Count);
            });
            return done == log.Count;
        });
        if (!all) throw new BadInputException($"data file '{request.LogPath}' became shorter while it was read.");
        FleetOutput.Write(entries, output);
        output.Commit();
        foreach (var (model, pump) in trained) workshop.Keep(model, pump);

        if (request.Json)
        {
            using var stdout = Console.OpenStandardOutput();
            FleetJson.Write(entries, stdout);
        }
        else
        {
            Summary.Print(entries, Path.Combine(outFolder, FleetOutput.PageName));
        }
        return Verdict(request, statuses);
    }

    static (FleetEntry Entry, PumpStatus Status) AnalyzeMember(AnalyzeRequest request, LoggedPump pump, PumpWorkshop workshop, OutputFolder output, ConcurrentQueue<(RulModel Model, string Pump)> trained, CancellationToken cancel)
    {
        var id = pump.Log.PumpId;
        PumpDiagnosis diagnosis;
        try
        {
            diagnosis = workshop.Diagnose(pump, [], null, cancel);
        }
        catch (Exception trouble) when (trouble is BadInputException or ToleranceTableException)
        {
            // One pump's trouble is told on the page, and stops none of the others.
            return (FleetEntry.WithoutAnalysis(id, trouble.Message), PumpStatus.Unknown);
        }
        var folder = PumpFolder.Name(id);
        PumpOutput.Write(diagnosis, output.Within(folder), request.Dpi, CommandLine.ClockOf(request.Settings.TimeZone), cancel);
        if (diagnosis.Trained is { } model) trained.Enqueue((model, id));
        return (FleetEntry.Of(diagnosis.Analysis, $"{folder}/{PumpOutput.ReportName}"), diagnosis.Analysis.CurrentStatus);
    }

    // Unknown stands for "cannot be told": as a condition it is met by that and by anything that is out of order, never by Off or Normal.
    static int Verdict(AnalyzeRequest request, IReadOnlyList<PumpStatus> pumps)
    {
        var isMet = request.FailOn switch
        {
            null => false,
            PumpStatus.Unknown => pumps.Any(status => status is PumpStatus.Unknown or > PumpStatus.Normal),
            { } limit => pumps.Any(status => status >= limit),
        };
        return isMet ? ExitCode.ConditionMet : ExitCode.Done;
    }
}
