using System.Text.Json;
using Plumbline.Pumps.Prognosis;
using Plumbline.Reports.Documents.Diagnosis;

namespace Plumbline.Reports.Documents.Exchange;

/// <summary>The part of analysis.json about remaining life.</summary>
static class PrognosisJson
{
    public static void Write(Utf8JsonWriter json, PumpPrognosis prognosis)
    {
        json.Text("unavailable", prognosis.Unavailable);
        json.Object("degradation", prognosis.Degradation, (o, path) =>
        {
            o.Text("verdict", path.Verdict);
            o.Parameter("parameter", path.Parameter);
            o.Number("limit_pct", path.LimitPct);
            o.Object("forecast", path.Forecast, Forecast);
        });
        json.Object("learnt", prognosis.Learnt, Forecast);
        json.Object("model", prognosis.Model, Card);
        json.Object("on_this_run", prognosis.OnThisRun, Metrics);
        json.Object("foresight", prognosis.Foresight, (o, foresight) =>
        {
            o.Time("failure_date", foresight.FailureDate);
            o.Time("first_sign", foresight.FirstSign);
            o.Number("lead_days", foresight.LeadDays);
            o.Text("sign", foresight.Sign);
        });
    }

    static void Forecast(Utf8JsonWriter json, RulForecast forecast)
    {
        json.Time("at", forecast.At);
        json.Number("rul_days", forecast.RulDays);
        json.WriteBoolean("is_at_least", forecast.IsAtLeast);
        json.Number("low_days", forecast.LowDays);
        json.Number("high_days", forecast.HighDays);
        json.Number("coverage", forecast.Coverage);
        json.Number("probability", forecast.Probability);
        json.Number("confidence", forecast.Confidence);
        json.Array("factors", forecast.Factors, (o, factor) =>
        {
            o.WriteString("feature", factor.Feature);
            o.Text("in_words", FeatureWords.Of(factor.Feature));
            o.Number("value", factor.Value);
            o.Number("days", factor.Days);
        });
    }

    static void Card(Utf8JsonWriter json, RulModelCard card)
    {
        json.WriteString("version", card.Version);
        json.WriteString("kind", card.Kind);
        json.WriteString("label", JsonFields.Snake(card.Label));
        json.WriteString("pump_id", card.PumpId);
        json.WriteBoolean("has_skill", card.HasSkill);
        json.Time("trained_at", card.TrainedAt);
        json.Number("rul_cap_days", card.RulCapDays);
        json.Text("split", card.Split);
        json.Number("coverage", card.Coverage);
        json.Number("measured_coverage", card.MeasuredCoverage);
        json.Object("train", card.Train, Metrics);
        json.Object("test", card.Test, Metrics);
        json.Texts("features", card.Features);
        json.Array("importance", card.Importance, (o, share) =>
        {
            o.WriteString("feature", share.Feature);
            o.Number("share", share.Share);
        });
        json.Array("runs", card.Runs, (o, run) =>
        {
            o.WriteString("pump_id", run.PumpId);
            o.Time("start", run.Period.Start);
            o.Time("end", run.Period.End);
            o.Time("failure_date", run.FailureDate);
            o.WriteBoolean("for_test", run.ForTest);
        });
    }

    static void Metrics(Utf8JsonWriter json, RulMetrics metrics)
    {
        json.WriteNumber("rows", metrics.Rows);
        json.Number("mae", metrics.Mae);
        json.Number("rmse", metrics.Rmse);
        json.Number("r2", metrics.R2);
    }
}
