using Plumbline.Numerics;

namespace Plumbline.Energy.Baselines;

/// <summary>What a machine should use in one hour.</summary>
/// <param name="PredictedKwh">The baseline's answer.</param>
/// <param name="LowKwh">Lower end of the interval that holds a single hour with <see cref="EnergyBaseline.Confidence"/>.</param>
/// <param name="HighKwh">Upper end.</param>
/// <param name="Warnings">Drivers outside the trained range, in sentences.</param>
public sealed record EnergyPrediction(double PredictedKwh, double LowKwh, double HighKwh, IReadOnlyList<string> Warnings);

/// <summary>A prediction, or the sentence why there is none.</summary>
/// <param name="Prediction">Null where something is missing.</param>
/// <param name="Unavailable">What is missing; null where there is a prediction.</param>
public sealed record PredictionOutcome(EnergyPrediction? Prediction, string? Unavailable);

/// <summary>Predicts a single hour from values that somebody gives by name.</summary>
public static class HourPrediction
{
    /// <param name="baseline">To predict with.</param>
    /// <param name="features">By the names of <see cref="Driver"/>. Degree hours may be given, or are computed from <see cref="Driver.OutdoorTemp"/>.</param>
    public static PredictionOutcome Of(EnergyBaseline baseline, IReadOnlyDictionary<string, double> features)
    {
        ArgumentNullException.ThrowIfNull(baseline);
        ArgumentNullException.ThrowIfNull(features);
        var x = new double[baseline.Terms.Count];
        var warnings = new List<string>();
        for (var i = 0; i < x.Length; i++)
        {
            var term = baseline.Terms[i];
            if (ValueOf(term.Driver, features) is not { } value) return Missing(term.Driver);
            if (!double.IsFinite(value)) return new(null, $"'{term.Driver.Name}' is {value}; a driver is a finite number.");
            x[i] = value;
            if (term.IsOutside(value)) warnings.Add(FormattableString.Invariant($"{term.Driver} is {value:0.###}, outside the {term.Low:0.###} to {term.High:0.###} that the baseline was trained on."));
        }

        var group = 0;
        if (baseline.HasHourOfWeek)
        {
            if (!features.TryGetValue(Driver.HourOfWeek, out var hour)) return Missing(new(Driver.HourOfWeek));
            if (!(hour is >= 0 and < SiteClock.HoursOfWeek) || hour != Math.Floor(hour)) return new(null, FormattableString.Invariant($"'{Driver.HourOfWeek}' is {hour}; it is a whole number from 0 (Monday 00:00) to 167."));
            group = (int)hour;
            if (baseline.Line.Counts[group] == 0) return new(null, $"The baseline was trained on no hour {group} of the week.");
        }

        var predicted = baseline.Line.Predict(x, group);
        // Out of sample a baseline errs more than in sample; the larger of the two is the honest one.
        var std = Math.Max(baseline.ResidualStdKwh, baseline.OutOfSample.Rmse) * Math.Sqrt(1 + baseline.Line.Leverage(x, group));
        var half = std * StudentT.Quantile((1 + EnergyBaseline.Confidence) / 2, baseline.DegreesOfFreedom);
        return new(new(predicted, predicted - half, predicted + half, warnings), null);
    }

    static double? ValueOf(Driver driver, IReadOnlyDictionary<string, double> features)
    {
        if (features.TryGetValue(driver.Name, out var value)) return value;
        return driver.IsDegreeHours && features.TryGetValue(Driver.OutdoorTemp, out var temperature) ? driver.DegreesAt(temperature) : null;
    }

    static PredictionOutcome Missing(Driver driver) =>
        new(null, $"'{driver.Name}' is missing{(driver.IsDegreeHours ? $", and so is '{Driver.OutdoorTemp}' to compute it from" : "")}: the baseline depends on it.");
}
