using NodaTime;
using Plumbline.Energy;
using Plumbline.Plant;
using Period = Plumbline.Plant.Period;

namespace Plumbline.Central.EnergyAnalytics.Timeseries;

/// <summary>The stretches that a period is told in.</summary>
/// <param name="Name">As clients write it: <c>1hour</c>.</param>
/// <param name="Step">Null for days and weeks, which are those of the site's calendar.</param>
/// <param name="Days">Of the calendar.</param>
sealed record Interval(string Name, TimeSpan? Step, int Days = 0)
{
    public static readonly Interval Minute = new("1min", TimeSpan.FromMinutes(1));
    public static readonly Interval FiveMinutes = new("5min", TimeSpan.FromMinutes(5));
    public static readonly Interval Quarter = new("15min", TimeSpan.FromMinutes(15));
    public static readonly Interval Hour = new("1hour", TimeSpan.FromHours(1));
    public static readonly Interval Day = new("1day", null, 1);
    public static readonly Interval Week = new("1week", null, 7);

    const int MostBuckets = 100_000;

    /// <summary>One of some by its name; what is wrong is named as an error.</summary>
    public static Interval Of(string? name, Interval otherwise, FieldErrors errors, params ReadOnlySpan<Interval> accepted)
    {
        if (name is null) return otherwise;
        var names = new List<string>();
        foreach (var interval in accepted)
        {
            if (interval.Name == name) return interval;
            names.Add(interval.Name);
        }

        errors.Add("interval", $"must be one of {string.Join(", ", names)}.");
        return otherwise;
    }

    /// <summary>Whether a period has more of them than an answer holds.</summary>
    public bool IsTooShortFor(Period period, out string sentence)
    {
        sentence = $"the period has more than {MostBuckets} intervals of {Name}: ask for a shorter one, or for longer intervals.";
        return Step is { } step && period.Length / step > MostBuckets;
    }

    /// <summary>The stretches of a period, the first and the last cut at its ends.</summary>
    public IEnumerable<Period> Of(Period period, SiteClock clock)
    {
        var start = period.Start;
        while (start < period.End)
        {
            var next = Next(start, clock);
            var end = next < period.End ? next : period.End;
            yield return new(start, end);
            start = end;
        }
    }

    DateTime Next(DateTime time, SiteClock clock)
    {
        if (Step is { } step) return time.AddTicks(step.Ticks - (time.Ticks % step.Ticks));
        var day = clock.At(time).Date;
        return clock.StartOf(Days == 1 ? day.PlusDays(1) : day.Next(IsoDayOfWeek.Monday));
    }
}
