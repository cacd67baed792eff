using Plumbline.Energy.Rollups;
using Plumbline.Numerics.Forecasting;

namespace Plumbline.Energy.Forecasts;

/// <summary>The mean power of a machine in even steps.</summary>
/// <param name="Start">Of the first step, UTC.</param>
/// <param name="Step">15 minutes or an hour.</param>
/// <param name="PowerKw">NaN where nothing is known; the first and the last are known.</param>
public sealed record LoadSeries(DateTime Start, TimeSpan Step, double[] PowerKw)
{
    /// <summary>Two days: less shows no day.</summary>
    const int FewestDays = 2;

    /// <summary>A series with more of it missing says too little.</summary>
    const double MostMissing = 0.25;

    /// <summary>End of the last step, UTC.</summary>
    public DateTime End => Start + (PowerKw.Length * Step);

    /// <summary>Steps in which nothing is known.</summary>
    public int Missing => PowerKw.Count(double.IsNaN);

    /// <summary>What slices say, from the first step with power to the last.</summary>
    /// <param name="slices">Whole hours with their quarters, or quarters, in order.</param>
    /// <param name="step">15 minutes or an hour.</param>
    /// <returns>Empty where nothing is known.</returns>
    public static LoadSeries Of(IReadOnlyList<EnergySlice> slices, TimeSpan step)
    {
        var levels = new SortedDictionary<DateTime, Level>();
        foreach (var quarter in EnergySlice.QuartersOf(slices))
        {
            var start = Rollup.Floor(quarter.Start, step);
            levels[start] = levels.GetValueOrDefault(start).Plus(quarter.Power);
        }

        var known = levels.Where(level => level.Value.Seconds > 0).ToList();
        if (known.Count == 0) return new(default, step, []);
        var power = new double[(int)((known[^1].Key - known[0].Key) / step) + 1];
        Array.Fill(power, double.NaN);
        foreach (var (start, level) in known) power[(int)((start - known[0].Key) / step)] = level.Mean;
        return new(known[0].Key, step, power);
    }

    /// <summary>Why it is not enough to forecast from; null where it is.</summary>
    /// <param name="horizon">Of the forecast.</param>
    public string? Insufficient(LoadHorizon horizon)
    {
        var steps = horizon.Step < TimeSpan.FromHours(1) ? "quarter hours" : "hours";
        var fewest = FewestDays * horizon.Day;
        if (PowerKw.Length == 0) return "No data for this machine in this period.";
        if (PowerKw.Length - Missing < fewest) return $"Insufficient samples: {PowerKw.Length - Missing} of {fewest} {steps} with power between {Start:yyyy-MM-dd HH:mm} and {End:yyyy-MM-dd HH:mm} UTC.";
        return Missing > MostMissing * PowerKw.Length ? $"Insufficient samples: {Missing} of {PowerKw.Length} {steps} between {Start:yyyy-MM-dd HH:mm} and {End:yyyy-MM-dd HH:mm} UTC have no power; a quarter of them may." : null;
    }

    /// <summary>Without gaps: what is usual at that time of the day, shifted to meet both ends.</summary>
    internal double[] Filled(LoadHorizon horizon) => SeasonalGaps.Filled(PowerKw, horizon.Day);
}
