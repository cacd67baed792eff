using Plumbline.Plant;

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

    /// <summary>With a known failure date: when it could first have been foreseen, and by what. Null without one.</summary>
    public required Foresight? Foresight { get; init; }
}

/// <summary>A statement about remaining useful life (RUL).</summary>
/// <param name="At">The reading that it is made from, UTC.</param>
/// <param name="RulDays">Best estimate, days, 0 or more.</param>
/// <param name="LowDays">Lower end of the interval, days.</param>
/// <param name="HighDays">Upper end of the interval, days; infinity where no end can be given.</param>
/// <param name="Coverage">Share of cases in which such an interval holds the truth, nominal: 0.9 is 90 %.</param>
/// <param name="Probability">P(failure within 7 days), 0 to 1.</param>
/// <param name="Confidence">max(probability, 1 − probability): how sure the answer to "within 7 days?" is.</param>
/// <param name="Factors">The features that moved this forecast most, largest first; at most five.</param>
public sealed record RulForecast(DateTime At, double RulDays, double LowDays, double HighDays, double Coverage, double Probability, double Confidence, IReadOnlyList<RulFactor> Factors);

/// <summary>What one feature did to a forecast.</summary>
/// <param name="Feature">The feature's name.</param>
/// <param name="Value">Its value at this reading.</param>
/// <param name="Days">How many days it added to the forecast (negative: took away), by the path contributions of the trees.</param>
public sealed record RulFactor(string Feature, double Value, double Days);

/// <summary>An extrapolation of the degradation path.</summary>
/// <param name="Parameter">The parameter that reaches its Failure limit first; null where no parameter degrades.</param>
/// <param name="LimitPct">The deviation at which its status is Failure.</param>
/// <param name="Forecast">When; null where no parameter degrades.</param>
/// <param name="Verdict">The finding as a sentence, "no degradation trend" among them.</param>
public sealed record DegradationForecast(PumpParameter? Parameter, double? LimitPct, RulForecast? Forecast, string Verdict);

/// <summary>When a known failure could have been foreseen.</summary>
/// <param name="FailureDate">When the pump failed, UTC.</param>
/// <param name="FirstSign">The first sustained exceedance, alarm or urgent loss before it, UTC; null where there was none.</param>
/// <param name="Sign">What that was, as a sentence.</param>
public sealed record Foresight(DateTime FailureDate, DateTime? FirstSign, string Sign)
{
    /// <summary>Days from the first sign to the failure; null without a sign.</summary>
    public double? LeadDays => FirstSign is { } first ? (FailureDate - first).TotalDays : null;
}
