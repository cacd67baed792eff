namespace Plumbline.Reports.AnomalyCharts;

/// <summary>How long the stretch of a bar is.</summary>
enum BinLength
{
    /// <summary>For a day or two, of which the hours are what one wants to see.</summary>
    Hour,
    Day,

    /// <summary>Monday to Sunday.</summary>
    Week,
    Month,
    Year,
}

/// <summary>The calendar stretches of a span of days, each a bar, UTC: days, unless these are too few to show a course or so many that a bar would be too thin to be read.</summary>
sealed class CalendarBins
{
    const int MostDaysByHour = 2;

    // 1056 px less the margins: a bar and its gap then take at least 8 px.
    const int MostBars = 120;

    readonly DateTime _from;
    readonly DateTime _to;

    public CalendarBins(DaySpan days)
    {
        _from = Midnight(days.First);
        _to = Midnight(days.Last.AddDays(1));
        Length = days.Count <= MostDaysByHour ? BinLength.Hour : BinLength.Day;
        while (Length < BinLength.Year && IndexOf(_to.AddTicks(-1)) >= MostBars) Length++;
        Bins = [.. Enumerable.Range(Number(_from), IndexOf(_to.AddTicks(-1)) + 1).Select(number => (Start(number), Start(number + 1)))];
    }

    public BinLength Length { get; }

    /// <summary>From when to when, in order, without gaps; whole ones, also where the span begins or ends within.</summary>
    public IReadOnlyList<(DateTime From, DateTime To)> Bins { get; }

    /// <summary>Whether the span begins within the first stretch, and ends within the last.</summary>
    public (bool First, bool Last) IsPart => (Bins[0].From < _from, Bins[^1].To > _to);

    /// <summary>The number of the stretch that an instant within the span is in.</summary>
    public int IndexOf(DateTime utc) => Number(utc) - Number(_from);

    int Number(DateTime utc) => Length switch
    {
        BinLength.Hour => (int)(utc.Ticks / TimeSpan.TicksPerHour),
        BinLength.Day => (int)(utc.Ticks / TimeSpan.TicksPerDay),
        // Day 0 of the calendar, 1 January of year 1, is a Monday.
        BinLength.Week => (int)(utc.Ticks / (7 * TimeSpan.TicksPerDay)),
        BinLength.Month => (utc.Year * 12) + utc.Month - 1,
        _ => utc.Year,
    };

    DateTime Start(int number) => Length switch
    {
        BinLength.Hour => new(number * TimeSpan.TicksPerHour, DateTimeKind.Utc),
        BinLength.Day => new(number * TimeSpan.TicksPerDay, DateTimeKind.Utc),
        BinLength.Week => new(number * 7 * TimeSpan.TicksPerDay, DateTimeKind.Utc),
        BinLength.Month => new(number / 12, (number % 12) + 1, 1, 0, 0, 0, DateTimeKind.Utc),
        _ => new(number, 1, 1, 0, 0, 0, DateTimeKind.Utc),
    };

    static DateTime Midnight(DateOnly day) => day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
}
