using Plumbline.Edge.Delivery;
using Plumbline.Edge.Judging;
using Plumbline.Edge.Reporting;
using Plumbline.Plant;
using Plumbline.Pumps.Condition;

namespace Plumbline.Edge.Results;

/// <summary>What was said of one row, and what became of it: a line of the results log. Numbers keep every digit; null: missing, or not judged.</summary>
sealed record RowResult
{
    public required DateTime Timestamp { get; init; }

    /// <summary>The row that was judged before it, UTC; null for the first. A line that does not follow the one above it shows that the log lacks rows.</summary>
    public DateTime? Follows { get; init; }

    public required PumpStatus Status { get; init; }
    public required LoggedReading Reading { get; init; }
    public required LoggedValues Deviations { get; init; }

    /// <summary>By parameter: why it was not judged.</summary>
    public required IReadOnlyDictionary<string, Unjudged> Unjudged { get; init; }

    public required IReadOnlyDictionary<string, LoggedViolation> Violations { get; init; }
    public required LoggedPrediction? Prediction { get; init; }

    public string? PredictionUnavailable { get; init; }

    /// <summary>What is told to the centre: parameters, or <c>prediction</c>. Empty where the row is not reported.</summary>
    public required IReadOnlyList<string> Told { get; init; }

    /// <summary>Key of the report; null where there is none.</summary>
    public string? Key { get; init; }

    public required string Reason { get; init; }
    public required string ModelVersion { get; init; }

    public static RowResult Of(Verdict verdict, DateTime? follows, ReportDecision decision, AnomalyPayload? report, string version) => new()
    {
        Timestamp = verdict.Time,
        Follows = follows,
        Status = verdict.Status,
        Reading = LoggedReading.Of(verdict.Reading),
        Deviations = LoggedValues.Of(verdict.Row.DeviationsPct),
        Unjudged = Reasons(verdict.Row.WhyUnjudged),
        Violations = verdict.Violations.ToDictionary(violation => Name(violation.Parameter), LoggedViolation.Of),
        Prediction = verdict.Forecast is { } forecast ? new(forecast.RulDays, forecast.Probability, forecast.Confidence) : null,
        PredictionUnavailable = verdict.WhyNoForecast,
        Told = decision.Told,
        Key = report?.Key,
        Reason = decision.Reason,
        ModelVersion = version,
    };

    static Dictionary<string, Unjudged> Reasons(UnjudgedReasons why)
    {
        var reasons = new Dictionary<string, Unjudged>();
        foreach (var parameter in ParameterSets.All)
            if (why[parameter] != Pumps.Condition.Unjudged.No) reasons.Add(Name(parameter), why[parameter]);
        return reasons;
    }

    static string Name(PumpParameter parameter) => parameter.ToString().ToLowerInvariant();
}

/// <summary>A row as measured.</summary>
sealed record LoggedReading(double? FlowGpm, double? DischargePsi, double? SuctionPsi, double? PowerHp, double? EfficiencyPct, double? SpeedRpm)
{
    public static LoggedReading Of(in PumpReading reading) =>
        new(LoggedValues.Known(reading.FlowGpm), LoggedValues.Known(reading.DischargePsi), LoggedValues.Known(reading.SuctionPsi), LoggedValues.Known(reading.PowerHp), LoggedValues.Known(reading.EfficiencyPct), LoggedValues.Known(reading.SpeedRpm));

    public PumpReading ToReading() => new(FlowGpm ?? double.NaN, DischargePsi ?? double.NaN, SuctionPsi ?? double.NaN, PowerHp ?? double.NaN, EfficiencyPct ?? double.NaN, SpeedRpm ?? double.NaN);
}

/// <summary>One number for each parameter.</summary>
sealed record LoggedValues(double? Flow, double? Head, double? Power, double? Efficiency)
{
    public static LoggedValues Of(in ParameterValues values) => new(Known(values.Flow), Known(values.Head), Known(values.Power), Known(values.Efficiency));

    public static double? Known(double value) => double.IsFinite(value) ? value : null;
}

/// <summary>A parameter outside its tolerance.</summary>
sealed record LoggedViolation(double Deviation, double Threshold, LimitSide ThresholdType, bool Mandatory)
{
    public static LoggedViolation Of(Violation violation) => new(violation.DeviationPct, violation.ThresholdPct, violation.Side, violation.Mandatory);
}

/// <summary>What the model says.</summary>
sealed record LoggedPrediction(double RulDays, double Probability, double Confidence);
