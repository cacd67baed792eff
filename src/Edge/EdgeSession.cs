using Plumbline.Edge.Artifact;
using Plumbline.Edge.Configuration;
using Plumbline.Edge.Delivery;
using Plumbline.Edge.Judging;
using Plumbline.Edge.Memory;
using Plumbline.Edge.Reporting;
using Plumbline.Edge.Results;
using Plumbline.Intake;

namespace Plumbline.Edge;

/// <summary>Judges what has come in, reports it, and keeps what was said, again and again. What is remembered between runs lies in the data folder alone.</summary>
/// <remarks>
/// Exactly once, whatever ends a run: rows are judged from the committed state, alike each time; reports are put into the outbox under names and with bytes that depend on the row alone; results are logged;
/// the state is committed; only then is anything sent. A run that ends in between is gone through again: from the results log as far as that got, else by judging anew.
/// </remarks>
sealed class EdgeSession : IDisposable
{
    // Rows between commits.
    const int BatchRows = 2000;

    readonly PumpArtifact _artifact;
    readonly DeploymentConfig _config;
    readonly EdgeFolders _folders;
    readonly Action<string> _remark;
    readonly TimeProvider _clock;
    readonly Action<RunStep>? _reached;
    readonly AnomalyApi? _api;
    Outbox? _outbox;
    Dispatch? _dispatch;

    /// <param name="artifact">Which pump, and how it is judged.</param>
    /// <param name="config">What is reported, and where to.</param>
    /// <param name="folders">Where things are kept.</param>
    /// <param name="remark">Told what a person should know, a sentence each.</param>
    /// <param name="clock">For waits, and to know readings of the future.</param>
    /// <param name="reached">Told of each step of a run, once it is done.</param>
    public EdgeSession(PumpArtifact artifact, DeploymentConfig config, EdgeFolders folders, Action<string> remark, TimeProvider clock, Action<RunStep>? reached = null)
    {
        _artifact = artifact;
        _config = config;
        _folders = folders;
        _remark = remark;
        _clock = clock;
        _reached = reached;
        _api = config.Reports ? new(config.Api, clock) : null;
    }

    /// <summary>Goes through the files once.</summary>
    /// <param name="files">CSV, oldest first.</param>
    /// <param name="isComplete">Whether a last line without a line break is one all the same.</param>
    /// <param name="cancel">Between batches and while sending; what was judged is committed.</param>
    /// <returns>What it came to.</returns>
    /// <exception cref="IOException">The data folder cannot be used: a sentence.</exception>
    /// <exception cref="InvalidInputException">The data folder is of another pump.</exception>
    public async Task<RunOutcome> RunAsync(IReadOnlyList<string> files, bool isComplete, CancellationToken cancel)
    {
        using var folderLock = DataFolderLock.TryTake(_folders.Home);
        if (folderLock is null) return RunOutcome.Failed($"another run is at work in '{_folders.Home}'.");
        var log = new ResultsLog(_folders.Results);
        var memory = Recollection.Of(_artifact, _config, _folders.Home, log, () => Incoming(files, isComplete, after: null, new(null), out _), _remark);
        var outbox = _outbox ??= new(_folders.Outbox);
        var (judged, hasMore, trouble) = JudgeAll(files, isComplete, memory, outbox, log, cancel);
        if (_api is not null)
        {
            // What this run could not commit is not sent: it is judged again.
            outbox.Until = memory.Committed ?? DateTime.MinValue;
            _dispatch ??= new(outbox, _api, _config.Api.FlushLimit, new(_folders.Rest, _clock), _clock);
            foreach (var remark in (await _dispatch.FlushAsync(cancel)).Remarks) _remark(remark);
            _reached?.Invoke(RunStep.Sent);
        }
        try
        {
            if (memory.Latest is { } latest) WriteLatest(latest, outbox);
        }
        catch (IOException e)
        {
            trouble ??= e.Message;
        }
        return new(judged, memory.Latest, trouble) { HasMore = hasMore };
    }

    public void Dispose() => _api?.Dispose();

    (int Judged, bool HasMore, string? Trouble) JudgeAll(IReadOnlyList<string> files, bool isComplete, Recollection memory, Outbox outbox, ResultsLog log, CancellationToken cancel)
    {
        var judged = 0;
        var incoming = Incoming(files, isComplete, memory.Position, memory.Known, out var trouble);
        foreach (var remark in incoming.Remarks) _remark(remark);
        var count = incoming.Times.Count - LeaveFuture(incoming, memory);
        try
        {
            memory.LeaveOut(incoming.Late);
            memory.CatchUp();
            for (var from = 0; from < count && !cancel.IsCancellationRequested; from += BatchRows)
                judged += JudgeBatch(incoming, from, Math.Min(count, from + BatchRows), incoming.Times[count - 1], memory, outbox, log);
        }
        catch (IOException e)
        {
            trouble ??= e.Message;
        }
        return (judged, count < incoming.Times.Count, trouble);
    }

    IncomingRows Incoming(IReadOnlyList<string> files, bool isComplete, DateTime? after, KnownTimes known, out string? trouble)
    {
        trouble = null;
        var incoming = new IncomingRows(_artifact, _config.Site.TimeZone, isComplete);
        foreach (var file in files)
        {
            try
            {
                incoming.Read(file, after, known);
            }
            catch (InvalidInputException e)
            {
                trouble ??= e.Message;
            }
        }
        return incoming;
    }

    int JudgeBatch(IncomingRows incoming, int from, int to, DateTime newest, Recollection memory, Outbox outbox, ResultsLog log)
    {
        var results = new List<RowResult>(to - from);
        var oldest = newest - _config.Inference.ResultsRetention;
        for (var i = from; i < to; i++)
        {
            var time = incoming.Times[i];
            // A report that a run before could write, but not commit, stands.
            var isTooOld = newest - time > _config.Reporting.MaxAge && !outbox.Holds(time);
            // A row that is too old for the log leaves no hole in it: it was never told.
            var follows = memory.Position >= oldest ? memory.Position : null;
            var (verdict, decision) = memory.Judge(time, incoming[i], isTooOld);
            var report = decision.Reports ? Report(memory.Watch, verdict, decision) : null;
            if (report is not null) outbox.Add(report);
            results.Add(RowResult.Of(verdict, follows, decision, report, _artifact.Metadata.Version));
        }
        _reached?.Invoke(RunStep.Promised);
        if (_config.Inference.KeepResults)
        {
            log.Append([.. results.Where(result => result.Timestamp >= oldest)]);
            _reached?.Invoke(RunStep.Logged);
            memory.Commit(results[^1]);
            _reached?.Invoke(RunStep.Committed);
            log.Forget(oldest);
        }
        else
        {
            memory.Commit(results[^1]);
            _reached?.Invoke(RunStep.Committed);
        }
        return results.Count;
    }

    AnomalyPayload Report(PumpWatch watch, Verdict verdict, ReportDecision decision) => new()
    {
        Site = _config.Site,
        Timestamp = verdict.Time,
        Status = verdict.Status,
        ToleranceCategory = _artifact.Grade.Grade.Name,
        Violations = decision.Violations,
        DeviationsPct = verdict.Row.DeviationsPct,
        Baseline = watch.Baseline,
        Current = verdict.Row.Current,
        ModelVersion = _artifact.Metadata.Version,
        Framework = _artifact.Metadata.Framework,
        Forecast = _config.Reporting.IncludePredictions && verdict.Forecast is { } forecast ? new(forecast.RulDays, forecast.Probability, forecast.Confidence) : null,
        WarnsOfFailure = decision.WarnsOfFailure,
    };

    // A clock that was set wrong once would make every reading after it one of the past.
    int LeaveFuture(IncomingRows incoming, Recollection memory)
    {
        var future = 0;
        if (ReadingClock.Latest(_clock, memory.Position) is { } latest)
            while (future < incoming.Times.Count && incoming.Times[incoming.Times.Count - 1 - future] > latest) future++;
        if (future > 0) _remark($"{future} reading{(future == 1 ? " is" : "s are")} of more than a day after the clock of this device (the first: {ReportTime.Format(incoming.Times[incoming.Times.Count - future])}): not judged before that time has come; one of the two clocks is wrong.");
        return future;
    }

    void WriteLatest(RowResult latest, Outbox outbox)
    {
        if (_folders.LatestResult is not { } path) return;
        var (isReported, reason) = (latest.Key is not null, latest.Reason);
        if (latest.Key is { } key && outbox.PlaceOf(latest.Timestamp, key) is { } place)
            (isReported, reason) = (false, $"{reason}; {(place == OutboxPlace.Waiting ? "waits in the outbox to be sent" : "refused by the centre for good")}");
        DurableFile.Write(path, ResultJson.File(latest, isReported, reason));
        _reached?.Invoke(RunStep.Told);
    }
}
