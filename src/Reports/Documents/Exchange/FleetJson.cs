using System.Text.Json;
using Plumbline.Reports.Documents.Overview;

namespace Plumbline.Reports.Documents.Exchange;

/// <summary>The fleet page for programs. Every field is described in docs/analysis-json.md.</summary>
public static class FleetJson
{
    /// <summary>Writes the fleet as one JSON object in UTF-8, pumps in the order of the page.</summary>
    /// <param name="entries">The pumps in any order.</param>
    /// <param name="stream">Not closed.</param>
    public static void Write(IReadOnlyCollection<FleetEntry> entries, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(entries);
        ArgumentNullException.ThrowIfNull(stream);
        using (var json = JsonFields.Begin(stream))
        {
            json.WriteStartObject();
            json.WriteString("schema_version", AnalysisJson.SchemaVersion);
            json.WriteString("made_by", $"Plumbline {typeof(FleetJson).Assembly.GetName().Version?.ToString(3)}");
            json.Array("pumps", FleetEntry.Ranked(entries), Pump);
            json.Array("not_analysed", entries.Where(entry => entry.NotAnalysed is not null).OrderBy(entry => entry.PumpId, StringComparer.Ordinal), (o, entry) =>
            {
                o.WriteString("pump_id", entry.PumpId);
                o.Text("reason", entry.NotAnalysed);
            });
            json.WriteEndObject();
        }
        stream.WriteByte((byte)'\n');
    }

    static void Pump(Utf8JsonWriter json, FleetEntry entry)
    {
        json.WriteString("pump_id", entry.PumpId);
        json.WriteString("current_status", entry.Verdict!.Status.ToString());
        json.WriteString("urgency", JsonFields.Snake(entry.Verdict.Urgency));
        json.Text("brief", entry.Verdict.Brief);
        json.Text("sentence", entry.Verdict.Sentence);
        json.Text("report", entry.Report);
        json.Time("start", entry.Period.Start);
        json.Time("end", entry.Period.End);
        json.WriteNumber("alarms_standing", entry.AlarmsStanding);
        json.WriteNumber("alarms_raised", entry.AlarmsRaised);
        json.Number("rul_days", entry.RulDays);
        if (entry.RulDays is null) json.WriteNull("rul_is_at_least");
        else json.WriteBoolean("rul_is_at_least", entry.IsAtLeast);
        json.Number("rul_low_days", entry.RulLowDays);
        json.Number("rul_high_days", entry.RulHighDays);
        json.Number("probability", entry.Probability);
        json.Texts("unjudged_mandatory", entry.Unjudged.Select(Wording.Name));
        json.Parameter("loss_of", entry.LossOf);
        json.Number("loss_pct", entry.LossPct);
    }
}
