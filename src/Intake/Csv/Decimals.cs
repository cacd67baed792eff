using System.Globalization;
using System.Numerics;
using System.Text;

namespace Plumbline.Intake.Csv;

/// <summary>What a numeric field turned out to be.</summary>
enum NumberReading
{
    Number,
    Missing,
    Unreadable,
    Infinite,

    /// <summary>Digits, points and commas in an order that different countries read differently.</summary>
    Ambiguous,
}

/// <summary>UTF-8 text to the nearest double.</summary>
static class Decimals
{
    const byte Point = (byte)'.';
    const byte Comma = (byte)',';

    // Powers of ten up to 10^22 and integers up to 2^53 are doubles exactly, so that one division rounds once: to the nearest
    // (Clinger, "How to Read Floating Point Numbers Accurately", PLDI 1990).
    const long LargestExact = 1L << 53;
    const int MostDigits = 18;

    static readonly double[] PowersOfTen =
        [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18];

    static readonly long[] WholePowersOfTen = [.. PowersOfTen.Select(power => (long)power)];

    /// <summary>Reads a plain decimal, such as <c>-12.5</c>, from <paramref name="at"/> as far as it goes.</summary>
    /// <param name="text">To be followed by at least one byte that no number has.</param>
    /// <param name="at">Moved to the first byte that was not read.</param>
    /// <param name="commas">Whether a decimal comma is as good as a point.</param>
    /// <param name="value">Correctly rounded.</param>
    /// <param name="mark">The decimal mark that was seen, else 0.</param>
    /// <returns>False where the text is not so plain; nothing else is said then.</returns>
    public static bool TryScan(ReadOnlySpan<byte> text, ref int at, bool commas, out double value, out byte mark)
    {
        var i = at;
        var negative = text[i] == '-';
        if (negative) i++;

        long digits = 0;
        uint digit;
        var first = i;
        while ((digit = (uint)(text[i] - '0')) <= 9)
        {
            digits = (10 * digits) + digit;
            i++;
        }
        var count = i - first;
        var scale = 0;
        mark = 0;
        if (text[i] == Point || (commas && text[i] == Comma))
        {
            mark = text[i++];
            first = i;
            while ((digit = (uint)(text[i] - '0')) <= 9)
            {
                digits = (10 * digits) + digit;
                i++;
            }
            scale = i - first;
            count += scale;
        }

        at = i;
        if (count is 0 or > MostDigits)
        {
            value = 0;
            return false;
        }
        value = digits <= LargestExact ? digits / PowersOfTen[scale] : DivideExactly(digits, WholePowersOfTen[scale]);
        if (negative) value = -value;
        return true;
    }

    // Programs write 16 or 17 digits where they want none lost. The quotient is taken to at least 61 bits in whole numbers, its last bit standing for
    // all that follow, so that the conversion to the 53 bits of a double is again the only rounding.
    static double DivideExactly(long digits, long power)
    {
        var shift = 62 - BitOperations.Log2((ulong)digits) + BitOperations.Log2((ulong)power);
        var (quotient, rest) = UInt128.DivRem((UInt128)digits << shift, (ulong)power);
        return Math.ScaleB((double)((ulong)quotient | (rest == 0 ? 0UL : 1UL)), -shift);
    }

    /// <summary>Reads a whole field, without blanks around it.</summary>
    /// <param name="field">The field.</param>
    /// <param name="commas">Whether a decimal comma is as good as a point.</param>
    /// <param name="value">NaN unless the field is a number.</param>
    /// <param name="mark">The decimal mark that was seen, else 0.</param>
    public static NumberReading Read(ReadOnlySpan<byte> field, bool commas, out double value, out byte mark)
    {
        value = double.NaN;
        mark = 0;
        if (IsMissing(field)) return NumberReading.Missing;
        if (IsInfinite(field)) return NumberReading.Infinite;

        var comma = field.IndexOf(Comma);
        if (comma >= 0)
        {
            var single = commas && field.Count(Comma) == 1 && !field.Contains(Point);
            if (!single) return field.ContainsAnyExcept("0123456789.,+-"u8) || !field.ContainsAnyInRange((byte)'0', (byte)'9') ? NumberReading.Unreadable : NumberReading.Ambiguous;
        }
        var pointed = comma < 0 ? field : WithPoint(field, comma);
        if (!double.TryParse(pointed, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number))
            return NumberReading.Unreadable;
        if (!double.IsFinite(number)) return NumberReading.Infinite;

        value = number;
        mark = comma >= 0 ? Comma : field.Contains(Point) ? Point : (byte)0;
        return NumberReading.Number;
    }

    static bool IsMissing(ReadOnlySpan<byte> field) => field.IsEmpty || (field.Length <= 4 && (Is(field, "nan"u8) || Is(field, "-nan"u8) || Is(field, "na"u8) || Is(field, "n/a"u8) || Is(field, "#n/a"u8) || Is(field, "null"u8)));

    static bool IsInfinite(ReadOnlySpan<byte> field)
    {
        var unsigned = field.TrimStart("+-"u8);
        return Is(unsigned, "inf"u8) || Is(unsigned, "infinity"u8) || unsigned.SequenceEqual("∞"u8);
    }

    static bool Is(ReadOnlySpan<byte> field, ReadOnlySpan<byte> word) => Ascii.EqualsIgnoreCase(field, word);

    static byte[] WithPoint(ReadOnlySpan<byte> field, int comma)
    {
        var pointed = field.ToArray();
        pointed[comma] = Point;
        return pointed;
    }
}
