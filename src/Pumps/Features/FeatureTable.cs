using Plumbline.Numerics;
using Plumbline.Pumps.Condition;

namespace Plumbline.Pumps.Features;

/// <summary>The features of one pump, one row an hour. Immutable; safe from many threads.</summary>
public sealed class FeatureTable
{
    internal FeatureTable(HourlyDeviations deviations, ColumnMatrix values)
    {
        Deviations = deviations;
        Values = values;
    }

    /// <summary>What the features were computed from, row for row.</summary>
    public HourlyDeviations Deviations { get; }

    /// <summary>Hours from the first reading to the last, judged or not.</summary>
    public int Rows => Deviations.Count;

    /// <summary>The names of the columns: <see cref="FeatureNames.All"/>.</summary>
    public IReadOnlyList<string> Names => FeatureNames.All;

    /// <summary>One column for each name. Shared with the table: not to be written to. Where NaN stands is told at <see cref="PumpFeatures"/>.</summary>
    public ColumnMatrix Values { get; }

    /// <summary>One feature over all hours.</summary>
    /// <exception cref="ArgumentException">There is no feature of that name.</exception>
    public ReadOnlySpan<double> this[string name] => Values.Column(ColumnOf(name));

    /// <summary>The features of a judged log, brought to clock hours.</summary>
    public static FeatureTable Of(JudgedLog log) => PumpFeatures.Compute(HourlyDeviations.Of(log));

    /// <summary>The column that a feature stands in.</summary>
    /// <exception cref="ArgumentException">There is no feature of that name.</exception>
    public static int ColumnOf(string name)
    {
        for (var i = 0; i < FeatureNames.All.Count; i++) if (FeatureNames.All[i] == name) return i;
        throw new ArgumentException($"There is no feature '{name}'.", nameof(name));
    }
}
