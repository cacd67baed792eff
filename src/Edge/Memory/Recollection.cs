using Plumbline.Edge.Artifact;
using Plumbline.Edge.Configuration;
using Plumbline.Edge.Judging;
using Plumbline.Edge.Reporting;
using Plumbline.Edge.Results;
using Plumbline.Intake;
using Plumbline.Pumps.Condition;
using Plumbline.Pumps.Grades;

namespace Plumbline.Edge.Memory;

/// <summary>What a run begins with: the latest state that is whole, and every row of the results log after it judged once more, with the decisions that were made of them then.</summary>
/// <remarks>What the log lacks is judged from the readings that have come in, as far as these reach back, so that what is said of the rows after it rests on the same history.</remarks>
sealed class Recollection
{
    const string Repeated = "judged in an earlier run";
    const string TooOld = "the reading is older than anomaly_reporting.max_age_hours before the newest";

    readonly StateFiles _files;
    readonly string _rules;
    readonly string _pumpId;
    readonly TimeSpan _maxAge;
    bool _hasLeftOut;

    Recollection(StateFiles files, string rules, PumpArtifact artifact, DeploymentConfig config, EdgeState? state)
    {
        _files = files;
        _rules = rules;
        _pumpId = artifact.Baseline.Pump.PumpId;
        _maxAge = config.Reporting.MaxAge;
        var fewest = config.Inference.FewestPointsForPrediction;
        // Deviations from another baseline are not to be compared with those from this one.
        var isOfTheseRules = state?.Rules == rules;
        Watch = new(artifact, fewest, isOfTheseRules ? state!.Watch : null);
        Rule = new(config, MandatoryOf(artifact.Grade.Grade), state?.Report);
        Known = new(state?.Known);
        Position = Committed = state?.Position;
        Latest = state?.Latest;
    }

    public PumpWatch Watch { get; }

    public ReportRule Rule { get; }

    /// <summary>The rows that were judged, and those that came late.</summary>
    public KnownTimes Known { get; }

    /// <summary>The latest row that was judged, UTC; null before the first.</summary>
    public DateTime? Position { get; private set; }

    /// <summary>The latest row of which all is on the disk, UTC: reports up to it may be sent.</summary>
    public DateTime? Committed { get; private set; }

    /// <summary>What was said of it.</summary>
    public RowResult? Latest { get; private set; }

    /// <summary>Remembers.</summary>
    /// <param name="artifact">Whose pump it is.</param>
    /// <param name="config">How rows are reported.</param>
    /// <param name="folder">The data folder.</param>
    /// <param name="log">Of the same folder.</param>
    /// <param name="read">Reads all rows that have come in. Asked only where the log lacks some.</param>
    /// <param name="remark">Told what a person should know, a sentence each.</param>
    /// <exception cref="InvalidInputException">The folder remembers another pump.</exception>
    public static Recollection Of(PumpArtifact artifact, DeploymentConfig config, string folder, ResultsLog log, Func<IncomingRows> read, Action<string> remark)
    {
        var files = new StateFiles(Path.Combine(folder, StateFiles.FolderName));
        var rules = RulesOf(artifact);
        var state = files.Load(out var damaged);
        if (state is not null && state.PumpId != artifact.Baseline.Pump.PumpId)
            throw new InvalidInputException(folder, $"it is the data folder of '{state.PumpId}', the artifact is for '{artifact.Baseline.Pump.PumpId}': give each pump a folder of its own with --data-dir");
        foreach (var file in damaged) remark($"The state file '{file}' is damaged: {(state is null ? "the state is rebuilt from the results log" : "the other generation is used")}.");

        var isOfTheseRules = state is null || state.Rules == rules;
        if (!isOfTheseRules) remark("The baseline or the tolerances have changed: the history is judged anew from the results log.");
        var memory = new Recollection(files, rules, artifact, config, state);
        var after = isOfTheseRules ? state?.Position : null;
        var gaps = new LogGaps(read);
        memory.Replay(log.After(after, lines => remark($"{lines} line{(lines == 1 ? "" : "s")} of the results log cannot be read and {(lines == 1 ? "was" : "were")} left out.")), after, gaps);
        foreach (var sentence in gaps.Remarks) remark(sentence);
        if (damaged.Count > 0 && memory.Position is null) remark("There is no results log to rebuild it from: everything begins anew.");
        return memory;
    }

    /// <summary>Judges the next row, and decides on it.</summary>
    /// <param name="time">UTC, after <see cref="Position"/>.</param>
    /// <param name="reading">As measured.</param>
    /// <param name="isTooOld">Whether the row is neither predicted from nor reported.</param>
    public (Verdict Verdict, ReportDecision Decision) Judge(DateTime time, in PumpReading reading, bool isTooOld)
    {
        var verdict = Watch.Observe(time, reading, isTooOld ? TooOld : null);
        var decision = Rule.Decide(verdict, isTooOld);
        Known.Add(time);
        Position = time;
        return (verdict, decision);
    }

    /// <summary>Remembers rows that came late, so that they are told once.</summary>
    public void LeaveOut(IReadOnlyCollection<DateTime> late)
    {
        if (late.Count == 0) return;
        foreach (var time in late) Known.Add(time);
        _hasLeftOut = true;
    }

    /// <summary>Brings to the disk what there is besides new rows: what the results log was ahead of the state, and late rows.</summary>
    /// <exception cref="IOException">It could not be: a sentence.</exception>
    public void CatchUp()
    {
        if (Latest is { } latest && (Position != Committed || _hasLeftOut)) Commit(latest);
    }

    /// <summary>Brings to the disk what was judged so far.</summary>
    /// <param name="latest">What was said of the row at <see cref="Position"/>.</param>
    /// <exception cref="IOException">It could not be: a sentence.</exception>
    public void Commit(RowResult latest)
    {
        Latest = latest;
        _files.Commit(new() { PumpId = _pumpId, Rules = _rules, Position = Position!.Value, Known = Known.State, Watch = Watch.State, Report = Rule.State, Latest = latest });
        Committed = Position;
        _hasLeftOut = false;
    }

    void Replay(IEnumerable<RowResult> rows, DateTime? after, LogGaps gaps)
    {
        var latest = after;
        foreach (var row in rows)
        {
            if (row.Follows is { } before && before != latest) FillIn(latest, before, gaps);
            latest = row.Timestamp;
            var verdict = Watch.Observe(row.Timestamp, row.Reading.ToReading(), Repeated);
            Known.Add(row.Timestamp);
            if (row.Timestamp <= Position) continue;
            Rule.Repeat(verdict, row.Told);
            (Position, Latest) = (row.Timestamp, row);
        }
        // Where the rules have changed, the state knows how far rows were judged.
        if (Position is { } judged && judged != latest) FillIn(latest, judged, gaps);
    }

    // Rows that were judged, and reported where they had to be, and of which the log says nothing: what was told of them is decided once more, as it was then.
    void FillIn(DateTime? after, DateTime last, LogGaps gaps)
    {
        foreach (var (time, reading) in gaps.Rows(after, last))
        {
            var isDecided = time <= Position;
            var verdict = Watch.Observe(time, reading, isDecided ? Repeated : last - time > _maxAge ? TooOld : null);
            Known.Add(time);
            if (isDecided) continue;
            Rule.Decide(verdict, isTooOld: false);
            Position = time;
        }
    }

    static ParameterSet MandatoryOf(ToleranceGrade grade) => new ToleranceRule(grade).Mandatory;

    static string RulesOf(PumpArtifact artifact)
    {
        using var bytes = new MemoryStream();
        artifact.Baseline.Write(bytes);
        bytes.Write(System.Text.Encoding.UTF8.GetBytes(artifact.Grade.Grade.ToString()));
        return System.Text.Encoding.UTF8.GetString(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }
}
