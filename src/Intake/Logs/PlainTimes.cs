using System.Runtime.CompilerServices;
using Plumbline.Intake.Csv;

namespace Plumbline.Intake.Logs;

/// <summary>Timestamps such as <c>2024-05-01T00:00:00</c>, all bytes of the clock at once; a blank for the T, no seconds, or Z at the end do as well. The day is remembered from row to row.</summary>
/// <remarks>Not safe from several threads.</remarks>
sealed class PlainTimes(ZoneClock zone)
{
    /// <summary>Bytes that are looked at.</summary>
    public const int Window = 21;

    const int ClockAt = 11;
    const ulong ClockZeros = 0x30303A30303A3030; // "00:00:00"
    const ulong NoSeconds = 0x30303A0000000000; // ":00" in its place
    const ulong HoursAndMinutes = 0x000000FFFFFFFFFF;

    // The date and the T or blank after it, as two words that overlap.
    ulong _head;
    uint _tail;
    long _day;

    /// <summary>Reads a whole field.</summary>
    /// <param name="text">The first of <see cref="Window"/> bytes.</param>
    /// <param name="separator">What is to stand after the field.</param>
    /// <param name="utc">Ticks.</param>
    /// <returns>Bytes of the field; 0 where it is of another form, no time, or not of a single time.</returns>
    public int Read(ref byte text, byte separator, out long utc)
    {
        utc = 0;
        var head = Unsafe.ReadUnaligned<ulong>(ref text);
        var tail = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref text, 7));
        if ((head != _head || tail != _tail) && !TryDay(head, tail)) return 0;

        var clock = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref text, ClockAt));
        var length = ClockAt + 8;
        if (Unsafe.Add(ref text, 16) != ':')
        {
            clock = (clock & HoursAndMinutes) | NoSeconds;
            length = ClockAt + 5;
        }
        if (!TryClock(clock, out utc)) return 0;
        utc += _day;
        if (Unsafe.Add(ref text, length) == separator) return zone.ToUtc(utc, out utc, out _) == WallTime.Once ? length : 0;
        return Unsafe.Add(ref text, length) == 'Z' && Unsafe.Add(ref text, length + 1) == separator ? length + 1 : 0;
    }

    bool TryDay(ulong head, uint tail)
    {
        Span<byte> date = stackalloc byte[ClockAt];
        Unsafe.WriteUnaligned(ref date[0], head);
        Unsafe.WriteUnaligned(ref date[7], tail);
        if (date[4] != '-' || date[10] is not ((byte)'T' or (byte)' ') || Timestamps.Read(date[..10], out var day) != TimeReading.Local) return false;
        (_head, _tail, _day) = (head, tail, day);
        return true;
    }

    // HH:mm:ss, the first byte in the lowest place.
    static bool TryClock(ulong clock, out long ticks)
    {
        var digits = clock ^ ClockZeros;
        var pairs = (digits * 10) + (digits >> 8);
        var hour = (byte)pairs;
        var minute = (byte)(pairs >> 24);
        var second = (byte)(pairs >> 48);
        ticks = ((((hour * 60) + minute) * 60) + second) * TimeSpan.TicksPerSecond;
        // The high bit is set where a digit is above nine, or a colon none.
        var odd = (digits | (digits + 0x76767F76767F7676)) & 0x8080808080808080;
        return odd == 0 && hour < 24 && minute < 60 && second < 60;
    }
}
