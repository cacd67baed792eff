using System.Text;
using Plumbline.Intake;
using Plumbline.Plant;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Intake;

public sealed class JsonReadingTests
{
    const string Row = """{ "machine": "press-1", "time": "2024-11-18T12:00:00Z", "energy": { "power_kw": 40.2, "quality": "good" }, "production": { "production_count": 10, "bad": 1, "operating_mode": "running" }, "environment": { "outdoor_temp_c": -4.5, "vibration_mm_s": 2.8 }, "note": [1, { }] }""";

    static readonly DateTime Noon = new(2024, 11, 18, 12, 0, 0, DateTimeKind.Utc);

    public static TheoryData<string, bool> Forms => new()
    {
        { Row, false },
        { $"[{Row}]", false },
        { $$"""{ "readings": [{{Row}}] }""", false },
        { Row + "\r\n\n", true },
    };

    [Theory, MemberData(nameof(Forms))]
    public void A_row_is_read_in_every_form(string text, bool areLines)
    {
        var message = Read(text, areLines);

        message.Rejected.ShouldBeEmpty();
        (message.Rows, message.Ignored).ShouldBe((1, 1));
        var log = message.Machines.ShouldHaveSingleItem().Log;
        (log.Machine, log.Times[0]).ShouldBe(("press-1", Noon));
        var columns = log.Columns;
        (columns.PowerKw[0], columns.ProductionCount[0], columns.GoodCount[0], columns.OutdoorTempC[0], columns.Mode[0]).ShouldBe((40.2, 10, 9, -4.5, OperatingMode.Running));
        message.Plain.ShouldHaveSingleItem().Name.ShouldBe("environment.vibration_mm_s,machine=press-1");
    }

    [Fact]
    public void A_machine_is_one_by_name_and_by_id()
    {
        var message = Read("""[{"machine_id":"6d1f4f50-0000-4000-8000-0000000000a1","timestamp":"2024-11-18T13:01:00+01:00","energy":{"power_kw":2}},{"machine":"press-1","time":"2024-11-18 12:00:00","energy":{"power_kw":1}}]""".Replace(" 12", "T12"));
        message.Machines.ShouldHaveSingleItem().Log.Columns.PowerKw.ShouldBe([1, 2]);
    }

    [Theory]
    [InlineData("""{"machine":"nobody","time":"2024-11-18T12:00:00Z","energy":{"power_kw":1}}""", "machine_unknown", "There is no machine 'nobody'.")]
    [InlineData("""{"time":"2024-11-18T12:00:00Z","energy":{"power_kw":1}}""", "machine_unknown", "The row names no machine.")]
    [InlineData("""{"machine":7,"time":"2024-11-18T12:00:00Z","energy":{"power_kw":1}}""", "machine_unknown", "The machine is no text.")]
    [InlineData("""{"machine":"press-1","energy":{"power_kw":1}}""", "time_missing", "The row has no time.")]
    [InlineData("""{"machine":"press-1","time":"yesterday","energy":{"power_kw":1}}""", "time_unreadable", "The time 'yesterday' is not an ISO 8601 time such as 2024-11-18T14:32:00Z.")]
    [InlineData("""{"machine":"press-1","time":"0001-01-01T00:00:00Z","energy":{"power_kw":1}}""", "time_implausible", "The time '0001-01-01T00:00:00Z' is not of the years 1970 to 2199.")]
    [InlineData("""{"machine":"press-1","time":"2024-11-18T12:00:00Z","energy":{"power_kw":"1"}}""", "number_unreadable", "power_kw '1' is not a number.")]
    [InlineData("""{"machine":"press-1","time":"2024-11-18T12:00:00Z","energy":{"power_kw":true}}""", "number_unreadable", "'power_kw' is not a number.")]
    [InlineData("""{"machine":"press-1","time":"2024-11-18T12:00:00Z","energy":{"power_kw":1e999}}""", "number_infinite", "'power_kw' is not finite.")]
    [InlineData("""{"machine":"press-1","time":"2024-11-18T12:00:00Z","energy":{"power_kw":1,"power_kw":2}}""", "field_twice", "power_kw is there twice.")]
    [InlineData("""{"machine":"press-1","time":"2024-11-18T12:00:00Z","energy":7}""", "row_unreadable", "energy is no JSON object.")]
    [InlineData("""{"machine":"press-1","time":"2024-11-18T12:00:00Z"}""", "row_empty", "The row has no value that could be kept.")]
    [InlineData("7", "row_unreadable", "The row is no JSON object.")]
    public void What_cannot_be_taken_is_told_with_its_row(string row, string code, string what)
    {
        foreach (var areLines in (bool[])[false, true])
        {
            var message = Read(areLines ? $"{Row}\n{row}" : $"[{Row},{row}]", areLines);
            message.Rejected.ShouldHaveSingleItem().ShouldBe(new(code, areLines ? "line 2" : "row 2", what, row));
            message.Accepted.ShouldBe(1);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("[")]
    [InlineData("[1,")]
    [InlineData("{} {}")]
    [InlineData("{\"machine\":")]
    [InlineData("[[[[[[[[[[1]]]]]]]]]]")]
    public void A_text_that_is_no_JSON_is_refused_as_a_whole(string text) => Should.Throw<InvalidInputException>(() => Read(text));

    [Fact]
    public void A_line_that_is_no_JSON_costs_itself_alone()
    {
        var message = Read($"{Row}\n{{\"machine\":\n{Row[..50]}\n{Row}", areLines: true);
        message.Rejected.Select(row => (row.Code, row.Where)).ShouldBe([("line_unreadable", "line 2"), ("line_unreadable", "line 3")]);
        message.Machines.Single().Log.Count.ShouldBe(1);
    }

    [Fact]
    public void Damaged_lines_never_break_the_reader_and_every_line_is_counted()
    {
        var random = new Random(20241118);
        var good = Encoding.UTF8.GetBytes(Row);
        var rejected = 0;
        for (var round = 0; round < 20_000; round++)
        {
            var text = good.ToArray();
            for (var damage = random.Next(1, 4); damage > 0; damage--) text[random.Next(text.Length)] = random.Next(3) == 0 ? (byte)random.Next(256) : (byte)" ,:\"\\{}[0e"[random.Next(10)];
            var message = JsonReadingReader.ReadLines(text, NameOf);
            foreach (var metered in message.Machines) metered.Log.Columns.PowerKw.ShouldAllBe(power => double.IsNaN(power) || (power >= 0 && double.IsFinite(power)));
            foreach (var plain in message.Plain) plain.Values.ShouldAllBe(value => double.IsFinite(value));
            rejected += message.Rejected.Count;
        }

        rejected.ShouldBeInRange(5_000, 30_000);
    }

    static string? NameOf(string called) => called is "press-1" or "6d1f4f50-0000-4000-8000-0000000000a1" ? "press-1" : null;

    static ReadingMessage Read(string text, bool areLines = false) => areLines ? JsonReadingReader.ReadLines(Encoding.UTF8.GetBytes(text), NameOf) : JsonReadingReader.Read(Encoding.UTF8.GetBytes(text), NameOf);
}
