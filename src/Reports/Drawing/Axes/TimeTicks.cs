using System.Globalization;

namespace Plumbline.Reports.Drawing.Axes;

/// <summary>Round instants on an axis, in UTC: full minutes, hours, days, Mondays, months or years, whichever fit.</summary>
static class TimeTicks
{
    enum Unit
    {
        Second,
        Minute,
        Hour,
        Day,
        Week,
        Month,
        Year,
    }

    static readonly (Unit Unit, int Count)[] Steps =
    [
        (Unit.Second, 1), (Unit.Second, 2), (Unit.Second, 5), (Unit.Second, 10), (Unit.Second, 15), (Unit.Second, 30),
        (Unit.Minute, 1), (Unit.Minute, 2), (Unit.Minute, 5), (Unit.Minute, 10), (Unit.Minute, 15), (Unit.Minute, 30),
        (Unit.Hour, 1), (Unit.Hour, 2), (Unit.Hour, 3), (Unit.Hour, 6), (Unit.Hour, 12),
        (Unit.Day, 1), (Unit.Day, 2), (Unit.Week, 1), (Unit.Week, 2),
        (Unit.Month, 1), (Unit.Month, 2), (Unit.Month, 3), (Unit.Month, 6),
        (Unit.Year, 1), (Unit.Year, 2), (Unit.Year, 5), (Unit.Year, 10), (Unit.Year, 20), (Unit.Year, 50), (Unit.Year, 100), (Unit.Year, 200), (Unit.Year, 500), (Unit.Year, 1000),
    ];

    /// <summary>Ticks within the range, from the earliest on.</summary>
    /// <param name="from">Left end, seconds since 1970.</param>
    /// <param name="to">Right end, after <paramref name="from"/>.</param>
    /// <param name="most">No more ticks than this.</param>
    /// <remarks>A range of less than two seconds, or beyond the calendar, has ticks of plain numbers.</remarks>
    public static IReadOnlyList<Tick> Between(double from, double to, int most)
    {
        if (to - from < 2 || from < Instants.ToX(DateTime.MinValue) || to > Instants.ToX(DateTime.MaxValue)) return NumberTicks.Between(from, to, Math.Max(2, most));

        foreach (var (unit, count) in Steps)
        {
            if ((to - from) / (Seconds(unit) * count) > most + 1) continue;
            var instants = Found(from, to, unit, count, most);
            if (instants.Count <= most) return Labelled(instants, unit);
        }
        return Labelled([Instants.FromX(from)], Unit.Day);
    }

    static List<DateTime> Found(double from, double to, Unit unit, int count, int most)
    {
        var found = new List<DateTime>();
        var start = Instants.FromX(from);
        var end = Instants.FromX(to);
        for (var at = Floor(start, unit, count); at <= end && found.Count <= most;)
        {
            if (at >= start) found.Add(at);
            if (Next(at, unit, count) is not { } next) break;
            at = next;
        }
        return found;
    }

    static double Seconds(Unit unit) => unit switch
    {
        Unit.Second => 1,
        Unit.Minute => 60,
        Unit.Hour => 3600,
        Unit.Day => 86_400,
        Unit.Week => 7 * 86_400,
        Unit.Month => 30.4 * 86_400,
        _ => 365.2 * 86_400,
    };

    static DateTime Floor(DateTime t, Unit unit, int count) => unit switch
    {
        Unit.Month => new(t.Year, ((t.Month - 1) / count * count) + 1, 1, 0, 0, 0, DateTimeKind.Utc),
        Unit.Year => new(Math.Max(1, t.Year / count * count), 1, 1, 0, 0, 0, DateTimeKind.Utc),
        Unit.Week => Whole(t.AddTicks(-Math.Min(t.Ticks, TimeSpan.TicksPerDay * (((int)t.DayOfWeek + 6) % 7))), Unit.Day, 1),
        _ => Whole(t, unit, count),
    };

    // Days are counted from a fixed day, so that every second day stays the same from picture to picture.
    static DateTime Whole(DateTime t, Unit unit, int count)
    {
        var step = (long)(Seconds(unit) * count * TimeSpan.TicksPerSecond);
        return new(t.Ticks / step * step, DateTimeKind.Utc);
    }

    static DateTime? Next(DateTime t, Unit unit, int count) => unit switch
    {
        Unit.Month => t.Year < 9999 ? t.AddMonths(count) : null,
        Unit.Year => t.Year + count <= 9999 ? new(t.Year < count ? count : t.Year + count, 1, 1, 0, 0, 0, DateTimeKind.Utc) : null,
        _ => (DateTime.MaxValue - t).TotalSeconds > Seconds(unit) * count ? t.AddSeconds(Seconds(unit) * count) : null,
    };

    static List<Tick> Labelled(List<DateTime> instants, Unit unit)
    {
        var ticks = new List<Tick>(instants.Count);
        for (var i = 0; i < instants.Count; i++)
        {
            var at = instants[i];
            DateTime? before = i > 0 ? instants[i - 1] : null;
            ticks.Add(new(Instants.ToX(at), Text(at, Format(unit)), Context(at, before, unit)));
        }
        return ticks;
    }

    static string Format(Unit unit) => unit switch
    {
        Unit.Second => "HH:mm:ss",
        Unit.Minute or Unit.Hour => "HH:mm",
        Unit.Day or Unit.Week => "MMM d",
        Unit.Month => "MMM",
        _ => "yyyy",
    };

    static string Context(DateTime at, DateTime? before, Unit unit) => unit switch
    {
        Unit.Year => "",
        <= Unit.Hour when before is null || before.Value.Year != at.Year => Text(at, "MMM d, yyyy"),
        <= Unit.Hour => before.Value.Date != at.Date ? Text(at, "MMM d") : "",
        _ => before is null || before.Value.Year != at.Year ? Text(at, "yyyy") : "",
    };

    static string Text(DateTime at, string format) => at.ToString(format, CultureInfo.InvariantCulture);
}
