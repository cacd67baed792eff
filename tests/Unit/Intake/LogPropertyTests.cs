using System.Globalization;
using System.Text;
using Plumbline.Intake;
using Plumbline.Intake.Csv;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Intake;

/// <summary>What must not matter to what is read.</summary>
public sealed class LogPropertyTests
{
    [Fact]
    public void The_order_of_rows_does_not_matter()
    {
        var random = new Random(1);
        var rows = RandomRows(random, 300);
        var expected = Values(Logs.Read(Logs.Of(rows)));

        for (var i = 0; i < 50; i++)
        {
            random.Shuffle(rows);
            Values(Logs.Read(Logs.Of(rows))).ShouldBe(expected);
        }
    }

    [Fact]
    public void The_order_of_columns_does_not_matter()
    {
        var random = new Random(2);
        var table = Logs.Of(RandomRows(random, 100)).TrimEnd().Split('\n').Select(line => line.Split(',')).ToArray();
        var expected = Logs.Read(Table(table, Enumerable.Range(0, 8).ToArray())).Content();

        for (var i = 0; i < 50; i++)
        {
            var order = Enumerable.Range(0, 8).ToArray();
            random.Shuffle(order);
            Logs.Read(Table(table, order)).Content().ShouldBe(expected);
            Logs.Read(Table(table, order).Replace("\n", "\r\n", StringComparison.Ordinal)).Content().ShouldBe(expected);
        }
    }

    [Fact]
    public void The_short_cut_for_plain_rows_changes_nothing()
    {
        var rows = RandomRows(new Random(3), 2000);
        var quoted = rows.Select(row => string.Join(',', row.Split(',').Select(field => $"\"{field}\""))).ToArray();
        var blank = rows.Select(row => " " + row).ToArray();

        var expected = Logs.Read(Logs.Of(rows)).Content();

        Logs.Read(Logs.Of(quoted)).Content().ShouldBe(expected);
        Logs.Read(Logs.Of(blank)).Content().ShouldBe(expected);
    }

    [Fact]
    public void Neither_threads_nor_blocks_nor_how_a_stream_hands_out_its_bytes_matter()
    {
        var random = new Random(4);
        var text = new StringBuilder(Logs.Header).Append(",note\n");
        foreach (var row in RandomRows(random, 20_000))
        {
            var broken = random.Next(50) switch
            {
                0 => row.Replace(',', ';'),
                1 => row.Replace("2024", "\"2024", StringComparison.Ordinal),
                2 => row + "x",
                _ => row,
            };
            text.Append(broken).Append(random.Next(20) == 0 ? ",\"two\nlines, and \"\"quotes\"\"\"" : "," + new string('-', 150)).Append('\n');
        }
        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        bytes.Length.ShouldBeGreaterThan(3 * CsvSource.LongestRecord);

        var expected = Logs.Read(new MemoryStream(bytes), new() { Threads = 1 });

        expected.RejectedRows.ShouldBeInRange(1000, 1700);
        Logs.Read(new MemoryStream(bytes), new() { Threads = 2 }).Content().ShouldBe(expected.Content());
        Logs.Read(new MemoryStream(bytes), new() { Threads = 5 }).Content().ShouldBe(expected.Content());
        Logs.Read(new Trickle(bytes, new Random(5)), new() { Threads = 2 }).Content().ShouldBe(expected.Content());

        bytes.AsSpan().Replace((byte)'\n', (byte)'\r');
        Logs.Read(new MemoryStream(bytes), new() { Threads = 1 }).Content().ShouldBe(expected.Content());
    }

    [Fact]
    public void The_first_refusal_of_a_file_does_not_depend_on_threads()
    {
        var rows = RandomRows(new Random(6), 40_000);
        rows[10_000] = "garbage";
        var text = Logs.Of(rows) + new string('x', 2 * CsvSource.LongestRecord);
        foreach (var strict in (bool[])[true, false])
        {
            var sentences = ((int[])[1, 2, 4]).Select(threads => Should.Throw<InvalidInputException>(() => Logs.Read(text, new() { Threads = threads, Strict = strict })).Message).Distinct();
            sentences.Single().ShouldStartWith(strict ? "log.csv, line 10002: The row has 1 field" : "log.csv, line 40002: the line is longer");
        }
    }

    // Pumps and times in random order; every time of a pump once.
    static string[] RandomRows(Random random, int count)
    {
        var rows = new string[count];
        for (var i = 0; i < count; i++)
        {
            var time = new DateTime(2024, 1, 1).AddMinutes(i).ToString(random.Next(2) == 0 ? "M/d/yyyy H:mm" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
            var numbers = Enumerable.Range(0, 6).Select(_ => random.Next(30) == 0 ? "" : Math.Round(100 * random.NextDouble(), random.Next(5)).ToString(CultureInfo.InvariantCulture));
            rows[i] = $"{time},Pump {random.Next(5)},{string.Join(',', numbers)}";
        }
        random.Shuffle(rows);
        return rows;
    }

    static string Table(string[][] table, int[] order) => string.Join('\n', table.Select(row => string.Join(',', order.Select(i => row[i]))));

    static string[] Values(PumpLogFile file) => [.. file.Pumps.Select(pump => pump.Log.Content()).Order(StringComparer.Ordinal)];

    /// <summary>A stream that hands out a few bytes at a time.</summary>
    sealed class Trickle(byte[] bytes, Random random) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, random.Next(1, 100_000))]);
    }
}
