using System.Collections.Concurrent;
using Plumbline.Intake;
using Plumbline.Plant;
using Plumbline.Pumps.Grades;
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
        var file = Terminal.Watch("reading " + Path.GetFileName(request.LogPath), _ => input.ReadLog(request.LogPath, request.Pump, cancel));
        var workshop = new PumpWorkshop(request, input);
        return file.Pumps.Count == 1 ? AnalyzeOne(request, file, workshop, cancel) : AnalyzeFleet(request, file, input, workshop, cancel);
    }

    static int AnalyzeOne(AnalyzeRequest request, PumpLogFile file, PumpWorkshop workshop, CancellationToken cancel)
    {
        var pump = file.Pumps[0];
        var outFolder = request.OutFolder ?? Path.Combine("outputs", PumpFolder.Name(pump.Log.PumpId));
        using var output = OutputFolder.Begin(outFolder, request.LogPath, request.Settings.BaselinePath, request.Settings.MappingPath, request.Settings.TolerancesPath, request.ModelPath);
        var diagnosis = Terminal.Watch("analysing " + pump.Log.PumpId, progress => workshop.Diagnose(pump, file.Defects, progress, cancel));
        PumpOutput.Write(diagnosis, output, request.Dpi, cancel);
        output.Commit();
        var trained = workshop.Keep(diagnosis);

        if (request.Json)
        {
            using var stdout = Console.OpenStandardOutput();
            AnalysisJson.Write(diagnosis.Analysis, stdout);
        }
        else
        {
            Summary.Print(diagnosis.Analysis, Path.Combine(outFolder, PumpOutput.ReportName), trained);
        }
        return Verdict(request, diagnosis.Analysis.CurrentStatus);
    }

    static int AnalyzeFleet(AnalyzeRequest request, PumpLogFile file, PumpInput input, PumpWorkshop workshop, CancellationToken cancel)
    {
        if (request.FailureDate is not null) throw new BadInputException($"--failure-date is one date for {file.Pumps.Count} pumps: choose one with --pump, or give the baseline file a failure_date column.");
        var outFolder = request.OutFolder ?? "outputs";
        using var output = OutputFolder.Begin(outFolder, request.LogPath, request.Settings.BaselinePath, request.Settings.MappingPath, request.Settings.TolerancesPath, request.ModelPath);
        var entries = new FleetEntry[file.Pumps.Count];
        var worst = new PumpStatus[file.Pumps.Count];
        var trained = new ConcurrentQueue<PumpDiagnosis>();
        Terminal.Watch($"analysing {file.Pumps.Count} pumps", progress =>
        {
            var done = 0;
            Parallel.For(0, file.Pumps.Count, new ParallelOptions { CancellationToken = cancel }, i =>
            {
                var pump = file.Pumps[i];
                (entries[i], worst[i]) = input.WhyNot(pump.Log.PumpId) is { } reason
                    ? (FleetEntry.WithoutAnalysis(pump.Log.PumpId, reason), PumpStatus.Unknown)
                    : AnalyzeMember(request, pump, workshop, output, trained, cancel);
                progress.Report((double)Interlocked.Increment(ref done) / file.Pumps.Count);
            });
            return done;
        });
        FleetOutput.Write(entries, output);
        output.Commit();
        foreach (var diagnosis in trained) workshop.Keep(diagnosis);

        if (request.Json)
        {
            using var stdout = Console.OpenStandardOutput();
            FleetJson.Write(entries, stdout);
        }
        else
        {
            Summary.Print(entries, Path.Combine(outFolder, FleetOutput.PageName));
        }
        return Verdict(request, worst.Max());
    }

    static (FleetEntry Entry, PumpStatus Status) AnalyzeMember(AnalyzeRequest request, LoggedPump pump, PumpWorkshop workshop, OutputFolder output, ConcurrentQueue<PumpDiagnosis> trained, CancellationToken cancel)
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
        PumpOutput.Write(diagnosis, output.Within(folder), request.Dpi, cancel);
        if (diagnosis.Trained is not null) trained.Enqueue(diagnosis);
        return (FleetEntry.Of(diagnosis.Analysis, $"{folder}/{PumpOutput.ReportName}"), diagnosis.Analysis.CurrentStatus);
    }

    // Unknown stands for "cannot be told": as a condition it is met by that and by anything that is out of order, never by Off or Normal.
    static int Verdict(AnalyzeRequest request, PumpStatus status) => request.FailOn switch
    {
        null => ExitCode.Done,
        PumpStatus.Unknown => status is PumpStatus.Unknown or > PumpStatus.Normal ? ExitCode.ConditionMet : ExitCode.Done,
        { } limit => status >= limit ? ExitCode.ConditionMet : ExitCode.Done,
    };
}
