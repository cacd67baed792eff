using Plumbline.Incidents;
using Plumbline.Plant;
using Plumbline.Pumps.Condition;
using Plumbline.Pumps.Features;
using Plumbline.Pumps.Grades;
using Plumbline.Pumps.Prognosis;

namespace Plumbline.Pumps;

/// <summary>Everything that an analysis of one pump found: what reports, files and programs are made from.</summary>
public sealed record PumpAnalysis
{
    /// <summary>What the pump was compared with.</summary>
    public required PumpBaseline Baseline { get; init; }

    /// <summary>The acceptance grade that the pump was judged by.</summary>
    public required ToleranceGrade Grade { get; init; }

    /// <summary>Why this grade: the application and size that selected it, or that it was asked for.</summary>
    public required string GradeReason { get; init; }

    /// <summary>The settings used.</summary>
    public required AnalysisOptions Options { get; init; }

    /// <summary>The readings with deviation, severity and status of each.</summary>
    public required JudgedLog Rows { get; init; }

    /// <summary>From the first reading to the last.</summary>
    public required Period Period { get; init; }

    /// <summary>The usual time between readings.</summary>
    public required TimeSpan SamplingInterval { get; init; }

    /// <summary>The speed at which readings were judged, and where it comes from; null where no speed is known.</summary>
    public required RatedSpeed? RatedSpeed { get; init; }

    /// <summary>What is wrong with the data, from reading the file to judging it.</summary>
    public required IReadOnlyList<Defect> Defects { get; init; }

    /// <summary>Flow, head, power, efficiency, in that order.</summary>
    public required IReadOnlyList<ParameterAssessment> Parameters { get; init; }

    /// <summary>How rows and days divide over the statuses, worst last; only those that occur.</summary>
    public required IReadOnlyList<StatusShare> StatusShares { get; init; }

    /// <summary>The status of the last row that was not off, <see cref="PumpStatus.Off"/> where there is none.</summary>
    public required PumpStatus CurrentStatus { get; init; }

    /// <summary>Alarms in the order in which they were raised.</summary>
    public required IReadOnlyList<PumpAlarm> Alarms { get; init; }

    /// <summary>How the alarms behaved as a load on a person, in the measures of ISA-18.2.</summary>
    public required AlarmLoad AlarmLoad { get; init; }

    /// <summary>How long the pump has, as far as can be said.</summary>
    public required PumpPrognosis Prognosis { get; init; }

    /// <summary>The same with what a model says of remaining life, as though it had been asked from the start: for one that was trained meanwhile.</summary>
    public PumpAnalysis With(RulModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return this with { Prognosis = Prognosis.With(model, HourlyDeviations.Of(Rows), Baseline.PumpId) };
    }

    /// <summary>The assessment of one parameter.</summary>
    public ParameterAssessment this[PumpParameter parameter] => Parameters[(int)parameter];
}

/// <summary>The speed that the affinity laws bring readings to.</summary>
/// <param name="Speed">The speed.</param>
/// <param name="Source">In words: from the baseline, as given, or the most frequent running speed.</param>
public sealed record RatedSpeed(Speed Speed, string Source);

/// <summary>What was found about one parameter over the whole period.</summary>
public sealed record ParameterAssessment
{
    /// <summary>Which.</summary>
    public required PumpParameter Parameter { get; init; }

    /// <summary>Unit of <see cref="BaselineValue"/> and of the judged values: gpm, psi, ft, hp or %.</summary>
    public required string Unit { get; init; }

    /// <summary>The baseline that deviations refer to.</summary>
    public required double BaselineValue { get; init; }

    /// <summary>The tolerance.</summary>
    public required ToleranceLimits Limits { get; init; }

    /// <summary>Rows in which it was judged.</summary>
    public required int JudgedRows { get; init; }

    /// <summary>Judged rows in which it was outside its tolerance.</summary>
    public required int ViolatedRows { get; init; }

    /// <summary>Where no row, or only a part of the running rows, could be judged: why, as a sentence. Null where all could.</summary>
    public required string? UnjudgedReason { get; init; }

    /// <summary>Whether it is an exact multiple of another column, so that it is no evidence beside that one.</summary>
    public bool IsDerived { get; init; }

    /// <summary>Where its sensor, or the log, is cut off: a floor, a ceiling, both or (mostly) neither.</summary>
    public IReadOnlyList<ClippedSensor> Clipped { get; init; } = [];

    /// <summary>The last judged row; null where there is none.</summary>
    public required Exceedance? Latest { get; init; }

    /// <summary>The first violating row; null where there is none.</summary>
    public required Exceedance? FirstExceedance { get; init; }

    /// <summary>The first violating row from which the following 24 hours were mostly violating too.</summary>
    public required SustainedExceedance Sustained { get; init; }

    /// <summary>The judged row furthest from the baseline in the direction that the tolerance checks, else furthest in either; null where none was judged.</summary>
    public required Exceedance? Worst { get; init; }

    /// <summary>Largest sustained loss; null where there is none, or for power, where less is not a loss.</summary>
    public required PerformanceLoss? Loss { get; init; }

    /// <summary>How it moves; null where there is too little to say.</summary>
    public required DeviationTrend? Trend { get; init; }
}

/// <summary>One row's deviation beside the limit it is held against.</summary>
/// <param name="Time">UTC.</param>
/// <param name="Value">The judged value, in the parameter's unit.</param>
/// <param name="DeviationPct">Percent of baseline.</param>
/// <param name="LimitPct">The limit on that side; null where that side is not checked.</param>
/// <param name="Severity">|deviation| / |limit| (|deviation| / 10 for a limit of 0); 0 where not violated.</param>
public sealed record Exceedance(DateTime Time, double Value, double DeviationPct, double? LimitPct, double Severity);

/// <summary>Whether a lasting exceedance was found.</summary>
/// <param name="Found">The first row of it; null where there is none.</param>
/// <param name="NotYetKnown">True where a violation near the end of the data may still turn out to last.</param>
public sealed record SustainedExceedance(Exceedance? Found, bool NotYetKnown);

/// <summary>How grave a loss of performance is.</summary>
public enum LossGrade
{
    /// <summary>Below the warning limit.</summary>
    Slight,

    /// <summary>Plan for it.</summary>
    Warning,

    /// <summary>Act on it.</summary>
    Urgent,
}

/// <summary>A lasting loss against the baseline, whatever the acceptance grade says of it.</summary>
/// <param name="LossPct">Median deviation over the worst 24 hours, percent, negative.</param>
/// <param name="Since">The first reading from which the loss stayed beyond the warning limit to the worst point, UTC; null for a slight loss.</param>
/// <param name="WorstAt">Middle of the worst 24 hours, UTC.</param>
/// <param name="Grade">How grave.</param>
public sealed record PerformanceLoss(double LossPct, DateTime? Since, DateTime WorstAt, LossGrade Grade)
{
    /// <summary>The first reading from which the loss was within the warning limit again, UTC; null for a slight loss, and for one that goes on at the end of the data.</summary>
    public DateTime? Until { get; init; }

    /// <summary>Whether most readings of the worst 24 hours were cut off at the floor of the sensor, so that the true loss is larger than <see cref="LossPct"/>.</summary>
    public bool IsAtLeast { get; init; }
}

/// <summary>A robust trend of a deviation over a recent window: a leading indicator.</summary>
/// <param name="Window">The readings it is taken from.</param>
/// <param name="SlopePctPerDay">Percentage points a day.</param>
/// <param name="LowPctPerDay">Lower end of the 95 % interval.</param>
/// <param name="HighPctPerDay">Upper end of the 95 % interval.</param>
public sealed record DeviationTrend(Period Window, double SlopePctPerDay, double LowPctPerDay, double HighPctPerDay)
{
    /// <summary>Whether the interval leaves out zero.</summary>
    public bool IsSignificant => LowPctPerDay > 0 || HighPctPerDay < 0;
}

/// <summary>How often a status occurs.</summary>
/// <param name="Status">Which.</param>
/// <param name="Rows">Readings with it.</param>
/// <param name="Days">Time spent in it: each reading stands until the next, at most three sampling intervals.</param>
public sealed record StatusShare(PumpStatus Status, int Rows, double Days);

/// <summary>One alarm of a pump.</summary>
/// <param name="Raised">When it was raised, UTC.</param>
/// <param name="Cleared">When it was cleared, UTC; null while it stands.</param>
/// <param name="WorstStatus">The worst status while it stood.</param>
/// <param name="Parameters">The parameters violated while it stood.</param>
/// <param name="Worst">The violation of the highest severity while it stood, and of which parameter.</param>
/// <param name="WorstParameter">The parameter of <paramref name="Worst"/>.</param>
public sealed record PumpAlarm(DateTime Raised, DateTime? Cleared, PumpStatus WorstStatus, IReadOnlyList<PumpParameter> Parameters, Exceedance Worst, PumpParameter WorstParameter)
{
    /// <summary>The status of the alarm itself, not of a single reading, when it was raised.</summary>
    public PumpStatus RaisedAs { get; init; } = PumpStatus.Warning;

    /// <summary>When the alarm itself, not a single reading, rose to a higher status; in the order of time, without the raising.</summary>
    public IReadOnlyList<AlarmStep> Escalations { get; init; } = [];
}

/// <summary>An alarm became graver.</summary>
/// <param name="Time">UTC.</param>
/// <param name="Status">From then on.</param>
public sealed record AlarmStep(DateTime Time, PumpStatus Status);
