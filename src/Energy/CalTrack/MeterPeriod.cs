namespace Plumbline.Energy.CalTrack;

/// <summary>What a meter counted between two reads: a day, or a billing period.</summary>
/// <param name="Start">UTC.</param>
/// <param name="End">UTC; after <paramref name="Start"/>.</param>
/// <param name="EnergyKwh">NaN where missing.</param>
public sealed record MeterPeriod(DateTime Start, DateTime End, double EnergyKwh)
{
    /// <summary>Elapsed days; a day of a clock change has 23 or 25 hours.</summary>
    public double Days => (End - Start).TotalDays;
}

/// <summary>The weather of a meter period: the mean temperatures of its days.</summary>
/// <param name="DailyMeansF">°F, of the days with temperatures in more than half of their hours.</param>
sealed record PeriodWeather(double[] DailyMeansF)
{
    const int HoursOfDay = 24;

    // CalTRACK 2.2.2.3 and 2.2.3.2.
    const double SmallestShareOfDay = 0.5;
    const double SmallestShareOfPeriod = 0.9;

    /// <returns>Null where too many temperatures are missing (CalTRACK 2.2).</returns>
    /// <param name="start">Of the period.</param>
    /// <param name="end">Of the period, or of as much of it as is looked at.</param>
    /// <param name="temperatures">Of the same place.</param>
    public static PeriodWeather? Of(DateTime start, DateTime end, HourlyTemperatures temperatures)
    {
        var hours = temperatures.Between(start, end);
        if (hours.Length > HoursOfDay && hours.Count(double.IsFinite) < SmallestShareOfPeriod * hours.Length) return null;
        double[] means = [.. hours.Chunk(HoursOfDay).Select(day => day.Where(double.IsFinite).ToArray()).Where(known => known.Length > SmallestShareOfDay * HoursOfDay).Select(known => known.Average())];
        return means.Length == 0 ? null : new(means);
    }

    /// <summary>Mean over its days of how much colder than a temperature they were, °F.</summary>
    public double HeatingPerDay(double balanceF) => DailyMeansF.Average(mean => Math.Max(0, balanceF - mean));

    /// <summary>Mean over its days of how much warmer than a temperature they were, °F.</summary>
    public double CoolingPerDay(double balanceF) => DailyMeansF.Average(mean => Math.Max(0, mean - balanceF));
}
