using System.Numerics;
using System.Runtime.CompilerServices;

namespace Plumbline.Intake.Csv;

/// <summary>Plain decimals of up to seven digits, all their bytes at once: nearly every number that a sensor writes.</summary>
static class ShortDecimals
{
    const ulong Zeros = 0x3030303030303030;

    // No more than seven digits are read.
    static ReadOnlySpan<double> PowersOfTen => [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7];

    /// <summary>Reads a number without sign.</summary>
    /// <param name="window">Its first byte, in the lowest place, and the seven after it, whatever they are.</param>
    /// <param name="comma">What is as good as a decimal point; a point where nothing else is.</param>
    /// <param name="value">Correctly rounded: the two whole numbers whose quotient it is are doubles exactly.</param>
    /// <returns>Bytes of the number; 0 where there is none, or where its end is not in the window.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Scan(ulong window, byte comma, out double value)
    {
        // What is no digit has its high bit set here. The sum may carry out of a byte above 127, into bytes that nobody looks at any more.
        var digits = window ^ Zeros;
        var others = (digits | (digits + 0x7676767676767676)) & 0x8080808080808080;
        value = 0;
        if (others == 0) return 0;

        var whole = BitOperations.TrailingZeroCount(others) >> 3;
        var (length, count) = (whole, whole);
        var mark = (byte)(window >> (8 * whole));
        if (mark == '.' || mark == comma)
        {
            // The mark is closed up: what is before it stays, what is after it moves one byte down.
            var before = (others ^ (others - 1)) >> 8;
            others &= others - 1;
            if (others == 0) return 0;
            digits = (digits & before) | ((digits >> 8) & ~before);
            length = BitOperations.TrailingZeroCount(others) >> 3;
            count = length - 1;
        }
        if (count == 0) return 0;
        value = EightDigits(digits << (64 - (8 * count))) / PowersOfTen[count - whole];
        return length;
    }

    // One digit a byte, the first in the lowest: neighbours are put together to twos, these to fours, these to all (Lemire, "Number parsing at a gigabyte per second", 2021).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static uint EightDigits(ulong digits)
    {
        digits = (digits * 10) + (digits >> 8);
        return (uint)((((digits & 0x000000FF000000FF) * 0x000F424000000064) + (((digits >> 16) & 0x000000FF000000FF) * 0x0000271000000001)) >> 32);
    }
}
