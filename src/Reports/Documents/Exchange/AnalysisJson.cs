using System.Text.Json;
using Plumbline.Incidents;
using Plumbline.Plant;
using Plumbline.Pumps;
using Plumbline.Pumps.Grades;
using Plumbline.Reports.Documents.Diagnosis;

namespace Plumbline.Reports.Documents.Exchange;

/// <summary>Everything that the report says, for programs. Every field is described in docs/analysis-json.md.</summary>
/// <remarks>A field may be added in a later version of the same number before the dot; none is renamed, removed or given another meaning.</remarks>
public static class AnalysisJson
{
    /// <summary>Version of the layout.</summary>
    public const string SchemaVersion = "1.0";

    /// <summary>Writes the analysis as one JSON object in UTF-8.</summary>
    /// <param name="analysis">What to write.</param>
    /// <param name="stream">Not closed.</param>
    public static void Write(PumpAnalysis analysis, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        ArgumentNullException.ThrowIfNull(stream);
        var findings = new Findings(analysis);
        var verdict = VerdictWriter.Write(findings);
        using (var json = JsonFields.Begin(stream))
        {
            json.WriteStartObject();
            json.WriteString("schema_version", SchemaVersion);
            json.WriteString("made_by", $"Plumbline {typeof(AnalysisJson).Assembly.GetName().Version?.ToString(3)}");
            json.WriteString("pump_id", analysis.Baseline.PumpId);
            json.WriteString("current_status", analysis.CurrentStatus.ToString());
            json.WriteBoolean("off_now", findings.IsOffNow);
            json.Object("verdict", verdict, (o, v) => Verdict(o, v, findings));
            json.Object("period", analysis, Period);
            json.Object("grade", analysis.Grade, (o, grade) => Grade(o, grade, analysis.GradeReason));
            json.Object("baseline", analysis.Baseline, (o, baseline) => Baseline(o, baseline, findings.Baseline));
            json.Object("rated_speed", analysis.RatedSpeed, (o, rated) =>
            {
                o.Number("rpm", rated.Speed.Rpm);
                o.Text("source", rated.Source);
            });
            json.Object("options", analysis.Options, Options);
            json.Array("defects", analysis.Defects, Defect);
            json.Array("parameters", analysis.Parameters, (o, assessment) => Parameter(o, assessment, findings[assessment.Parameter]));
            json.Array("status_shares", analysis.StatusShares, (o, share) =>
            {
                o.WriteString("status", share.Status.ToString());
                o.WriteNumber("rows", share.Rows);
                o.Number("days", share.Days);
            });
            json.Array("alarms", analysis.Alarms, Alarm);
            json.Object("alarm_load", analysis.AlarmLoad, Load);
            json.Array("events", Occurrence.AllOf(analysis), Event);
            json.Object("prognosis", analysis.Prognosis, PrognosisJson.Write);
            json.WriteNumber("monitoring_interval_h", ActionSection.FrequencyOf(analysis.CurrentStatus).Hours);
            json.Array("early_warnings", EarlyWarning.AllOf(analysis), Warning);
            json.Array("recommendations", Recommendations.Draw(findings), Recommendation);
            json.WriteEndObject();
        }
        stream.WriteByte((byte)'\n');
    }

    static void Verdict(Utf8JsonWriter json, Verdict verdict, Findings findings)
    {
        json.WriteString("status", verdict.Status.ToString());
        json.WriteString("urgency", JsonFields.Snake(verdict.Urgency));
        json.Text("sentence", verdict.Sentence);
        json.Text("brief", verdict.Brief);
        json.WriteString("pattern", JsonFields.Snake(findings.Pattern));
    }

    static void Period(Utf8JsonWriter json, PumpAnalysis analysis)
    {
        json.Time("start", analysis.Period.Start);
        json.Time("end", analysis.Period.End);
        json.Number("days", analysis.Period.Length.TotalDays);
        json.WriteNumber("rows", analysis.Rows.Count);
        json.Number("sampling_interval_s", analysis.SamplingInterval.TotalSeconds);
    }

    static void Grade(Utf8JsonWriter json, ToleranceGrade grade, string reason)
    {
        json.WriteString("name", grade.Name);
        json.WriteString("profile", grade.Profile);
        json.Text("reason", reason);
    }

    static void Baseline(Utf8JsonWriter json, PumpBaseline baseline, BaselineCheck check)
    {
        json.WriteString("pump_type", baseline.PumpType);
        json.WriteString("application", baseline.Application);
        json.Number("motor_rating_hp", baseline.MotorRating.Horsepower);
        json.Number("motor_rating_kw", baseline.MotorRating.Kilowatts);
        json.Number("flow_gpm", baseline.Flow.GallonsPerMinute);
        json.Number("flow_m3_per_h", baseline.Flow.CubicMetresPerHour);
        json.Number("discharge_pressure_psi", baseline.DischargePressure.Psi);
        json.Number("discharge_pressure_bar", baseline.DischargePressure.Bar);
        json.Number("suction_pressure_psi", baseline.SuctionPressure?.Psi);
        json.Number("suction_pressure_bar", baseline.SuctionPressure?.Bar);
        json.Number("power_hp", baseline.Power.Horsepower);
        json.Number("power_kw", baseline.Power.Kilowatts);
        json.Number("efficiency_pct", baseline.EfficiencyPct);
        json.Number("implied_efficiency_pct", check.ImpliedEfficiencyPct);
        json.WriteBoolean("is_consistent", check.IsConsistent);
        json.Number("rated_speed_rpm", baseline.RatedSpeed?.Rpm);
        json.Number("specific_gravity", baseline.SpecificGravity);
        json.Time("failure_date", baseline.FailureDate);
    }

    static void Options(Utf8JsonWriter json, AnalysisOptions options)
    {
        json.WriteString("head_basis", JsonFields.Snake(options.Head));
        json.Number("rated_speed_rpm", options.RatedSpeed?.Rpm);
        json.WriteBoolean("speed_correction", options.SpeedCorrection);
        json.Number("stuck_after_h", options.StuckAfter.TotalHours);
        json.Number("loss_warning_pct", options.LossWarningPct);
        json.Number("loss_urgent_pct", options.LossUrgentPct);
        json.WriteNumber("alarm_needed", options.Alarm.Needed);
        json.WriteNumber("alarm_of", options.Alarm.Of);
        json.Number("alarm_deadband_share", options.Alarm.DeadbandShare);
    }

    static void Defect(Utf8JsonWriter json, Defect defect)
    {
        json.WriteString("code", defect.Code);
        json.WriteString("effect", JsonFields.Snake(defect.Effect));
        json.WriteNumber("count", defect.Count);
        json.Text("where", defect.Where);
        json.Text("what", defect.What);
    }

    static void Parameter(Utf8JsonWriter json, ParameterAssessment assessment, ParameterShift shift)
    {
        json.Parameter("name", assessment.Parameter);
        json.WriteString("unit", assessment.Unit);
        json.Number("baseline_value", assessment.BaselineValue);
        json.WriteBoolean("mandatory", assessment.Limits.Mandatory);
        json.Number("max_pct", assessment.Limits.MaxPct);
        json.Number("min_pct", assessment.Limits.MinPct);
        json.Text("note", assessment.Limits.Note);
        json.WriteNumber("judged_rows", assessment.JudgedRows);
        json.WriteNumber("violated_rows", assessment.ViolatedRows);
        json.Text("unjudged_reason", assessment.UnjudgedReason);
        json.WriteBoolean("derived", shift.IsDerived);
        json.Array("clipped", assessment.Clipped, (o, sensor) =>
        {
            o.WriteString("end", sensor.IsFloor ? "floor" : "ceiling");
            o.Number("value", sensor.Value);
            o.WriteNumber("rows", sensor.Rows);
            o.Number("share", sensor.Share);
            o.Time("first", sensor.Period.Start);
            o.Time("last", sensor.Period.End);
        });
        json.Object("latest", assessment.Latest, Reading);
        json.Object("last_day", shift, (o, day) =>
        {
            o.Number("median_deviation_pct", day.MedianPct);
            o.WriteBoolean("is_at_least", day.IsAtLeast);
            o.WriteNumber("judged_rows", day.Rows);
            o.WriteNumber("violated_rows", day.ViolatedRows);
            o.Time("out_since", day.OutSince);
            o.WriteString("direction", JsonFields.Snake(day.Direction));
        });
        json.Object("first_exceedance", assessment.FirstExceedance, Reading);
        json.Object("sustained_exceedance", assessment.Sustained.Found, Reading);
        json.WriteBoolean("sustained_not_yet_known", assessment.Sustained.NotYetKnown);
        json.Object("worst", assessment.Worst, Reading);
        json.Object("loss", assessment.Loss, (o, loss) =>
        {
            o.Number("loss_pct", loss.LossPct);
            o.WriteBoolean("is_at_least", loss.IsAtLeast);
            o.Time("since", loss.Since);
            o.Time("until", loss.Until);
            o.Time("worst_at", loss.WorstAt);
            o.WriteString("grade", JsonFields.Snake(loss.Grade));
        });
        json.Object("trend", assessment.Trend, (o, trend) =>
        {
            o.Time("from", trend.Window.Start);
            o.Time("to", trend.Window.End);
            o.Number("slope_pct_per_day", trend.SlopePctPerDay);
            o.Number("low_pct_per_day", trend.LowPctPerDay);
            o.Number("high_pct_per_day", trend.HighPctPerDay);
            o.WriteString("in_words", TrendSection.InWords(trend));
        });
    }

    static void Reading(Utf8JsonWriter json, Exceedance reading)
    {
        json.Time("time", reading.Time);
        json.Number("value", reading.Value);
        json.Number("deviation_pct", reading.DeviationPct);
        json.Number("limit_pct", reading.LimitPct);
        json.Number("severity", reading.Severity);
    }

    static void Alarm(Utf8JsonWriter json, PumpAlarm alarm)
    {
        json.Time("raised", alarm.Raised);
        json.Time("cleared", alarm.Cleared);
        json.WriteString("worst_status", alarm.WorstStatus.ToString());
        json.Texts("parameters", alarm.Parameters.Select(Wording.Name));
        json.Parameter("worst_parameter", alarm.WorstParameter);
        json.Object("worst", alarm.Worst, Reading);
        json.Array("escalations", alarm.Escalations, (o, step) =>
        {
            o.Time("time", step.Time);
            o.WriteString("status", step.Status.ToString());
        });
    }

    static void Load(Utf8JsonWriter json, AlarmLoad load)
    {
        json.WriteNumber("raised", load.Raised);
        json.Number("per_hour", load.PerHour);
        json.WriteNumber("chattering", load.Chattering);
        json.WriteNumber("stale", load.Stale);
        json.WriteNumber("standing", load.Standing);
    }

    static void Event(Utf8JsonWriter json, Occurrence occurrence)
    {
        json.Time("time", occurrence.Time);
        json.Time("end", occurrence.End);
        json.WriteString("kind", occurrence.Kind);
        json.Parameter("parameter", occurrence.Parameter);
        json.Text("what", occurrence.What);
    }

    static void Warning(Utf8JsonWriter json, EarlyWarning warning)
    {
        json.Parameter("parameter", warning.Parameter);
        json.WriteString("side", warning.IsUpper ? "above" : "below");
        json.Number("deviation_pct", warning.ThresholdPct);
        json.Number("value", warning.Value);
        json.WriteString("unit", warning.Unit);
        json.Text("basis", warning.Basis);
    }

    static void Recommendation(Utf8JsonWriter json, Recommendation recommendation)
    {
        json.WriteString("when", JsonFields.Snake(recommendation.When));
        json.WriteString("kind", recommendation.Kind);
        json.Text("action", recommendation.Action);
        json.Text("reason", recommendation.Reason);
    }
}
