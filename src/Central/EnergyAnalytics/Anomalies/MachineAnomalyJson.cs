using System.Text.Json;
using Plumbline.Central.Storage;
using Plumbline.Plant;

namespace Plumbline.Central.EnergyAnalytics.Anomalies;

/// <summary>Anomalies of machines as the API writes them.</summary>
static class MachineAnomalyJson
{
    static readonly string[] Severities = ["critical", "warning", "info"];

    public static void Write(Utf8JsonWriter json, MachineAnomaly one)
    {
        json.WriteStartObject();
        json.WriteString("id", one.Id);
        json.WriteString("machine_id", one.Machine.Machine.Id);
        json.WriteString("machine_name", one.Machine.Machine.Name);
        json.WriteString("energy_type", one.Energy.Snake());
        json.WriteString("detected_at", UtcTime.Format(one.DetectedAt));
        json.WriteString("anomaly_type", one.Type);
        json.WriteString("severity", one.Severity);
        json.WriteString("metric_name", one.Metric.Length > 0 ? one.Metric : null);
        json.WriteFinite("metric_value", one.Value ?? double.NaN);
        json.WriteFinite("expected_value", one.Expected ?? double.NaN);
        json.WriteFinite("deviation_percent", one.DeviationPct ?? double.NaN);
        json.WriteNumber("confidence_score", one.Confidence);
        json.WriteStartObject("contributions");
        foreach (var (feature, share) in one.Contributions) json.WriteNumber(feature, share);
        json.WriteEndObject();
        Version(json, one.BaselineVersion);
        Period(json, "learned_from", one.LearnedFrom);
        json.WriteBoolean("is_resolved", one.IsResolved);
        json.WriteString("resolved_at", one.ResolvedAt is { } resolved ? UtcTime.Format(resolved) : null);
        json.WriteString("resolution_notes", one.Notes);
        json.WriteString("created_at", UtcTime.Format(one.CreatedAt));
        json.WriteEndObject();
    }

    public static void Findings(Utf8JsonWriter json, KeptMachine machine, Period asked, AnomalyQuestion question, AnomalyFindings findings)
    {
        var report = findings.Outcome.Report!;
        json.WriteStartObject();
        json.WriteString("machine_id", machine.Machine.Id);
        json.WriteString("machine_name", machine.Machine.Name);
        Period(json, "detection_period", asked);
        Version(json, findings.Baseline?.Version);
        json.WriteNumber("total_data_points", report.Examined);
        json.WriteNumber("excluded_hours", report.Excluded);
        json.WriteNumber("missing_hours", report.Missing);
        json.WriteNumber("anomalies_detected", findings.Kept.Count);
        json.WriteNumber("anomalies_saved", findings.Saved);
        json.WriteFinite("contamination", question.Contamination ?? double.NaN);
        Period(json, "learned_from", report.LearnedFrom);
        json.WriteNumber("learned_hours", report.LearnedHours);
        BaselineJson.Texts(json, "features", report.Features);
        BaselineJson.Texts(json, "warnings", report.Warnings);
        All(json, findings.Kept);
        json.WriteEndObject();
    }

    public static void All(Utf8JsonWriter json, IReadOnlyList<MachineAnomaly> anomalies)
    {
        json.WriteStartArray("anomalies");
        foreach (var one in anomalies) Write(json, one);
        json.WriteEndArray();
    }

    /// <summary>What somebody has told of as normal counts as information.</summary>
    public static void BySeverity(Utf8JsonWriter json, IReadOnlyDictionary<string, long> counts)
    {
        json.WriteStartObject("by_severity");
        foreach (var severity in Severities) json.WriteNumber(severity, counts.Sum(count => (Severities.Contains(count.Key) ? count.Key : "info") == severity ? count.Value : 0));
        json.WriteEndObject();
    }

    static void Version(Utf8JsonWriter json, int? version)
    {
        if (version is { } known) json.WriteNumber("baseline_model_version", known);
        else json.WriteNull("baseline_model_version");
    }

    static void Period(Utf8JsonWriter json, string name, Period? period)
    {
        if (period is not { } known)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        json.WriteString("start", UtcTime.Format(known.Start));
        json.WriteString("end", UtcTime.Format(known.End));
        json.WriteEndObject();
    }
}
