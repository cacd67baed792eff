using Plumbline.Numerics;

namespace Plumbline.Pumps.Features;

/// <summary>The features of one pump, one row an hour. Immutable; safe from many threads.</summary>
public sealed class FeatureTable
{
    readonly DateTime[] _times;
    readonly ColumnMatrix _values;

    internal FeatureTable(DateTime[] times, ColumnMatrix values, int judgedRows)
    {
        _times = times;
        _values = values;
        JudgedRows = judgedRows;
    }

    /// <summary>The hours, UTC, an hour apart.</summary>
    public ReadOnlySpan<DateTime> Times => _times;

    /// <summary>Hours from the first reading to the last, judged or not.</summary>
    public int Rows => _times.Length;

    /// <summary>Hours in which at least one of the four deviations is known.</summary>
    public int JudgedRows { get; }

    /// <summary>The names of the columns: <see cref="FeatureNames.All"/>.</summary>
    public IReadOnlyList<string> Names => FeatureNames.All;

    /// <summary>One column for each name. Shared with the table: not to be written to. Where NaN stands is told at <see cref="PumpFeatures"/>.</summary>
    public ColumnMatrix Values => _values;

    /// <summary>One feature over all hours.</summary>
    /// <exception cref="ArgumentException">There is no feature of that name.</exception>
    public ReadOnlySpan<double> this[string name] => _values.Column(ColumnOf(name));

    /// <summary>Whether any of the four deviations is known in a row.</summary>
    public bool IsJudged(int row)
    {
        for (var p = 0; p < 4; p++) if (!double.IsNaN(_values[row, p])) return true;
        return false;
    }

    /// <summary>The column that a feature stands in.</summary>
    /// <exception cref="ArgumentException">There is no feature of that name.</exception>
    public static int ColumnOf(string name)
    {
        for (var i = 0; i < FeatureNames.All.Count; i++) if (FeatureNames.All[i] == name) return i;
        throw new ArgumentException($"There is no feature '{name}'.", nameof(name));
    }
}
