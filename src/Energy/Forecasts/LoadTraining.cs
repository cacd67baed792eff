using Plumbline.Numerics.Forecasting;

namespace Plumbline.Energy.Forecasts;

/// <summary>How one method did at one horizon.</summary>
/// <param name="Horizon">Its name.</param>
/// <param name="Method">Its name.</param>
/// <param name="Form">What it chose on the whole series.</param>
/// <param name="Test">Held against what came.</param>
public sealed record MethodTrial(string Horizon, string Method, string Form, Backtest Test);

/// <summary>What a training found: how every method would have done on the machine, at each horizon that its data reach.</summary>
/// <param name="Asked">The method that the training was asked for.</param>
/// <param name="Start">Of the hours it rests on, UTC.</param>
/// <param name="End">Not included.</param>
/// <param name="Samples">Hours with power.</param>
/// <param name="Missing">Hours without, which were filled with what is usual.</param>
/// <param name="LookbackDays">Days that were looked at; a forecast looks at as many.</param>
/// <param name="Aicc">Of the model asked for, of the whole series; null where it has none.</param>
/// <param name="R2">Share of the variance that the model asked for explains; null where it is none of those that say so.</param>
/// <param name="Trials">By horizon, then by method.</param>
/// <param name="Warnings">Sentences for people.</param>
public sealed record LoadTraining(string Asked, DateTime Start, DateTime End, int Samples, int Missing, int LookbackDays, double? Aicc, double? R2, IReadOnlyList<MethodTrial> Trials, IReadOnlyList<string> Warnings)
{
    /// <summary>Tries the method asked for, and beside it exponential smoothing, theta and seasonal naive.</summary>
    /// <param name="asked">Which.</param>
    /// <param name="quarters">By the quarter of an hour.</param>
    /// <param name="hours">By the hour, of the same time.</param>
    /// <param name="lookbackDays">Days that were looked at.</param>
    /// <param name="cancellation">Looked at before each trial.</param>
    /// <returns>The training, or the sentence why there is none.</returns>
    public static (LoadTraining? Training, string? Unavailable) Of(ForecastMethod asked, LoadSeries quarters, LoadSeries hours, int lookbackDays, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(asked);
        if (hours.Insufficient(LoadHorizon.Medium) is { } reason) return (null, reason);
        var methods = new[] { ForecastMethod.SeasonalNaive, ForecastMethod.Ets, ForecastMethod.Theta, asked }.Distinct().ToList();
        var (trials, warnings) = (new List<MethodTrial>(), new List<string>());
        IForecastModel? model = null;
        foreach (var horizon in LoadHorizon.All)
        {
            var series = horizon.Step == hours.Step ? hours : quarters;
            if (series.Insufficient(horizon) is { } little)
            {
                warnings.Add($"No model for the {horizon.Name} horizon: {little}");
                continue;
            }

            var values = series.Filled(horizon);
            var before = trials.Count;
            foreach (var method in methods)
            {
                cancellation.ThrowIfCancellationRequested();
                if (Backtest.Run(method, values, horizon.Periods, horizon.Steps, horizon.Origins) is not { } test) continue;
                var fitted = method.Fit(values, horizon.Periods);
                if (method == asked && horizon == LoadHorizon.Medium) model = fitted;
                trials.Add(new(horizon.Name, method.Name, fitted.Form, test));
            }

            if (trials.Count == before) warnings.Add($"No model for the {horizon.Name} horizon: {values.Length} steps are too few to hold a forecast of {horizon.Steps} against what came.");
            else if (trials[before..] is var these && LosesToNaive(these, asked.Name)) warnings.Add($"At the {horizon.Name} horizon {asked.Name} is no better than repeating the last cycle: a mean absolute error of {Mae(these, asked.Name):0.###} kW against {Mae(these, ForecastMethod.SeasonalNaive.Name):0.###} kW.");
        }

        return (new(asked.Name, hours.Start, hours.End, hours.PowerKw.Length - hours.Missing, hours.Missing, lookbackDays, AiccOf(model), (model as AdditiveModel)?.R2, trials, warnings), null);
    }

    /// <summary>The trials of one horizon, the best first; empty where the data did not reach it.</summary>
    public IReadOnlyList<MethodTrial> At(LoadHorizon horizon) => [.. Trials.Where(trial => trial.Horizon == horizon.Name).OrderBy(trial => trial.Test.Mae)];

    /// <summary>Whether a method's errors were no smaller than those of repeating the last cycle.</summary>
    /// <param name="trials">Of one horizon.</param>
    /// <param name="method">Its name; seasonal naive does not lose to itself.</param>
    public static bool LosesToNaive(IReadOnlyList<MethodTrial> trials, string method) =>
        method != ForecastMethod.SeasonalNaive.Name && Mae(trials, method) >= Mae(trials, ForecastMethod.SeasonalNaive.Name);

    static double Mae(IReadOnlyList<MethodTrial> trials, string method) => trials.FirstOrDefault(trial => trial.Method == method)?.Test.Mae ?? double.NaN;

    static double? AiccOf(IForecastModel? model) => model switch
    {
        ArimaModel arima => arima.Aicc,
        EtsModel ets => ets.Aicc,
        SeasonallyAdjusted adjusted => AiccOf(adjusted.Rest),
        _ => null,
    };
}
