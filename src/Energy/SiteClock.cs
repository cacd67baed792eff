using NodaTime;
using NodaTime.TimeZones;

namespace Plumbline.Energy;

/// <summary>The clock on the wall of a site. Immutable; safe from many threads.</summary>
public sealed class SiteClock
{
    /// <summary>Hours of a week, from Monday 00:00.</summary>
    public const int HoursOfWeek = 168;

    readonly DateTimeZone _zone;
    ZoneInterval _last; // what was looked up last: neighbouring instants mostly have the same offset

    SiteClock(DateTimeZone zone) => (_zone, _last) = (zone, zone.GetZoneInterval(NodaConstants.UnixEpoch));

    /// <summary>A site whose clocks are never changed.</summary>
    public static SiteClock Utc { get; } = new(DateTimeZone.Utc);

    /// <summary>IANA name of its zone.</summary>
    public string ZoneName => _zone.Id;

    /// <summary>The clock of a zone, such as <c>Europe/Berlin</c>.</summary>
    /// <returns>Null where the IANA database has no such zone.</returns>
    public static SiteClock? Find(string zone) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is { } found ? new(found) : null;

    /// <summary>What the clock shows.</summary>
    /// <param name="utc">Any instant, UTC.</param>
    public LocalDateTime At(DateTime utc) => Instant.FromDateTimeUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc)).InZone(_zone).LocalDateTime;

    /// <summary>From 0, Monday 00:00 to 01:00, to 167.</summary>
    /// <param name="utc">Any instant, UTC.</param>
    public int HourOfWeek(DateTime utc)
    {
        var local = At(utc);
        return (((int)local.DayOfWeek - 1) * 24) + local.Hour;
    }

    /// <summary>What the clock shows, as <see cref="At"/>, for loops over many instants.</summary>
    internal DateTime LocalAt(DateTime utc)
    {
        var instant = Instant.FromDateTimeUtc(utc);
        var interval = _last;
        if (!interval.Contains(instant)) _last = interval = _zone.GetZoneInterval(instant);
        return DateTime.SpecifyKind(utc, DateTimeKind.Unspecified).AddTicks(interval.WallOffset.Ticks);
    }

    /// <summary>The instant that a local day begins, UTC: midnight, or where clocks skip it the first moment after.</summary>
    public DateTime StartOf(LocalDate day) => _zone.AtStartOfDay(day).ToDateTimeUtc();
}
