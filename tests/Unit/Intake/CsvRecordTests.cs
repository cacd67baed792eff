using System.Text;
using CsvHelper;
using Plumbline.Intake.Csv;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Intake;

public sealed class CsvRecordTests
{
    [Theory]
    [InlineData(',')]
    [InlineData(';')]
    [InlineData('\t')]
    public void Well_formed_text_is_divided_as_by_another_reader(char separator)
    {
        var random = new Random(separator);
        var quoted = 0;
        for (var i = 0; i < 500; i++)
        {
            var text = RandomTable(random, separator);
            quoted += text.Contains('"') ? 1 : 0;

            Ours(text, separator).ShouldBe(Theirs(text, separator), text);
        }
        quoted.ShouldBeGreaterThan(400);
    }

    [Theory]
    [InlineData("a,\"b\nc,d\n", "a,\"b|c,d", "a quote that never closes costs its line")]
    [InlineData("a,\"b\nc,\"d\"\n", "a,\"b|c,d", "one that another line's quote seems to close, too")]
    [InlineData("a,\"b\"c,d\ne,f\n", "a,\"b\"c,d|e,f", "text after the closing quote")]
    [InlineData("a, \"b,c\" ,d\n", "a,b,c,d", "blanks around quotes")]
    [InlineData("a,\"b\n\nc\",d\ne\n", "a,b\n\nc,d|e", "line breaks in quotes")]
    [InlineData("a\"b,c\n", "a\"b,c", "a quote inside a field")]
    [InlineData("\"\",\"\"\"\"\n", ",\"", "nothing, and a quote, in quotes")]
    public void Quotes_by_hand(string text, string expected, string why) => string.Join('|', Ours(text, ',').Select(row => string.Join(',', row))).ShouldBe(expected, why);

    [Fact]
    public void A_record_is_not_ended_before_its_end_is_seen()
    {
        var text = "a,\"b\n\"\"c\",d\ne,f\n"u8;
        var first = CsvRecord.Length(text, (byte)',', more: false, out _);
        first.ShouldBe("a,\"b\n\"\"c\",d\n".Length);

        for (var length = 0; length < first; length++) CsvRecord.Length(text[..length], (byte)',', more: true, out _).ShouldBe(0);
        for (var length = first; length <= text.Length; length++) CsvRecord.Length(text[..length], (byte)',', more: true, out _).ShouldBe(first);
    }

    static List<string[]> Ours(string text, char separator)
    {
        var rows = new List<string[]>();
        var bytes = Encoding.UTF8.GetBytes(text);
        for (int at = 0, length; at < bytes.Length; at += length)
        {
            length = CsvRecord.Length(bytes.AsSpan(at), (byte)separator, more: false, out var unclosed);
            var record = bytes.AsSpan(at, length);
            if (record.Trim("\r\n"u8).IsEmpty) continue;
            var row = new List<string>();
            if (unclosed)
                row.Add(Encoding.UTF8.GetString(record).TrimEnd('\n'));
            else
                foreach (var field in new CsvFields(record, (byte)separator)) row.Add(Encoding.UTF8.GetString(field));
            rows.Add([.. row]);
        }
        return rows;
    }

    static List<string[]> Theirs(string text, char separator)
    {
        var rows = new List<string[]>();
        using var reader = CsvReader.FromText(text, new() { Separator = separator, HasHeader = false });
        while (reader.Read()) rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetString(i).Trim(' ', '\t', '\r', '\n'))]);
        return rows;
    }

    static string RandomTable(Random random, char separator)
    {
        var text = new StringBuilder();
        var rows = random.Next(1, 6);
        var columns = random.Next(2, 6);
        for (var row = 0; row < rows; row++)
        {
            text.AppendJoin(separator, Enumerable.Range(0, columns).Select(_ => RandomField(random)));
            text.Append(random.Next(2) == 0 ? "\n" : "\r\n");
        }
        return text.ToString();
    }

    static string RandomField(Random random)
    {
        var plain = string.Concat(Enumerable.Range(0, random.Next(1, 8)).Select(_ => "ab1.é"[random.Next(5)]));
        if (random.Next(3) > 0) return plain;
        var inside = string.Concat(Enumerable.Range(0, random.Next(0, 8)).Select(_ => new[] { "x", ",", ";", "\t", "\n", "\r\n", "\"\"", " " }[random.Next(8)]));
        return $"\"x{inside}x\"";
    }
}
