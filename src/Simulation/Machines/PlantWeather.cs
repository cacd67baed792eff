namespace Plumbline.Simulation.Machines;

/// <summary>Outdoor temperature of a plant in a temperate climate: year, day, and the weather of some days and some hours.</summary>
sealed class PlantWeather(int seed)
{
    const double MeanC = 10.5;
    const double YearC = 9.5;
    const double DayC = 4;
    const double DaysC = 3.2;
    const double HoursC = 0.8;

    // The year is coldest three weeks after it begins, the day at four.
    static readonly TimeSpan YearLag = TimeSpan.FromDays(21);
    static readonly TimeSpan DayLag = TimeSpan.FromHours(4);

    readonly NoiseField _noise = new(seed, -1, NoisePurpose.Weather);

    /// <param name="time">UTC, which is also the clock on the plant's wall.</param>
    public double OutdoorC(DateTime time)
    {
        var season = DemandCycle.Season(time - YearLag);
        var day = DemandCycle.Wave((time - DayLag).TimeOfDay.TotalDays);
        var hours = (time - DateTime.UnixEpoch).TotalHours;
        // Summer days are wider than winter days. The two courses lie a million places apart: they have nothing in common.
        return MeanC + (YearC * season) + (DayC * (1 + (0.4 * season)) * day) + (DaysC * _noise.Smooth(hours / 60)) + (HoursC * _noise.Smooth(-1_000_000 - (hours / 7)));
    }
}
