using Plumbline.Numerics;

namespace Plumbline.Energy.Baselines;

/// <summary>A baseline, or the sentence why there is none.</summary>
/// <param name="Baseline">Null where there is too little to learn from, or a driver cannot be used.</param>
/// <param name="Unavailable">What is missing; null where there is a baseline.</param>
public sealed record BaselineOutcome(EnergyBaseline? Baseline, string? Unavailable);

/// <summary>Trains the energy baseline of a machine: multiple linear regression on hourly rows. The README of this station tells the rules.</summary>
public static class BaselineTraining
{
    /// <param name="hours">The training period. Hours without energy, and those excluded, are left out.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <remarks>Deterministic. A year of hourly rows takes some tens of milliseconds.</remarks>
    public static BaselineOutcome Train(EnergyHours hours, BaselineOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(hours);
        options ??= new();
        Check(options);
        var excluded = 0;
        for (var hour = 0; hour < hours.Count; hour++)
            if (hours.IsExcluded[hour] && double.IsFinite(hours.EnergyKwh[hour])) excluded++;
        var aside = excluded > 0 ? $" ({excluded} hours of maintenance or fault are left out)" : "";
        if (Unusable(hours, options) is { } refused) return new(null, refused);

        var candidates = CandidateSet.Of(hours, options);
        if (candidates.Rows < options.MinimumSamples) return new(null, $"Insufficient samples: {candidates.Rows} of {options.MinimumSamples}{aside}{candidates.WhatIsMissing}.");
        var chosen = options.Drivers is null ? new DriverSelection(candidates, options).Choose() : new DriverSelection(candidates, options).Take(options.Drivers);
        return new(new BaselineFit(candidates, chosen, options).Finish(), null);
    }

    static string? Unusable(EnergyHours hours, BaselineOptions options)
    {
        foreach (var name in options.Drivers ?? [])
        {
            if (Driver.ContainTheTarget.Contains(name)) return $"'{name}' is computed from the energy that the baseline is to explain; it cannot be a driver.";
            if (!Driver.All.Contains(name)) return $"'{name}' is no driver that is known; these are: {string.Join(", ", Driver.All)}.";
            if (!Driver.IsIn(hours, name)) return $"'{name}' is not in the data; it has {(hours.Measured.Count > 0 ? string.Join(", ", hours.Measured.Keys) : "no driver at all")}.";
        }

        return options.Drivers is { } given && given.Distinct().Count() < given.Count ? $"'{given.GroupBy(name => name).First(group => group.Count() > 1).Key}' is named twice." : null;
    }

    static void Check(BaselineOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MinimumSamples, 2, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Folds, 2, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BlockHours, 1, nameof(options));
        if (options.LargestP is not (> 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(options), options.LargestP, "A p-value is above 0 and at most 1.");
        if (!(options.LargestVif >= 1)) throw new ArgumentOutOfRangeException(nameof(options), options.LargestVif, "A variance inflation is 1 or more.");
    }
}
