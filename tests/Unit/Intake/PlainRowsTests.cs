using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Plumbline.Intake;
using Plumbline.Intake.Csv;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Intake;

/// <summary>The short cuts of plain rows beside the long way round, which a quoted field takes.</summary>
public sealed class PlainRowsTests
{
    [Fact]
    public void Short_decimals_are_read_as_the_long_way_reads_them()
    {
        var random = new Random(7);
        var read = 0;
        for (var i = 0; i < 300_000; i++)
        {
            var bytes = new byte[8];
            for (var at = 0; at < 8; at++) bytes[at] = RandomByte(random);
            var commas = random.Next(2) == 0;
            var text = Encoding.Latin1.GetString(bytes);
            var end = 0;
            var slow = Decimals.TryScan([.. bytes, (byte)'\n'], ref end, commas, out var expected, out _);

            var length = ShortDecimals.Scan(BinaryPrimitives.ReadUInt64LittleEndian(bytes), commas ? (byte)',' : (byte)'.', out var value);

            if (length == 0)
            {
                (slow && bytes[0] != '-' && end < 8).ShouldBeFalse(text);
                continue;
            }
            read++;
            slow.ShouldBeTrue(text);
            length.ShouldBe(end, text);
            BitConverter.DoubleToInt64Bits(value).ShouldBe(BitConverter.DoubleToInt64Bits(expected), text);
        }
        read.ShouldBeInRange(50_000, 290_000);
    }

    [Theory]
    [InlineData(',', "UTC", "\n")]
    [InlineData(';', "America/Chicago", "\n")]
    [InlineData('\t', "UTC", "\r\n")]
    [InlineData(',', "Europe/Berlin", "\r\n")]
    public void Odd_fields_among_plain_ones_are_read_as_if_all_were_quoted(char separator, string zone, string lineBreak)
    {
        var random = new Random(separator + zone.Length);
        var options = new PumpLogOptions { TimeZone = zone };
        var usable = 0;
        for (var file = 0; file < 60; file++)
        {
            var rows = Enumerable.Range(0, 80).Select(_ => RandomFields(random, separator)).ToArray();
            var plain = Table(rows, separator, lineBreak, field => field.Contains(separator) ? $"\"{field}\"" : field);
            var quoted = Table(rows, separator, lineBreak, field => $"\"{field}\"");

            var expected = Logs.Read(quoted, options);

            Logs.Read(plain, options).Content().ShouldBe(expected.Content());
            Logs.Read(plain, options with { Threads = 1 }).Rows.ShouldBe(expected.Rows);
            Logs.Read(plain, options with { Pump = "Well 1" }).Content().ShouldBe(Logs.Read(quoted, options with { Pump = "Well 1" }).Content());
            usable += expected.RejectedRows is > 10 and < 70 ? 1 : 0;
        }
        usable.ShouldBe(60); // neither nothing nor all was odd
    }

    // Digits for the most part.
    static byte RandomByte(Random random) => random.Next(12) switch
    {
        0 => (byte)'.',
        1 => (byte)",;\n\r-/:e \u007f"[random.Next(10)],
        2 when random.Next(4) == 0 => (byte)random.Next(256),
        _ => (byte)random.Next('0', '9' + 1),
    };

    static string Table(string[][] rows, char separator, string lineBreak, Func<string, string> spelling) =>
        string.Join(lineBreak, [Logs.Header.Replace(',', separator), .. rows.Select(row => string.Join(separator, row.Select(spelling)))]) + lineBreak;

    static string[] RandomFields(Random random, char separator)
    {
        var fields = new string[8];
        fields[0] = RandomTime(random);
        fields[1] = random.Next(20) == 0 ? Any(random, "Well 2", "Well 11", "Wéll", " Well 1", "W", "") : "Well 1";
        for (var i = 2; i < 8; i++) fields[i] = random.Next(12) == 0 ? Any(random, "", "NaN", "-0.5", "-", ".", "1.2.3", "1e3", "+7", "abc", "99.5 ", "inf", "0x1F", "12:30") : RandomNumber(random);
        if (separator != ',') fields[7] = fields[7].Replace('.', ',');
        return fields;
    }

    static string RandomNumber(Random random)
    {
        var value = Math.Round(random.NextDouble() * Math.Pow(10, random.Next(0, 3)), random.Next(0, 5));
        return random.Next(8) == 0 ? (100 * random.NextDouble()).ToString("R", CultureInfo.InvariantCulture) : value.ToString(CultureInfo.InvariantCulture);
    }

    static string RandomTime(Random random)
    {
        var time = new DateTime(2024, 1, 1).AddSeconds(random.Next(366 * 86400));
        if (random.Next(15) == 0) return Any(random, "", "2024-02-30T00:00:00", "2024-05-01T24:00:00", "2024-05-01T12:60:00", "2024-05-01T1/:00:00", "2024-05-01T12:00:0x", "2024-05-01T12;00:00", "1970-01-01 00:00", "2024-05-01", "13/05/2024 0:00");
        var form = Any(random, "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-ddTHH:mm:ssZ", "yyyy-MM-ddTHH:mmZ", "yyyy-MM-ddTHH:mm:ss.fff", "yyyy-MM-ddTHH:mm:ss+02:00", "M/d/yyyy H:mm", "MM/dd/yyyy hh:mm tt");
        return time.ToString(form.Replace("Z", "'Z'", StringComparison.Ordinal).Replace("+02:00", "'+02:00'", StringComparison.Ordinal), CultureInfo.InvariantCulture);
    }

    static string Any(Random random, params string[] of) => of[random.Next(of.Length)];
}
