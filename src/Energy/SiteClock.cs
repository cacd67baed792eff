using NodaTime;

namespace Plumbline.Energy;

/// <summary>The clock on the wall of a site. Immutable; safe from many threads.</summary>
public sealed class SiteClock
{
    /// <summary>Hours of a week, from Monday 00:00.</summary>
    public const int HoursOfWeek = 168;

    readonly DateTimeZone _zone;

    SiteClock(DateTimeZone zone) => _zone = zone;

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

    /// <summary>The instant that a local day begins, UTC: midnight, or where clocks skip it the first moment after.</summary>
    public DateTime StartOf(LocalDate day) => _zone.AtStartOfDay(day).ToDateTimeUtc();
}
