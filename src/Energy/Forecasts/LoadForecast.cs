using Plumbline.Energy.Tariffs;
using Plumbline.Numerics.Forecasting;

namespace Plumbline.Energy.Forecasts;

/// <summary>The power that a machine is expected to take, step by step.</summary>
/// <param name="Start">Of the first step, UTC: where its data end.</param>
/// <param name="Step">15 minutes or an hour.</param>
/// <param name="Method">Name of the method.</param>
/// <param name="Form">What it chose.</param>
/// <param name="PowerKw">Mean power of each step.</param>
/// <param name="LowerKw">Of the interval that should hold <see cref="Backtest.Confidence"/> of the means of single steps.</param>
/// <param name="UpperKw">Its other end.</param>
public sealed record LoadForecast(DateTime Start, TimeSpan Step, string Method, string Form, double[] PowerKw, double[] LowerKw, double[] UpperKw)
{
    /// <summary>Start of a step, UTC.</summary>
    public DateTime TimeOf(int step) => Start + (step * Step);

    /// <summary>kWh of all steps.</summary>
    public double EnergyKwh => PowerKw.Sum() * Step.TotalHours;

    /// <summary>The step with the highest mean power, the first of equals.</summary>
    public int PeakStep => Array.IndexOf(PowerKw, PowerKw.Max());

    /// <summary>Fits a method to what is known and looks ahead.</summary>
    /// <param name="method">Which.</param>
    /// <param name="series">Sufficient.</param>
    /// <param name="horizon">Whose periods hold.</param>
    /// <param name="steps">1 or more.</param>
    /// <remarks>A machine that never gave power back is not expected to: below 0 is 0.</remarks>
    public static LoadForecast Of(ForecastMethod method, LoadSeries series, LoadHorizon horizon, int steps)
    {
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(series);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        var values = series.Filled(horizon);
        var model = method.Fit(values, horizon.Periods);
        var ahead = model.Ahead(steps);
        var (lower, upper) = ahead.Interval(Backtest.Confidence);
        var floor = values.Min() >= 0 ? 0 : double.NegativeInfinity;
        double[] Floored(double[] powers) => [.. powers.Select(power => Math.Max(floor, power))];
        return new(series.End, series.Step, method.Name, model.Form, Floored(ahead.Mean), Floored(lower), Floored(upper));
    }

    /// <summary>What its energy costs by the tariff in force; null where none is.</summary>
    /// <param name="clock">Of the site.</param>
    /// <param name="tariffs">What holds when.</param>
    public double? Cost(SiteClock clock, Timetable<Tariff> tariffs)
    {
        var cost = 0.0;
        for (var step = 0; step < PowerKw.Length; step++)
        {
            if (Rate(clock, tariffs, TimeOf(step)) is not { } rate) return null;
            cost += PowerKw[step] * Step.TotalHours * rate;
        }

        return cost;
    }

    internal static double? Rate(SiteClock clock, Timetable<Tariff> tariffs, DateTime utc)
    {
        var local = clock.At(utc);
        return tariffs.On(local.Date)?.At(local).RatePerKwh;
    }
}
