using System.Globalization;

namespace Plumbline.Central;

/// <summary>Times as the API reads and writes them: ISO 8601, UTC where no offset is given, to the microsecond.</summary>
static class UtcTime
{
    static readonly DateTime Earliest = DateTime.UnixEpoch;
    static readonly DateTime Latest = new(2200, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    static readonly string[] Formats =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd HH:mm:ssK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd HH:mmK", "yyyy-MM-dd",
    ];

    public const string Wanted = "must be an ISO 8601 time such as 2024-11-18T14:32:00Z, from 1970 to 2199.";

    public static DateTime? Parse(string? text)
    {
        if (!DateTime.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)) return null;
        return time >= Earliest && time < Latest ? ToMicroseconds(time) : null;
    }

    /// <summary>Whether a text that <see cref="Parse"/> accepts names a whole day.</summary>
    public static bool IsDay(string text) => text.Length == "yyyy-MM-dd".Length;

    public static DateTime Now(this TimeProvider clock) => ToMicroseconds(clock.GetUtcNow().UtcDateTime);

    public static string Format(DateTime utc) => utc.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);

    static DateTime ToMicroseconds(DateTime time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMicrosecond));
}
