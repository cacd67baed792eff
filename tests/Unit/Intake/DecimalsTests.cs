using System.Globalization;
using System.Text;
using Plumbline.Intake.Csv;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Intake;

public sealed class DecimalsTests
{
    [Fact]
    public void Plain_decimals_are_the_nearest_double_to_the_last_bit()
    {
        var random = new Random(20_240_601);
        var plain = 0;
        for (var i = 0; i < 200_000; i++)
        {
            var text = RandomDecimal(random);
            var bytes = Encoding.UTF8.GetBytes(text + ",");
            var at = 0;
            var expected = double.Parse(text, CultureInfo.InvariantCulture);

            if (Decimals.TryScan(bytes, ref at, commas: false, out var scanned, out _) && at == text.Length)
            {
                plain++;
                BitConverter.DoubleToInt64Bits(scanned).ShouldBe(BitConverter.DoubleToInt64Bits(expected), text);
            }
            Decimals.Read(bytes.AsSpan(0, text.Length), commas: false, out var read, out _).ShouldBe(NumberReading.Number, text);
            BitConverter.DoubleToInt64Bits(read).ShouldBe(BitConverter.DoubleToInt64Bits(expected), text);
        }
        plain.ShouldBeInRange(100_000, 190_000);
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("-0", -0.0)]
    [InlineData("+7", 7)]
    [InlineData(".5", 0.5)]
    [InlineData("5.", 5)]
    [InlineData("007.250", 7.25)]
    [InlineData("1e3", 1000)]
    [InlineData("2.5E-3", 0.0025)]
    [InlineData("9007199254740993", 9007199254740992)]
    [InlineData("900719925474099.3", 900719925474099.25)]
    [InlineData("9007199254740995", 9007199254740996)]
    [InlineData("450359962737049.65", 450359962737049.625)]
    [InlineData("503.31895121141724", 503.31895121141724)]
    [InlineData("0.1000000000000000055511151231257827", 0.1)]
    [InlineData("1e-400", 0)]
    public void Forms_that_are_numbers(string text, double expected)
    {
        Decimals.Read(Encoding.UTF8.GetBytes(text), commas: false, out var value, out _).ShouldBe(NumberReading.Number);
        BitConverter.DoubleToInt64Bits(value).ShouldBe(BitConverter.DoubleToInt64Bits(expected));

        var at = 0;
        if (Decimals.TryScan(Encoding.UTF8.GetBytes(text + "\n"), ref at, commas: false, out value, out _) && at == text.Length)
            BitConverter.DoubleToInt64Bits(value).ShouldBe(BitConverter.DoubleToInt64Bits(expected));
    }

    [Theory]
    [InlineData("", "Missing")]
    [InlineData("NaN", "Missing")]
    [InlineData("-nan", "Missing")]
    [InlineData("n/a", "Missing")]
    [InlineData("#N/A", "Missing")]
    [InlineData("NULL", "Missing")]
    [InlineData("inf", "Infinite")]
    [InlineData("-Infinity", "Infinite")]
    [InlineData("∞", "Infinite")]
    [InlineData("1e999", "Infinite")]
    [InlineData("12,5", "Ambiguous")]
    [InlineData("1,234.5", "Ambiguous")]
    [InlineData("1.234,5", "Ambiguous")]
    [InlineData(",", "Unreadable")]
    [InlineData("12,5 psi", "Unreadable")]
    [InlineData("--5", "Unreadable")]
    [InlineData("5-", "Unreadable")]
    [InlineData("1.2.3", "Unreadable")]
    [InlineData("1 000", "Unreadable")]
    [InlineData("0x10", "Unreadable")]
    [InlineData("(5)", "Unreadable")]
    [InlineData("$5", "Unreadable")]
    [InlineData("85%", "Unreadable")]
    [InlineData(".", "Unreadable")]
    [InlineData("-", "Unreadable")]
    [InlineData("e5", "Unreadable")]
    [InlineData("٣", "Unreadable")]
    public void Forms_that_are_not(string text, string expected)
    {
        Decimals.Read(Encoding.UTF8.GetBytes(text), commas: false, out var value, out _).ToString().ShouldBe(expected);
        value.ShouldBe(double.NaN);
    }

    [Theory]
    [InlineData("12,5", "Number", 12.5)]
    [InlineData("12.5", "Number", 12.5)]
    [InlineData("-0,25", "Number", -0.25)]
    [InlineData("1,5e2", "Number", 150)]
    [InlineData("12345678901234567890,5", "Number", 12345678901234567890.5)]
    [InlineData("1,234,567", "Ambiguous", double.NaN)]
    [InlineData("1.234,5", "Ambiguous", double.NaN)]
    public void Where_commas_may_mark_decimals(string text, string expected, double value)
    {
        Decimals.Read(Encoding.UTF8.GetBytes(text), commas: true, out var read, out _).ToString().ShouldBe(expected);
        read.ShouldBe(value);
    }

    // As programs print a double in full; or up to 22 digits before and after the point; zeros in front; some with an exponent.
    static string RandomDecimal(Random random)
    {
        if (random.Next(5) == 0) return (random.NextDouble() * Math.Pow(10, random.Next(-3, 7))).ToString("R", CultureInfo.InvariantCulture);
        var text = new StringBuilder(random.Next(4) == 0 ? "-" : "");
        text.Append(Digits(random, random.Next(1, random.Next(1, 23))));
        if (random.Next(4) > 0) text.Append('.').Append(Digits(random, random.Next(0, random.Next(1, 23))));
        if (random.Next(10) == 0) text.Append("eE"[random.Next(2)]).Append(random.Next(-30, 31));
        return text.ToString();
    }

    static string Digits(Random random, int count) => string.Concat(Enumerable.Range(0, count).Select(_ => (char)('0' + random.Next(10))));
}
