using Plumbline.Plant;
using Plumbline.Pumps.Features;
using Plumbline.Pumps.Grades;

namespace Plumbline.Pumps.Prognosis;

/// <summary>How long a pump has, by each way of telling that was possible.</summary>
public sealed record PumpPrognosis
{
    /// <summary>Why nothing was said, where nothing was: what is missing and when it will be enough. Null where something was.</summary>
    public required string? Unavailable { get; init; }

    /// <summary>By extrapolating each deviation to its Failure limit; always tried.</summary>
    public required DegradationForecast? Degradation { get; init; }

    /// <summary>By a model learnt from run-to-failure histories; null where there is no model, or it has no skill.</summary>
    public required RulForecast? Learnt { get; init; }

    /// <summary>The model behind <see cref="Learnt"/>, or the one that was trained and found to be without skill.</summary>
    public required RulModelCard? Model { get; init; }

    /// <summary>With a known failure date and a model that had not seen these readings: how far its answers were from the truth, hour for hour up to the failure. Null otherwise.</summary>
    public RulMetrics? OnThisRun { get; init; }

    /// <summary>With a known failure date: when it could first have been foreseen, and by what. Null without one.</summary>
    public required Foresight? Foresight { get; init; }

    /// <summary>Judged hours that any forecast needs: a week.</summary>
    public const int NeededHours = 168;

    /// <summary>Says what can be said.</summary>
    /// <param name="deviations">The pump's hourly deviations up to now.</param>
    /// <param name="grade">The tolerances that it is judged by.</param>
    /// <param name="model">A model to ask; null where there is none. One without skill is shown and not asked.</param>
    /// <param name="foresight">With a known failure date: what was found looking back from it.</param>
    /// <param name="options">The settings of the analysis; null for the defaults.</param>
    /// <param name="pumpId">The pump's name: a model that learnt from these very readings is not held against them.</param>
    public static PumpPrognosis Of(HourlyDeviations deviations, ToleranceGrade grade, RulModel? model = null, Foresight? foresight = null, AnalysisOptions? options = null, string pumpId = "")
    {
        ArgumentNullException.ThrowIfNull(deviations);
        ArgumentNullException.ThrowIfNull(grade);
        var missing = NotEnough(deviations);
        var alone = new PumpPrognosis
        {
            Unavailable = missing,
            Degradation = missing is null ? DegradationPath.Forecast(deviations, grade, options) : null,
            Learnt = null,
            Model = null,
            Foresight = foresight,
        };
        return model is null ? alone : alone.With(model, deviations, pumpId);
    }

    internal PumpPrognosis With(RulModel model, HourlyDeviations deviations, string pumpId)
    {
        var unseen = Foresight is not null && !model.Card.LearntFrom(pumpId, new(deviations.Start, deviations.HourAt(Math.Max(0, deviations.Count - 1))));
        var features = Unavailable is null && (model.Card.HasSkill || unseen) ? PumpFeatures.Compute(deviations) : null;
        return this with
        {
            Learnt = features is not null ? model.Forecast(features) : null,
            Model = model.Card,
            OnThisRun = features is not null && unseen ? model.MetricsOn(new(pumpId, features, Foresight!.FailureDate)) : null,
        };
    }

    /// <summary>What is missing for a forecast, and when it will be enough; null where nothing is.</summary>
    public static string? NotEnough(HourlyDeviations deviations)
    {
        ArgumentNullException.ThrowIfNull(deviations);
        var judged = deviations.JudgedHours;
        if (judged >= NeededHours) return null;
        var missing = NeededHours - judged;
        return $"Not enough data: {judged} of the {NeededHours} hourly points (one week) that a prognosis needs; enough after {missing} more hours of running" +
            (deviations.Count == 0 ? "." : $", on {Words.Time(deviations.HourAt(deviations.Count - 1 + missing))} at the earliest.");
    }
}

/// <summary>A statement about remaining useful life (RUL).</summary>
/// <param name="At">The reading that it is made from, UTC.</param>
/// <param name="RulDays">Best estimate, days, 0 or more.</param>
/// <param name="LowDays">Lower end of the interval, days.</param>
/// <param name="HighDays">Upper end of the interval, days; infinity where no end can be given: the truth that a model learns from is capped.</param>
/// <param name="Coverage">Share of cases in which such an interval holds the truth, nominal: 0.9 is 90 %.</param>
/// <param name="Probability">P(failure within 7 days), 0 to 1.</param>
/// <param name="Confidence">max(probability, 1 − probability): how sure the answer to "within 7 days?" is.</param>
/// <param name="Factors">The features that moved this forecast most, largest first; at most five.</param>
public sealed record RulForecast(DateTime At, double RulDays, double LowDays, double HighDays, double Coverage, double Probability, double Confidence, IReadOnlyList<RulFactor> Factors)
{
    /// <summary>Whether <see cref="RulDays"/> is only a lower bound: the answer is as far as the model, or the extrapolation, can see.</summary>
    public bool IsAtLeast { get; init; }
}

/// <summary>What one feature did to a forecast.</summary>
/// <param name="Feature">The feature's name.</param>
/// <param name="Value">Its value at this reading.</param>
/// <param name="Days">How many days it added to the forecast (negative: took away), by the path contributions of the trees. For a model of the label <see cref="RulLabel.Classification"/>: how much to the chance of failing soon.</param>
public sealed record RulFactor(string Feature, double Value, double Days);

/// <summary>An extrapolation of the degradation path.</summary>
/// <param name="Parameter">The parameter that reaches its Failure limit first; null where no parameter degrades.</param>
/// <param name="LimitPct">Where its severity is 2, percent of baseline: the limit of status Failure for a mandatory parameter; null where no parameter degrades.</param>
/// <param name="Forecast">When; null where no parameter degrades.</param>
/// <param name="Verdict">The finding as a sentence, "no degradation trend" among them.</param>
public sealed record DegradationForecast(PumpParameter? Parameter, double? LimitPct, RulForecast? Forecast, string Verdict);
