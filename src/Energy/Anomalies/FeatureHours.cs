using Plumbline.Energy.Baselines;
using Plumbline.Numerics;

namespace Plumbline.Energy.Anomalies;

/// <summary>Hours as rows of features: those that can be judged.</summary>
sealed record FeatureHours
{
    /// <summary>Start of each, UTC.</summary>
    public required DateTime[] Times { get; init; }

    /// <summary>By the names of <see cref="AnomalyFeature"/>: a value a row, NaN where it is not known.</summary>
    public required IReadOnlyDictionary<string, double[]> Columns { get; init; }

    public required int Excluded { get; init; }

    public required int Missing { get; init; }

    /// <param name="hours">The hours.</param>
    /// <param name="baseline">One whose drivers are all among the hours; null for none.</param>
    public static FeatureHours Of(EnergyHours hours, EnergyBaseline? baseline)
    {
        var rows = new List<int>();
        var (excluded, missing) = (0, 0);
        for (var hour = 0; hour < hours.Count; hour++)
        {
            if (hours.IsExcluded[hour]) excluded++;
            else if (!double.IsFinite(hours.EnergyKwh[hour])) missing++;
            else rows.Add(hour);
        }

        var columns = new Dictionary<string, double[]> { [AnomalyFeature.Power] = Taken(hours.EnergyKwh) };
        foreach (var feature in AnomalyFeature.All)
            if (hours.Measured.TryGetValue(feature.Name, out var values)) columns[feature.Name] = Taken(values);
        if (baseline is not null)
        {
            var deviations = baseline.Predict(hours);
            for (var hour = 0; hour < deviations.Length; hour++) deviations[hour] = hours.EnergyKwh[hour] - deviations[hour];
            columns[AnomalyFeature.Deviation] = Taken(deviations);
        }

        return new() { Times = [.. rows.Select(hours.At)], Columns = columns, Excluded = excluded, Missing = missing };

        double[] Taken(ReadOnlySpan<double> values)
        {
            var taken = new double[rows.Count];
            for (var i = 0; i < taken.Length; i++) taken[i] = values[rows[i]];
            return taken;
        }
    }

    /// <summary>Both, these first.</summary>
    public FeatureHours Plus(FeatureHours later) => new()
    {
        Times = [.. Times, .. later.Times],
        Columns = Columns.Keys.Union(later.Columns.Keys).ToDictionary(name => name, name => (double[])[.. ColumnOf(name), .. later.ColumnOf(name)]),
        Excluded = Excluded + later.Excluded,
        Missing = Missing + later.Missing,
    };

    /// <summary>Some of the rows.</summary>
    public FeatureHours Part(int first, int end) => new()
    {
        Times = Times[first..end],
        Columns = Columns.ToDictionary(column => column.Key, column => column.Value[first..end]),
        Excluded = 0,
        Missing = 0,
    };

    /// <summary>One feature; NaN throughout where nothing is known of it.</summary>
    public double[] ColumnOf(string name)
    {
        if (Columns.TryGetValue(name, out var column)) return column;
        var unknown = new double[Times.Length];
        Array.Fill(unknown, double.NaN);
        return unknown;
    }

    public ColumnMatrix Matrix(IReadOnlyList<AnomalyFeature> features)
    {
        var matrix = new ColumnMatrix(Times.Length, features.Count);
        for (var feature = 0; feature < features.Count; feature++) ColumnOf(features[feature].Name).CopyTo(matrix.Column(feature));
        return matrix;
    }
}
