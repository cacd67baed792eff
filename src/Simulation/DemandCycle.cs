namespace Plumbline.Simulation;

/// <summary>What consumers want over the day, the week and the year, and the weather that nobody plans.</summary>
sealed class DemandCycle(double mean, double swing, RandomStream random)
{
    const double WeekendDrop = 0.3;
    const double WeatherSpread = 0.25;
    const double WeatherHours = 8;

    // Water use by the hour of the day, −1 to 1, mean near 0: low at night, a peak in the morning, a lesser one in the evening.
    static readonly double[] HourOfDay =
    [
        -0.75, -0.9, -1.0, -1.0, -0.9, -0.5, 0.3, 0.9, 1.0, 0.75, 0.5, 0.35, 0.3, 0.2, 0.15, 0.15, 0.25, 0.4, 0.55, 0.6, 0.4, 0.1, -0.3, -0.55,
    ];

    double _weather;

    /// <summary>Wanted flow, share of rated; call once a reading, in order.</summary>
    /// <param name="time">Local clock of the consumers, taken to be UTC.</param>
    /// <param name="hoursSinceLast">Time since the last call.</param>
    public double Next(DateTime time, double hoursSinceLast)
    {
        // A first-order process whose spread does not depend on the interval.
        var keep = 1 / (1 + (hoursSinceLast / WeatherHours));
        _weather = (keep * _weather) + (Math.Sqrt(1 - (keep * keep)) * WeatherSpread * random.Normal());
        var weekend = time.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? WeekendDrop : -WeekendDrop * 2 / 5;
        return mean + (swing * (OfDay(time) - weekend + _weather));
    }

    /// <summary>−1 at the turn of the year, 1 in the middle of it, smooth between.</summary>
    public static double Season(DateTime time)
    {
        var year = (time.DayOfYear - 1 + time.TimeOfDay.TotalDays) / (DateTime.IsLeapYear(time.Year) ? 366 : 365);
        return Wave(year);
    }

    /// <summary>A smooth wave: −1 at a whole turn, 1 half-way between.</summary>
    /// <param name="turn">Share of a turn, 0 to 1.</param>
    public static double Wave(double turn)
    {
        var saw = 1 - (2 * Math.Abs((2 * turn) - 1));
        return saw * (1.5 - (0.5 * saw * saw));
    }

    /// <summary>Water use at a time of day, −1 to 1.</summary>
    public static double OfDay(DateTime time)
    {
        var hour = time.TimeOfDay.TotalHours;
        var before = (int)hour;
        return HourOfDay[before] + ((hour - before) * (HourOfDay[(before + 1) % 24] - HourOfDay[before]));
    }
}
