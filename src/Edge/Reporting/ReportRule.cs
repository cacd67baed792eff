using System.Globalization;
using Plumbline.Edge.Configuration;
using Plumbline.Edge.Delivery;
using Plumbline.Edge.Judging;
using Plumbline.Incidents;
using Plumbline.Plant;
using Plumbline.Pumps.Condition;

namespace Plumbline.Edge.Reporting;

/// <summary>Decides which rows the centre is told of, in the order of rows. Depends on the readings alone: no clock is looked at. Not safe from many threads.</summary>
/// <remarks>
/// Status and prediction are two matters, each with its own debounce. The debounce of the parameters is reset when the status returns to Normal; that of the prediction lapses with time only, since
/// a failure is predicted while the status is still Normal. An alarm needs no debounce: persistence and deadband are in its place; it is told once for each level that it rises to.
/// </remarks>
sealed class ReportRule
{
    const double SoonDays = 7;
    const double LeastConfidence = 0.7;
    const int PredictionLevel = 0;

    static readonly string[] Prediction = [AnomalyPayload.Prediction];
    static readonly string[] Parameters = [.. Enum.GetValues<PumpParameter>().Select(Name)];

    readonly DeploymentConfig _config;
    readonly ParameterSet _mandatory;
    readonly Debounce _debounce;
    PumpStatus _alarmTold;

    /// <param name="config">What is to be reported.</param>
    /// <param name="mandatory">The parameters that the grade demands.</param>
    /// <param name="state">To go on from; null to begin anew.</param>
    public ReportRule(DeploymentConfig config, ParameterSet mandatory, ReportState? state)
    {
        _config = config;
        _mandatory = mandatory;
        _debounce = new(config.Reporting.Debounce, state?.Told);
        _alarmTold = state?.AlarmTold ?? PumpStatus.Normal;
    }

    /// <summary>What there is to remember.</summary>
    public ReportState State => new(_debounce.Entries, _alarmTold);

    /// <summary>Decides on the next row.</summary>
    /// <param name="verdict">What is said of it.</param>
    /// <param name="isTooOld">Whether it lies further back than reports go.</param>
    public ReportDecision Decide(Verdict verdict, bool isTooOld)
    {
        Forget(verdict);
        var condition = _config.Reporting.Trigger == ReportTrigger.Alarm ? OfAlarm(verdict) : OfStatus(verdict);
        var prediction = OfPrediction(verdict);
        if (condition.Cause is null && prediction is null) return ReportDecision.No(condition.Why);
        if (!_config.Reports) return ReportDecision.No(WhyOff());
        if (isTooOld)
            return ReportDecision.No(string.Create(CultureInfo.InvariantCulture, $"more than {_config.Reporting.MaxAge.TotalHours:0.##} h older than the newest reading (max_age_hours)"));

        var causes = new List<string>();
        var held = new List<string>();
        if (condition.Cause is { } cause) Pass(Debounced(verdict, cause), causes, held);
        var warns = prediction is not null && Pass(Debounced(verdict, Prediction, PredictionLevel, prediction), causes, held);
        var violations = causes.Count > (warns ? 1 : 0) ? verdict.Violations : [];
        if (causes.Count == 0) return ReportDecision.No(string.Join("; ", held));

        var decision = new ReportDecision(true, string.Join("; ", causes), violations, warns);
        Tell(verdict, decision);
        return decision;
    }

    /// <summary>Takes over a decision that was made in an earlier run.</summary>
    /// <param name="verdict">What is said of the row.</param>
    /// <param name="told">The parameters that were told, <see cref="AnomalyPayload.Prediction"/> among them; empty where the row was not reported.</param>
    public void Repeat(Verdict verdict, IReadOnlyCollection<string> told)
    {
        Forget(verdict);
        if (told.Count == 0) return;
        Tell(verdict, new(true, "", [.. verdict.Violations.Where(violation => told.Contains(Name(violation.Parameter)))], told.Contains(AnomalyPayload.Prediction)));
    }

    void Forget(Verdict verdict)
    {
        if (verdict.Status == PumpStatus.Normal) _debounce.Reset(Parameters);
        if (verdict.Alarm == PumpStatus.Normal) _alarmTold = PumpStatus.Normal;
    }

    void Tell(Verdict verdict, ReportDecision decision)
    {
        if (decision.Violations.Count > 0)
        {
            _debounce.Tell(verdict.Time, (int)verdict.Status, decision.Violations.Select(violation => Name(violation.Parameter)));
            if (_config.Reporting.Trigger == ReportTrigger.Alarm) _alarmTold = verdict.Alarm;
        }
        if (decision.WarnsOfFailure) _debounce.Tell(verdict.Time, PredictionLevel, Prediction);
    }

    (string? Cause, string Why) OfStatus(Verdict verdict)
    {
        if (verdict.Status <= PumpStatus.Normal) return (null, $"status {verdict.Status}");
        return Worth(verdict.Status, verdict.Violations.Any(violation => violation.Mandatory), "status");
    }

    (string? Cause, string Why) OfAlarm(Verdict verdict)
    {
        if (verdict.Alarm == PumpStatus.Normal) return (null, verdict.Status > PumpStatus.Normal ? $"status {verdict.Status}, no alarm yet" : $"status {verdict.Status}");
        if (verdict.Alarm <= _alarmTold) return (null, $"alarm {verdict.Alarm} stands and was told");
        if (verdict.Status <= PumpStatus.Normal || verdict.Violations.Count == 0) return (null, $"status {verdict.Status}, alarm {verdict.Alarm} stands");
        var worth = Worth(verdict.Alarm, (verdict.AlarmViolated & _mandatory) != ParameterSet.None, "alarm");
        if (worth.Cause is null) return worth;
        return ($"alarm {(_alarmTold == PumpStatus.Normal ? "raised" : "risen")}: {verdict.Alarm}", "");
    }

    (string? Cause, string Why) Worth(PumpStatus status, bool mandatory, string what) =>
        mandatory ? ("mandatory parameter exceeded", "")
        : _config.Reporting.ReportOnStatus.Contains(status) ? ($"{what} {status} is in report_on_status", "")
        : (null, $"{what} {status} is not in report_on_status, and no mandatory parameter is exceeded");

    string? OfPrediction(Verdict verdict)
    {
        if (!_config.Reporting.IncludePredictions || verdict.Forecast is not { } forecast) return null;
        // Of a row that was not judged the forecast says nothing new.
        if (verdict.Row.Judgement.Judged == ParameterSet.None) return null;
        return forecast.Confidence > LeastConfidence && forecast.RulDays < SoonDays
            ? string.Create(CultureInfo.InvariantCulture, $"failure predicted within 7 days ({forecast.RulDays:0.0} days, confidence {forecast.Confidence:0.00})")
            : null;
    }

    (bool Passes, string Reason) Debounced(Verdict verdict, string cause) =>
        _config.Reporting.Trigger == ReportTrigger.Alarm ? (true, cause) : Debounced(verdict, [.. verdict.Violations.Select(violation => Name(violation.Parameter))], (int)verdict.Status, cause);

    (bool Passes, string Reason) Debounced(Verdict verdict, string[] keys, int level, string cause) => _debounce.Ask(verdict.Time, level, keys) switch
    {
        DebounceVerdict.Held => (false, $"{string.Join(" and ", keys)} reported less than {_config.Reporting.Debounce.TotalMinutes:0.##} min before ({string.Join(", ", keys.Select(key => ReportTime.Format(_debounce.HeldSince(verdict.Time, key)!.Value)).Distinct())})"),
        DebounceVerdict.Escalated => (true, $"{cause}; escalated to {verdict.Status}"),
        _ => (true, cause),
    };

    static bool Pass((bool Passes, string Reason) debounced, List<string> causes, List<string> held)
    {
        (debounced.Passes ? causes : held).Add(debounced.Reason);
        return debounced.Passes;
    }

    string WhyOff() => _config.Reporting.Enabled ? "reporting is off: api.base_url is empty" : "reporting is off: anomaly_reporting.enabled is false";

    static string Name(PumpParameter parameter) => parameter.ToString().ToLowerInvariant();
}

/// <summary>What a <see cref="ReportRule"/> remembers.</summary>
/// <param name="Told">When each parameter was last told.</param>
/// <param name="AlarmTold">The status that the standing alarm was told at; Normal where it was not, or none stands.</param>
sealed record ReportState(IReadOnlyList<DebounceEntry> Told, PumpStatus AlarmTold);

/// <summary>Whether a row is reported.</summary>
/// <param name="Reports">Whether it is.</param>
/// <param name="Reason">Why, or why not.</param>
/// <param name="Violations">What is told; empty where the prediction alone is.</param>
/// <param name="WarnsOfFailure">Whether the prediction is a reason.</param>
sealed record ReportDecision(bool Reports, string Reason, IReadOnlyList<Violation> Violations, bool WarnsOfFailure)
{
    /// <summary>It is not.</summary>
    public static ReportDecision No(string reason) => new(false, reason, [], false);

    /// <summary>The parameters that are told, by name; the prediction last.</summary>
    public IReadOnlyList<string> Told =>
    [
        .. Violations.Select(violation => violation.Parameter.ToString().ToLowerInvariant()),
        .. WarnsOfFailure ? (string[])[AnomalyPayload.Prediction] : [],
    ];
}
