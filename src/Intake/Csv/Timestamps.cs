namespace Plumbline.Intake.Csv;

/// <summary>What a timestamp field turned out to be.</summary>
enum TimeReading
{
    /// <summary>With an offset or Z: brought to UTC.</summary>
    Utc,

    /// <summary>Without: by the clock on the wall.</summary>
    Local,
    Missing,
    Unreadable,

    /// <summary>Day before month, as <c>13/05/2024</c>.</summary>
    DayFirst,

    /// <summary>Readable, but of a year in which no reading was taken: a clock that was reset, or a typing error.</summary>
    ImplausibleYear,
}

/// <summary>UTF-8 text to a time: ISO 8601 calendar dates, and US month/day/year.</summary>
static class Timestamps
{
    /// <summary>A clock that has lost its battery counts from 1970.</summary>
    public const int FirstYear = 1971;

    public const int LastYear = 2199;

    /// <param name="text">A whole field, without blanks around it.</param>
    /// <param name="ticks">As of <see cref="DateTime.Ticks"/>; fractions beyond 100 ns are cut off. 0 unless the reading is Utc or Local.</param>
    public static TimeReading Read(ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        if (text.IsEmpty) return TimeReading.Missing;

        var at = 0;
        int year, month, day;
        if (text.Length > 4 && text[4] == '-')
        {
            if (!TryNumber(text, ref at, 4, 4, out year) || !TryByte(text, ref at, '-') || !TryNumber(text, ref at, 2, 2, out month)
                || !TryByte(text, ref at, '-') || !TryNumber(text, ref at, 2, 2, out day)) return TimeReading.Unreadable;
        }
        else if (!TryNumber(text, ref at, 1, 2, out month) || !TryByte(text, ref at, '/') || !TryNumber(text, ref at, 1, 2, out day)
            || !TryByte(text, ref at, '/') || !TryNumber(text, ref at, 4, 4, out year)) return TimeReading.Unreadable;

        long clock = 0;
        long? offset = null;
        if (at < text.Length)
        {
            if (text[at++] is not ((byte)'T' or (byte)'t' or (byte)' ')) return TimeReading.Unreadable;
            if (!TryClock(text, ref at, out clock) || !TryOffset(text, ref at, out offset) || at < text.Length) return TimeReading.Unreadable;
        }
        if (month > 12 && day is >= 1 and <= 12 && text[4] != '-') return TimeReading.DayFirst;
        if (month is < 1 or > 12 || year < 1 || day < 1 || day > DateTime.DaysInMonth(year, month)) return TimeReading.Unreadable;
        if (year is < FirstYear or > LastYear) return TimeReading.ImplausibleYear;

        ticks = new DateTime(year, month, day).Ticks + clock - (offset ?? 0);
        return offset is null ? TimeReading.Local : TimeReading.Utc;
    }

    // 0:00, 00:00:00, 00:00:00.123, 12:00 AM
    static bool TryClock(ReadOnlySpan<byte> text, ref int at, out long ticks)
    {
        ticks = 0;
        var second = 0;
        var fraction = 0L;
        if (!TryNumber(text, ref at, 1, 2, out var hour) || !TryByte(text, ref at, ':') || !TryNumber(text, ref at, 2, 2, out var minute)) return false;
        if (TryByte(text, ref at, ':'))
        {
            if (!TryNumber(text, ref at, 2, 2, out second)) return false;
            if ((TryByte(text, ref at, '.') || TryByte(text, ref at, ',')) && !TryFraction(text, ref at, out fraction)) return false;
        }
        if (hour > 23 || minute > 59 || second > 59 || !TryHalfDay(text, ref at, ref hour)) return false;

        ticks = (((((hour * 60L) + minute) * 60) + second) * TimeSpan.TicksPerSecond) + fraction;
        return true;
    }

    static bool TryFraction(ReadOnlySpan<byte> text, ref int at, out long ticks)
    {
        ticks = 0;
        var first = at;
        var weight = TimeSpan.TicksPerSecond / 10;
        for (; at < text.Length && (uint)(text[at] - '0') <= 9; at++, weight /= 10) ticks += (text[at] - '0') * weight;
        return at > first;
    }

    static bool TryHalfDay(ReadOnlySpan<byte> text, ref int at, ref int hour)
    {
        var rest = text[at..].TrimStart((byte)' ');
        if (rest.Length != 2 || (rest[1] | 0x20) != 'm' || (rest[0] | 0x20) is not ('a' or 'p')) return true;
        if (hour is < 1 or > 12) return false;
        hour = (hour % 12) + ((rest[0] | 0x20) == 'p' ? 12 : 0);
        at = text.Length;
        return true;
    }

    // Z, +02:00, -0500, +02
    static bool TryOffset(ReadOnlySpan<byte> text, ref int at, out long? ticks)
    {
        ticks = null;
        if (at == text.Length) return true;
        TryByte(text, ref at, ' ');
        if (TryByte(text, ref at, 'Z') || TryByte(text, ref at, 'z'))
        {
            ticks = 0;
            return true;
        }
        var west = TryByte(text, ref at, '-');
        if (!west && !TryByte(text, ref at, '+')) return false;
        if (!TryNumber(text, ref at, 2, 2, out var hours)) return false;
        var minutes = 0;
        if (at < text.Length)
        {
            TryByte(text, ref at, ':');
            if (!TryNumber(text, ref at, 2, 2, out minutes)) return false;
        }
        if (hours > 18 || minutes > 59) return false;
        ticks = ((hours * 60L) + minutes) * (west ? -TimeSpan.TicksPerMinute : TimeSpan.TicksPerMinute);
        return true;
    }

    static bool TryNumber(ReadOnlySpan<byte> text, ref int at, int fewest, int most, out int value)
    {
        value = 0;
        var end = Math.Min(text.Length, at + most);
        var first = at;
        for (; at < end && (uint)(text[at] - '0') <= 9; at++) value = (10 * value) + (text[at] - '0');
        return at - first >= fewest;
    }

    static bool TryByte(ReadOnlySpan<byte> text, ref int at, char expected)
    {
        if (at >= text.Length || text[at] != expected) return false;
        at++;
        return true;
    }
}
