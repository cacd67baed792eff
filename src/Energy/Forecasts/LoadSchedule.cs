using NodaTime;
using Plumbline.Energy.Tariffs;

namespace Plumbline.Energy.Forecasts;

/// <summary>What a load of its own would meet in one hour.</summary>
/// <param name="Time">Start of the hour, UTC.</param>
/// <param name="PredictedKw">What the machine is expected to take anyway.</param>
/// <param name="TotalKw">With the load.</param>
/// <param name="IsPeak">Whether the machine alone is over the threshold then.</param>
/// <param name="Cost">Of the load's energy in that hour.</param>
/// <param name="Savings">Against the dearest hour of the day.</param>
public sealed record ScheduleHour(DateTime Time, double PredictedKw, double TotalKw, bool IsPeak, double Cost, double Savings);

/// <summary>When on a day a load should run: the cheapest hours first, of equally cheap ones those with the least other demand.</summary>
/// <param name="ThresholdKw">Nine tenths of the highest hour that is expected.</param>
/// <param name="Hours">Of the local day: 23, 24 or 25, but for those that are over.</param>
/// <param name="Currency">Of the tariff.</param>
public sealed record LoadSchedule(double ThresholdKw, IReadOnlyList<ScheduleHour> Hours, string Currency)
{
    const double PeakShare = 0.9;

    /// <param name="forecast">By the hour, over the day.</param>
    /// <param name="day">Local.</param>
    /// <param name="loadKw">Of the load, over 0.</param>
    /// <param name="clock">Of the site.</param>
    /// <param name="tariffs">What holds when.</param>
    /// <returns>The schedule, or the sentence why there is none.</returns>
    public static (LoadSchedule? Schedule, string? Unavailable) Of(LoadForecast forecast, LocalDate day, double loadKw, SiteClock clock, Timetable<Tariff> tariffs)
    {
        ArgumentNullException.ThrowIfNull(forecast);
        if (tariffs.On(day) is not { } tariff) return (null, $"No tariff holds on {day:uuuu-MM-dd}.");
        var steps = Enumerable.Range(0, forecast.PowerKw.Length).Where(step => clock.At(forecast.TimeOf(step)).Date == day).ToList();
        if (steps.Count == 0) return (null, $"The data reach to {forecast.Start:yyyy-MM-dd HH:mm} UTC, and a forecast from there to {forecast.TimeOf(forecast.PowerKw.Length):yyyy-MM-dd HH:mm}: {day:uuuu-MM-dd} is not in it.");
        var threshold = PeakShare * steps.Max(step => forecast.PowerKw[step]);
        var costs = steps.ToDictionary(step => step, step => loadKw * tariff.At(clock.At(forecast.TimeOf(step))).RatePerKwh);
        var dearest = costs.Values.Max();
        var hours = steps
            .OrderBy(step => costs[step]).ThenBy(step => forecast.PowerKw[step])
            .Select(step => new ScheduleHour(forecast.TimeOf(step), forecast.PowerKw[step], forecast.PowerKw[step] + loadKw, forecast.PowerKw[step] > threshold, costs[step], dearest - costs[step]));
        return (new(threshold, [.. hours], tariff.Currency), null);
    }
}
