using NodaTime;
using Plumbline.Intake.Csv;

namespace Plumbline.Intake.Logs;

/// <summary>How often a time on the wall came.</summary>
enum WallTime
{
    Once,

    /// <summary>Clocks went back over it.</summary>
    Twice,

    /// <summary>Clocks went forward over it.</summary>
    Never,
}

/// <summary>Times on the wall to UTC. Remembers the offset in force, so that most calls are a subtraction; not safe from several threads.</summary>
sealed class ZoneClock
{
    // Null for UTC.
    readonly DateTimeZone? _zone;

    // Where the remembered offset holds without doubt.
    long _from;
    long _to;
    long _offset;

    ZoneClock(DateTimeZone? zone)
    {
        _zone = zone;
        _to = zone is null ? long.MaxValue : 0;
    }

    /// <param name="zone">IANA name.</param>
    /// <exception cref="InvalidInputException">No such zone.</exception>
    public static ZoneClock Of(string zone) => new(zone == "UTC" ? null : DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone)
        ?? throw new InvalidInputException("time zone", $"{Excerpt.Of(zone)} is not in the IANA database, as America/Chicago and UTC are"));

    /// <param name="wall">Ticks.</param>
    /// <param name="utc">Ticks: the first of the two for a time that came twice.</param>
    /// <param name="between">Ticks from the first to the second; 0 for a time that came once.</param>
    public WallTime ToUtc(long wall, out long utc, out long between)
    {
        between = 0;
        utc = wall - _offset;
        return wall >= _from && wall < _to ? WallTime.Once : Look(wall, out utc, out between);
    }

    WallTime Look(long wall, out long utc, out long between)
    {
        utc = between = 0;
        var mapping = _zone!.MapLocal(LocalDateTime.FromDateTime(new DateTime(wall)));
        if (mapping.Count == 0) return WallTime.Never;

        utc = mapping.First().ToDateTimeUtc().Ticks;
        between = mapping.Last().ToDateTimeUtc().Ticks - utc;
        if (mapping.Count == 1) Remember(mapping.EarlyInterval);
        return mapping.Count == 1 ? WallTime.Once : WallTime.Twice;
    }

    // Within a day of a change of the clocks every time is looked up.
    void Remember(NodaTime.TimeZones.ZoneInterval interval)
    {
        _offset = interval.WallOffset.Ticks;
        _from = interval.HasStart ? interval.IsoLocalStart.ToDateTimeUnspecified().Ticks + TimeSpan.TicksPerDay : long.MinValue;
        _to = interval.HasEnd ? interval.IsoLocalEnd.ToDateTimeUnspecified().Ticks - TimeSpan.TicksPerDay : long.MaxValue;
    }
}
