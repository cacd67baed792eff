using System.Text.Json;
using CsvHelper;
using Plumbline.Cli.Query;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Cli.Query;

public sealed class AnomalyCsvTests
{
    const string Header = "id,sourceType,description,siteId,pumpId,sensorId,timestamp,logValue,additionalContext,metadata,createdAt";

    [Fact]
    public void Every_value_reads_back_as_the_API_gave_it()
    {
        string[] descriptions = ["Flow exceeded 15.0% (threshold: 10.0%), Head exceeded 10.0%", "say \"no\"", "=HYPERLINK(\"x\")", "-1+1", " blanks ", "two\r\nlines", "æøå 🚰", "tab\there", "'"];
        var items = descriptions.Select((description, i) => JsonSerializer.SerializeToElement(new
        {
            id = i + 1,
            sourceType = "log",
            description,
            siteId = 35482,
            pumpId = (long?)null,
            sensorId = 9007199254740991,
            timestamp = "2024-11-18T14:32:00.123456Z",
            logValue = 575.125,
            additionalContext = new { status = "Warning", note = description },
            metadata = JsonSerializer.Serialize(new { modelVersion = description }),
            createdAt = "2024-11-18T14:32:05Z",
            state = "open",
        })).ToList();

        var rows = Read(Csv(items));

        for (var i = 0; i < descriptions.Length; i++)
        {
            rows[i][..8].ShouldBe([$"{i + 1}", "log", descriptions[i], "35482", "", "9007199254740991", "2024-11-18T14:32:00.123456Z", "575.125"]);
            JsonDocument.Parse(rows[i][8]).RootElement.GetProperty("note").GetString().ShouldBe(descriptions[i]);
            JsonDocument.Parse(rows[i][9]).RootElement.GetProperty("modelVersion").GetString().ShouldBe(descriptions[i]);
            rows[i][10].ShouldBe("2024-11-18T14:32:05Z");
        }
    }

    [Fact]
    public void Without_anomalies_there_is_the_header() => Csv([]).ShouldBe(Header + "\n");

    [Fact]
    public void Digits_of_a_number_stay()
    {
        using var json = JsonDocument.Parse("""{"id":1,"timestamp":"2024-11-18T14:32:00Z","logValue":1.10,"description":null}""");

        Csv([json.RootElement]).ShouldBe(Header + "\n1,,,,,,2024-11-18T14:32:00Z,1.10,,,\n");
    }

    static string Csv(IEnumerable<JsonElement> items)
    {
        var writer = new StringWriter();
        AnomalyCsv.Write(items.Select(item => AnomalyItem.Read(item)!), writer);
        return writer.ToString();
    }

    static List<string[]> Read(string csv)
    {
        csv.ShouldStartWith(Header + "\n");
        using var reader = CsvReader.FromText(csv, new() { Separator = ',' });
        var rows = new List<string[]>();
        while (reader.Read()) rows.Add([.. Enumerable.Range(0, 11).Select(column => reader.GetString(column))]);
        return rows;
    }
}
