using Plumbline.Edge.Artifact;
using Plumbline.Incidents;
using Plumbline.Plant;
using Plumbline.Pumps;
using Plumbline.Pumps.Condition;
using Plumbline.Pumps.Features;
using Plumbline.Pumps.Prognosis;

namespace Plumbline.Edge.Judging;

/// <summary>Judges the rows of the artifact's pump as they come: what <c>plumb analyze</c> says of the last row of the log so far. Not safe from many threads.</summary>
sealed class PumpWatch
{
    readonly RulModel? _model;
    readonly string? _whyNone;
    readonly int _fewestHours;
    readonly ConditionRule _rule;
    readonly ConditionWatch _condition;
    readonly AlarmWatch _alarm;
    readonly DeviationHistory _history;
    FeatureTable? _spent;

    /// <param name="artifact">Baseline, grade and model.</param>
    /// <param name="fewestHours">Judged hours that a prediction needs; at least a week is asked for in any case.</param>
    /// <param name="state">To go on from; null to begin anew.</param>
    public PumpWatch(PumpArtifact artifact, int fewestHours, PumpWatchState? state)
    {
        var options = artifact.Baseline.Options;
        _whyNone = artifact.WhyNoPredictions;
        _model = _whyNone is null ? artifact.Model : null;
        _fewestHours = fewestHours;
        _rule = new(artifact.Baseline.Pump, artifact.Grade.Grade, options, TraitsOf(artifact.Baseline));
        _condition = new(_rule, options.StuckAfter, state?.Condition);
        _alarm = new(_rule.Tolerances, options.Alarm, state?.Alarm);
        _history = new(state?.History);
    }

    /// <summary>What there is to remember.</summary>
    public PumpWatchState State => new(_condition.State, _alarm.State, _history.State);

    /// <summary>The values that deviations refer to.</summary>
    public ParameterValues Baseline => _rule.Baseline;

    /// <summary>Takes the next row.</summary>
    /// <param name="time">UTC, later than the row before.</param>
    /// <param name="reading">As measured.</param>
    /// <param name="whyUnpredicted">Null where the model is asked, too; else why it is not.</param>
    public Verdict Observe(DateTime time, in PumpReading reading, string? whyUnpredicted)
    {
        var row = _condition.Observe(time, reading);
        var deviations = row.Judged.DeviationsPct;
        var change = _alarm.Observe(time, row.Status, deviations);
        if (_condition.RestatedFrom is { } from) _history.Restate(from, _condition.Rows);
        else _history.Add(time, deviations);
        _history.Forget(_condition.Rows[0].Time);

        RulForecast? forecast = null;
        whyUnpredicted ??= _whyNone ?? Predict(time, out forecast);
        return new()
        {
            Time = time,
            Reading = reading,
            Row = row.Judged,
            Status = row.Status,
            Violations = Violations(deviations),
            Alarm = _alarm.Standing,
            AlarmChange = change,
            AlarmViolated = _alarm.Violated,
            Forecast = forecast,
            WhyNoForecast = whyUnpredicted,
        };
    }

    string? Predict(DateTime time, out RulForecast? forecast)
    {
        forecast = null;
        var recent = _history.Recent(time);
        if (PumpPrognosis.NotEnough(recent) is { } missing) return missing.TrimEnd('.');
        if (recent.JudgedHours < _fewestHours) return $"Not enough data: {recent.JudgedHours} of the {_fewestHours} hourly points that inference_settings.min_data_points_for_ml asks for";
        _spent = PumpFeatures.Compute(recent, _spent);
        forecast = _model!.Forecast(_spent);
        return null;
    }

    List<Violation> Violations(in ParameterValues deviations)
    {
        var violations = new List<Violation>();
        foreach (var parameter in ParameterSets.All)
            if (_rule.Tolerances.ViolationOf(parameter, deviations[parameter]) is { } violation) violations.Add(violation);
        return violations;
    }

    // Without a longer log that told, only what the baseline says is known.
    static SignalTraits TraitsOf(PackedBaseline packed)
    {
        if (packed.Signals is { } known) return known;
        var rated = packed.Pump.RatedSpeed is { } stated ? new RatedSpeed(stated, "from the baseline") : packed.Options.RatedSpeed is { } given ? new RatedSpeed(given, "as given") : null;
        return new(rated, SpeedVaries: false, ParameterSet.None);
    }
}

/// <summary>What a <see cref="PumpWatch"/> remembers.</summary>
/// <param name="Condition">Rows of the last day.</param>
/// <param name="Alarm">The alarm that may stand.</param>
/// <param name="History">Hours of the last weeks; null before the first row.</param>
sealed record PumpWatchState(ConditionWatchState Condition, AlarmWatchState Alarm, DeviationHistoryState? History);

/// <summary>What is said of one row.</summary>
sealed record Verdict
{
    /// <summary>UTC.</summary>
    public required DateTime Time { get; init; }

    /// <summary>As measured.</summary>
    public required PumpReading Reading { get; init; }

    /// <summary>Deviations, and why some are missing.</summary>
    public required JudgedReading Row { get; init; }

    /// <summary>With the sustained rule.</summary>
    public required PumpStatus Status { get; init; }

    /// <summary>In the order of the parameters.</summary>
    public required IReadOnlyList<Violation> Violations { get; init; }

    /// <summary>The status of the alarm that stands; Normal where none does.</summary>
    public required PumpStatus Alarm { get; init; }

    /// <summary>What became of the alarm with this row.</summary>
    public required AlarmEvent? AlarmChange { get; init; }

    /// <summary>The parameters of the alarm that stands.</summary>
    public required ParameterSet AlarmViolated { get; init; }

    /// <summary>From the last judged hour; null where there is none.</summary>
    public required RulForecast? Forecast { get; init; }

    /// <summary>Why there is no forecast; null where there is one.</summary>
    public required string? WhyNoForecast { get; init; }
}
