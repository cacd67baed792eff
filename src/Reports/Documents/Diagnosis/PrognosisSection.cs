using Plumbline.Pumps;
using Plumbline.Pumps.Prognosis;

namespace Plumbline.Reports.Documents.Diagnosis;

/// <summary>How long the pump has, by each way of telling, and how far that is to be trusted.</summary>
static class PrognosisSection
{
    public static Section Write(Findings findings)
    {
        var prognosis = findings.Analysis.Prognosis;
        var blocks = new List<Block>();
        if (prognosis.Unavailable is { Length: > 0 } why) blocks.Add(new Callout(Tone.Note, Wording.Sentence(why)));
        if (prognosis.Degradation is { } path)
        {
            blocks.Add(new Subheading("By the degradation path"));
            blocks.Add(new Paragraph(Wording.Sentence(path.Verdict)));
            if (findings.Analysis.Parameters.Any(parameter => parameter.Trend is not null)) blocks.Add(new Paragraph(TwoTrends));
            if (path.Forecast is { HighDays: > 0 } forecast) blocks.Add(Forecast(forecast, $"Time to {LimitReached(path)}"));
        }
        if (prognosis.Learnt is { } learnt)
        {
            blocks.Add(new Subheading("By the model learnt from failures"));
            if (LearntFromThis(findings.Analysis)) blocks.Add(new Callout(Tone.Caution, "The model was fitted on these very readings: what it says of them is no forecast, and no measure of it. How good it is on others stands below."));
            blocks.Add(Forecast(learnt, "Remaining useful life"));
            blocks.AddRange(Factors(learnt, prognosis.Model?.Label ?? RulLabel.Regression));
        }
        if (prognosis.Model is { } card) blocks.AddRange(Card(card, prognosis.OnThisRun));
        if (prognosis.Foresight is { } foresight)
        {
            blocks.Add(new Subheading("Could the failure have been seen?"));
            blocks.Add(new Paragraph(Foreseen(findings, foresight)));
        }
        if (blocks.Count == 0) blocks.Add(new Paragraph("Nothing can be said about remaining life from these readings."));
        return new("prognosis", "Predictive analysis", "Prognosis", blocks);
    }

    const string TwoTrends = "The path is drawn through the medians of as many of the last days as follow one line, the leading indicators above through all hours of the last two weeks: "
        + "where the two differ, the pump moves otherwise of late than before.";

    static bool LearntFromThis(PumpAnalysis analysis) => analysis.Prognosis.Model?.LearntFrom(analysis.Baseline.PumpId, analysis.Period) == true;

    public static string InOneSentence(Findings findings)
    {
        var prognosis = findings.Analysis.Prognosis;
        if (VerdictWriter.Forecast(findings.Analysis) is { Forecast.HighDays: > 0 } found)
        {
            var forecast = found.Forecast;
            return $"{VerdictWriter.About(forecast)} to {found.Ends}, {Interval(forecast)}; chance of failure within 7 days {Wording.Chance(forecast.Probability)}.";
        }
        if (prognosis.Degradation is { Verdict.Length: > 0 } path) return Wording.Sentence(path.Verdict);
        return prognosis.Unavailable is { Length: > 0 } why ? Wording.Sentence(why) : "nothing can be said from these readings.";
    }

    static string Interval(RulForecast forecast) => $"{Wording.Share(forecast.Coverage)} interval {Wording.DayNumber(forecast.LowDays)} to {Wording.Days(forecast.HighDays)}";

    static string LimitReached(DegradationForecast path) =>
        path is { Parameter: { } parameter, LimitPct: { } limit } ? $"the Failure limit of {Wording.Name(parameter)} ({ParameterSection.Pct(limit)})" : "the Failure limit";

    static Table Forecast(RulForecast forecast, string what) => new(
        [new("Forecast of " + Wording.Time(forecast.At)), new("Value", true)],
        [
            [what, (forecast.IsAtLeast ? "at least " : "") + Wording.Days(forecast.RulDays)],
            [$"{Wording.Share(forecast.Coverage)} interval", $"{Wording.DayNumber(forecast.LowDays)} to {Wording.Days(forecast.HighDays)}"],
            ["Chance of failure within 7 days", Wording.Chance(forecast.Probability)],
            ["Confidence in the answer to \u201Cwithin 7 days?\u201D", Wording.Chance(forecast.Confidence)],
        ]);

    static IEnumerable<Block> Factors(RulForecast forecast, RulLabel label)
    {
        if (forecast.Factors.Count == 0) yield break;
        yield return new Paragraph("What moved this forecast most:");
        yield return new BulletList([.. forecast.Factors.Select(factor => (Prose)
            $"{Wording.Capital(FeatureWords.Of(factor.Feature))}, now {Wording.Number(factor.Value)}: {Moved(factor, label)}.")]);
    }

    static string Moved(RulFactor factor, RulLabel label) => label is RulLabel.Classification
        ? $"{(factor.Days < 0 ? "lowered" : "raised")} the chance of failing within 7 days by {Wording.Decimals(Math.Abs(factor.Days) * 100, 0)} points"
        : $"{(factor.Days < 0 ? "took away" : "added")} {Wording.Days(Math.Abs(factor.Days))}";

    static IEnumerable<Block> Card(RulModelCard card, RulMetrics? onThisRun)
    {
        yield return new Subheading("The model and how far to trust it");
        if (!card.HasSkill)
            yield return new Callout(Tone.Caution, Prose.Strong("No skill. ") + $"On readings that it had not seen the model is no better than always saying the mean (test R² {Wording.Decimals(card.Test.R2, 2)}). It predicts nothing here and raises no alarm.");
        yield return new Table(
            [new(card.Label is RulLabel.Classification ? "Error of the chance (0 to 1)" : "Error, days"), new("Rows", true), new("MAE", true), new("RMSE", true), new("R²", true)],
            [Metrics("On the readings it was fitted on", card.Train, card.Label), Metrics("On readings it had not seen", card.Test, card.Label), .. onThisRun is null ? (Prose[][])[] : [Metrics("On these readings, up to the failure", onThisRun, card.Label)]]);
        var runs = $"{Wording.Count(card.Runs.Count)} {(card.Runs.Count == 1 ? "history" : "histories")} ending in a failure";
        var points = new List<Prose>
        {
            $"{Kind(card.Kind)}, version {card.Version}, trained {Wording.Date(card.TrainedAt)} on {runs} with {Wording.Count(card.Features.Count, "feature")}; life beyond {Wording.Days(card.RulCapDays)} is not told apart.",
            Wording.Sentence(card.Split),
            $"Its {Wording.Share(card.Coverage)} intervals held the truth in {Wording.Share(card.MeasuredCoverage)} of the readings that it had not seen.",
        };
        if (card.Importance.Count > 0)
            points.Add("It looks most at " + Wording.And(card.Importance.Take(3).Select(share => $"{FeatureWords.Of(share.Feature)} ({Wording.Share(share.Share)})")) + ".");
        yield return new BulletList(points);
    }

    static Prose[] Metrics(string name, RulMetrics metrics, RulLabel label)
    {
        var digits = label is RulLabel.Classification ? 3 : 1;
        return [name, Wording.Count(metrics.Rows), Wording.Decimals(metrics.Mae, digits), Wording.Decimals(metrics.Rmse, digits), Wording.Decimals(metrics.R2, 2)];
    }

    static string Kind(string kind) => kind switch
    {
        "random_forest" => "Random forest",
        "gradient_boosting" => "Gradient boosting",
        "linear" => "Linear regression",
        _ => kind,
    };

    static Prose Foreseen(Findings findings, Foresight foresight)
    {
        var sign = Wording.Typeset(Wording.Sentence(foresight.Sign));
        if (foresight.LeadDays is { } lead)
            return Prose.Strong(lead > 0 ? "Yes. " : "No. ") + $"{sign} That was {Wording.Days(Math.Abs(lead))} {(lead > 0 ? "before" : "after")} the failure of {Wording.Time(foresight.FailureDate)}.";
        return Prose.Strong("No. ") + $"{sign} The pump failed on {Wording.Time(foresight.FailureDate)}.{NotLookedAt(findings, foresight)}";
    }

    // "No sign" counts for what was measured, while it was measured.
    static string NotLookedAt(Findings findings, Foresight foresight)
    {
        var unseen = findings.Analysis.Parameters.Where(p => p.JudgedRows == 0).Select(p => Wording.Name(p.Parameter)).ToList();
        var blind = unseen.Count == 0 ? "" : $" What {Wording.And(unseen)} would have shown is not known: {(unseen.Count == 1 ? "it" : "they")} could not be judged.";
        var silence = foresight.FailureDate - findings.Analysis.Period.End;
        return blind + (silence > TimeSpan.FromDays(1) ? $" The readings end {Wording.Span(silence)} before the failure." : "");
    }
}
