using System.Text.Json;
using Plumbline.Pumps;
using Plumbline.Reports.Documents.Exchange;
using Plumbline.Reports.Documents.Overview;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Reports.Documents;

public sealed class AnalysisJsonTests
{
    [Fact]
    public void Every_field_of_the_analysis_is_described_and_every_described_field_exists()
    {
        ShouldAgree(FieldList.Read("analysis.json").Keys, FieldsOf(Analysis(PumpCase.Complete())).Keys);
    }

    [Fact]
    public void Every_field_of_the_fleet_is_described_and_every_described_field_exists()
    {
        ShouldAgree(FieldList.Read("fleet.json").Keys, FieldsOf(Fleet()).Keys);
    }

    [Fact]
    public void A_field_has_the_described_type_or_is_null()
    {
        var described = FieldList.Read("analysis.json");
        foreach (var analysis in new[] { PumpCase.Complete(), PumpCase.Healthy(), PumpCase.BlindHead(), PumpCase.Idle() })
        {
            foreach (var (field, kinds) in FieldsOf(Analysis(analysis)))
                kinds.Where(kind => kind is not "null").ShouldAllBe(kind => kind == described[field], field);
        }
    }

    [Fact]
    public void The_same_fields_are_written_for_every_pump_but_inside_what_is_null()
    {
        var known = FieldList.Read("analysis.json").Keys.ToHashSet();
        foreach (var analysis in new[] { PumpCase.Healthy(), PumpCase.BlindHead(), PumpCase.Idle(), PumpCase.Worn() })
            FieldsOf(Analysis(analysis)).Keys.ShouldBeSubsetOf(known);
    }

    [Fact]
    public void What_json_has_no_number_for_is_null()
    {
        var json = JsonDocument.Parse(Analysis(PumpCase.Complete())).RootElement;

        json.GetProperty("prognosis").GetProperty("learnt").GetProperty("high_days").ValueKind.ShouldBe(JsonValueKind.Null);
        JsonDocument.Parse(Analysis(PumpCase.BlindHead())).RootElement.GetProperty("parameters")[1].GetProperty("last_day").GetProperty("median_deviation_pct")
            .ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public void Figures_come_through_unrounded()
    {
        var analysis = PumpCase.Restricted();
        var head = JsonDocument.Parse(Analysis(analysis)).RootElement.GetProperty("parameters")[1];

        head.GetProperty("latest").GetProperty("deviation_pct").GetDouble().ShouldBe(analysis.Parameters[1].Latest!.DeviationPct);
        head.GetProperty("first_exceedance").GetProperty("time").GetDateTime().ShouldBe(analysis.Parameters[1].FirstExceedance!.Time);
    }

    [Fact]
    public void A_hostile_name_comes_back_as_it_was()
    {
        const string name = "\"},{\"pump_id\":\"</script>\u202E\u0007";

        JsonDocument.Parse(Analysis(PumpCase.Healthy(name))).RootElement.GetProperty("pump_id").GetString().ShouldBe(name);
    }

    [Fact]
    public void The_same_analysis_gives_the_same_bytes()
    {
        Analysis(PumpCase.Complete()).ShouldBe(Analysis(PumpCase.Complete()));
    }

    static void ShouldAgree(ICollection<string> described, ICollection<string> written)
    {
        written.ShouldNotBeEmpty();
        written.Except(described).ShouldBeEmpty("written but not described");
        described.Except(written).ShouldBeEmpty("described but never written");
    }

    static byte[] Analysis(PumpAnalysis analysis)
    {
        using var stream = new MemoryStream();
        AnalysisJson.Write(analysis, stream);
        return stream.ToArray();
    }

    static byte[] Fleet()
    {
        using var stream = new MemoryStream();
        var entries = new[] { FleetEntry.Of(PumpCase.Complete(), "Well 1/report.html"), FleetEntry.Of(PumpCase.BlindHead(), "b/report.html"), FleetEntry.WithoutAnalysis("Well 9", "No baseline.") };
        FleetJson.Write(entries, stream);
        return stream.ToArray();
    }

    /// <summary>Each field's path, without the arrays' and objects' own line where a described shape stands for them, and the kinds of value it had.</summary>
    static Dictionary<string, HashSet<string>> FieldsOf(byte[] json)
    {
        var fields = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        Walk("", JsonDocument.Parse(json).RootElement);
        return fields;

        void Walk(string path, JsonElement value)
        {
            switch (value.ValueKind)
            {
                case JsonValueKind.Object:
                    if (path.Length > 0) Saw(path, "object");
                    foreach (var property in value.EnumerateObject()) Walk(path.Length > 0 ? $"{path}.{property.Name}" : property.Name, property.Value);
                    break;
                case JsonValueKind.Array:
                    foreach (var item in value.EnumerateArray()) Walk(path + "[]", item);
                    break;
                case JsonValueKind.True or JsonValueKind.False: Saw(path, "boolean"); break;
                case JsonValueKind.Number: Saw(path, "number"); break;
                case JsonValueKind.Null: Saw(path, "null"); break;
                default: Saw(path, value.TryGetDateTime(out _) && value.GetString()!.EndsWith('Z') ? "time" : "string"); break;
            }
        }

        void Saw(string path, string kind)
        {
            if (!fields.TryGetValue(path, out var kinds)) fields[path] = kinds = [];
            kinds.Add(kind);
        }
    }
}
