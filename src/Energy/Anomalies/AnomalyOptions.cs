using Plumbline.Detectors.Isolation;
using Plumbline.Energy.Baselines;

namespace Plumbline.Energy.Anomalies;

/// <summary>How unusual hours are looked for.</summary>
public sealed record AnomalyOptions
{
    /// <summary>False alarms that a person is ready to look at, for each machine; above 0, at most one an hour.</summary>
    public double FalseAlarmsPerWeek { get; init; } = 1;

    /// <summary>The share of the hours examined that is to be called unusual, 0 to 0.5, whatever they are like; null for the budget of <see cref="FalseAlarmsPerWeek"/>.</summary>
    public double? Contamination { get; init; }

    /// <summary>Says what energy should have been used; null to do without.</summary>
    public EnergyBaseline? Baseline { get; init; }

    /// <summary>Hours that must be there to learn from: a week, so that every hour of it has been seen.</summary>
    public int MinimumHours { get; init; } = SiteClock.HoursOfWeek;

    /// <summary>Of the forest.</summary>
    public IsolationOptions Forest { get; init; } = new();

    internal void Check()
    {
        Require(FalseAlarmsPerWeek > 0 && FalseAlarmsPerWeek <= SiteClock.HoursOfWeek, FalseAlarmsPerWeek, nameof(FalseAlarmsPerWeek), "False alarms are above 0 and at most 168 a week.");
        Require(Contamination is null or (>= 0 and <= 0.5), Contamination, nameof(Contamination), "A contamination is from 0 to 0.5.");
        Require(MinimumHours >= IsolationForest.MinimumRows, MinimumHours, nameof(MinimumHours), $"A forest learns from {IsolationForest.MinimumRows} hours or more.");
    }

    static void Require(bool isGood, object? value, string name, string otherwise)
    {
        if (!isGood) throw new ArgumentOutOfRangeException(name, value, otherwise);
    }
}
