using System.Runtime.InteropServices;
using Plumbline.Detectors;
using Plumbline.Detectors.Isolation;
using Plumbline.Energy.Baselines;
using Plumbline.Numerics;
using Plumbline.Plant;

namespace Plumbline.Energy.Anomalies;

/// <summary>Looks for unusual hours: an isolation forest over power, temperatures, pressure, throughput and the deviation from the baseline, and how far off each of them is, learned from the hours before.</summary>
public static class AnomalyDetection
{
    const int HoursOfWeek = SiteClock.HoursOfWeek;

    // Of the hours learned from; a feature that is mostly missing would tell hours apart by being there.
    const double LeastKnown = 0.5;

    // The mean absolute deviation of a normal distribution is σ √(2/π).
    const double NormalMeanDeviation = 1.2533141373155003;

    /// <summary>Judges the hours of a period.</summary>
    /// <param name="before">The hours to learn from. Where they are too few, those examined are learned from as well.</param>
    /// <param name="examined">The hours to judge, which come after them.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <returns>The same anomalies for the same hours, on any machine.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static AnomalyOutcome Of(EnergyHours before, EnergyHours examined, AnomalyOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(examined);
        options ??= new();
        options.Check();
        var warnings = new List<string>();
        var baseline = Usable(options.Baseline, before, examined, warnings);
        var (learned, judged) = (FeatureHours.Of(before, baseline), FeatureHours.Of(examined, baseline));
        if (judged.Times.Length == 0) return new(null, $"No hour of the {examined.Count} can be judged: {judged.Missing} lack energy, {judged.Excluded} are maintenance or fault.");
        if (learned.Times.Length < options.MinimumHours)
        {
            warnings.Add($"Only {learned.Times.Length} hours before the period can be learned from, of {options.MinimumHours}: the period itself was learned from, too, so that what is unusual throughout it counts as usual.");
            learned = learned.Plus(judged);
        }

        if (learned.Times.Length < options.MinimumHours) return new(null, $"Insufficient hours: {learned.Times.Length} of {options.MinimumHours} to learn from what is usual ({learned.Missing} lack energy, {learned.Excluded} are maintenance or fault).", IsTooEarly: true);
        AnomalyFeature[] features = [.. AnomalyFeature.All.Where(feature => Tells(learned.ColumnOf(feature.Name)))];
        if (features.Length == 0) return new(null, $"Nothing can be told of {learned.Times.Length} hours that are all the same.");
        return IsolationForest.Fit(learned.Matrix(features), options.Forest) is { Model: { } forest }
            ? new(new Judge(forest, features, learned, options).Report(judged, warnings), null)
            : new(null, $"Nothing can be told of {learned.Times.Length} hours that are all the same.");
    }

    static EnergyBaseline? Usable(EnergyBaseline? baseline, EnergyHours before, EnergyHours examined, List<string> warnings)
    {
        if (baseline is null) return null;
        foreach (var driver in baseline.Drivers)
        {
            if (Driver.IsIn(examined, driver.Name) && (Driver.IsIn(before, driver.Name) || before.Count == 0)) continue;
            warnings.Add($"The baseline was not used: it depends on {driver}, and there is no {(driver.IsDegreeHours ? Driver.OutdoorTemp : driver.Name)} in these hours.");
            return null;
        }

        return baseline;
    }

    static bool Tells(double[] column)
    {
        var known = column.Where(double.IsFinite).ToList();
        return known.Count >= LeastKnown * column.Length && known.Min() < known.Max();
    }

    /// <summary>What was learned: how unusual an hour is, as the larger of what the forest says of all features together and how far off each of them is by itself, both in units of their limits.</summary>
    /// <remarks>A forest alone cannot tell far from very far: beyond what it was shown all is alike to it, and a corner that usual hours reach in two features scores as high as one that they never do in a single one.</remarks>
    sealed class Judge
    {
        // The budget of false alarms: half for the forest, half for the features among them.
        const double Forests = 0.5;

        // Of the hours learned from: those that judge the rest of them.
        const double Earlier = 2.0 / 3;

        readonly IsolationForest _forest;
        readonly AnomalyFeature[] _features;
        readonly FeatureHours _learned;
        readonly AnomalyOptions _options;
        readonly (double Median, double Sigma)[] _usual;
        readonly double _forestLimit;
        readonly double[] _featureLimits;
        readonly double[] _ratios;

        public Judge(IsolationForest forest, AnomalyFeature[] features, FeatureHours learned, AnomalyOptions options)
        {
            (_forest, _features, _learned, _options) = (forest, features, learned, options);
            _usual = UsualOf(features, learned);
            var rows = learned.Matrix(features);
            var scores = Scores(forest, rows);
            (_forestLimit, _featureLimits) = Limits(rows, scores, _usual, features, options);
            if (LaterLimits() is { } later)
            {
                _forestLimit = Math.Max(_forestLimit, later.Forest);
                for (var feature = 0; feature < features.Length; feature++) _featureLimits[feature] = Math.Max(_featureLimits[feature], later.Features[feature]);
            }

            _ratios = Ratios(rows, scores);
            Array.Sort(_ratios);
        }

        /// <summary>The limits that the last hours learned from would have needed, judged by those before: seasons move, and what comes next is not quite like what was.</summary>
        /// <returns>Null where there are too few hours for that.</returns>
        (double Forest, double[] Features)? LaterLimits()
        {
            var count = _learned.Times.Length;
            var earlier = _learned.Part(0, (int)(Earlier * count));
            if (earlier.Times.Length < _options.MinimumHours || IsolationForest.Fit(earlier.Matrix(_features), _options.Forest).Model is not { } forest) return null;
            var rows = _learned.Part(earlier.Times.Length, count).Matrix(_features);
            return Limits(rows, Scores(forest, rows), UsualOf(_features, earlier), _features, _options);
        }

        static (double Forest, double[] Features) Limits(ColumnMatrix rows, double[] scores, (double Median, double Sigma)[] usual, AnomalyFeature[] features, AnomalyOptions options)
        {
            var share = options.FalseAlarmsPerWeek / HoursOfWeek;
            var limits = new double[features.Length];
            for (var feature = 0; feature < limits.Length; feature++)
            {
                // The weather is no fault of the machine: it counts together with what the machine does in it.
                if (features[feature].Name == Driver.OutdoorTemp)
                {
                    limits[feature] = double.PositiveInfinity;
                    continue;
                }

                var distances = new List<double>();
                foreach (var value in rows.Column(feature))
                    if (double.IsFinite(value)) distances.Add(Math.Abs(SigmasOf(value, usual[feature])));
                var limit = ScoreLimit.ForNext(CollectionsMarshal.AsSpan(distances), (1 - Forests) * share / features.Length);
                // Where nearly all values are the same, the rare others are what was seen.
                limits[feature] = limit > 0 ? limit : distances.Max();
            }

            return (ScoreLimit.ForNext(scores, Forests * share), limits);
        }

        public AnomalyReport Report(FeatureHours judged, IReadOnlyList<string> warnings)
        {
            var rows = judged.Matrix(_features);
            var scores = Scores(_forest, rows);
            var ratios = Ratios(rows, scores);
            var limit = _options.Contamination is { } share ? ScoreLimit.For(ratios, share) : 1;
            return new()
            {
                Anomalies = [.. Enumerable.Range(0, ratios.Length).Where(hour => ratios[hour] > limit).Select(hour => Anomaly(judged, rows, hour, scores[hour], ratios[hour]))],
                Examined = judged.Times.Length,
                Excluded = judged.Excluded,
                Missing = judged.Missing,
                LearnedFrom = new Period(_learned.Times[0], _learned.Times[^1].AddHours(1)),
                LearnedHours = _learned.Times.Length,
                Features = [.. _features.Select(feature => feature.Name)],
                Warnings = warnings,
            };
        }

        EnergyAnomaly Anomaly(FeatureHours judged, ColumnMatrix rows, int hour, double score, double ratio)
        {
            var row = new double[_features.Length];
            rows.CopyRow(hour, row);
            var sigmas = row.Select((value, feature) => SigmasOf(value, _usual[feature])).ToArray();
            var worst = Enumerable.Range(0, row.Length).MaxBy(feature => Math.Abs(sigmas[feature]));
            var (feature, value, expected) = (_features[worst], row[worst], _usual[worst].Median);
            var energy = judged.ColumnOf(AnomalyFeature.Power)[hour];
            var isOffBaseline = feature.Name == AnomalyFeature.Deviation;
            var below = Array.BinarySearch(_ratios, ratio) is var at && at < 0 ? ~at : at;
            return new()
            {
                Time = judged.Times[hour],
                Type = feature.Type,
                Metric = isOffBaseline ? "energy_kwh" : feature.Name,
                Value = isOffBaseline ? energy : value,
                Expected = isOffBaseline ? energy - value : expected,
                Sigmas = sigmas[worst],
                Score = score,
                Confidence = (double)below / _ratios.Length,
                Contributions = Contributions(row),
            };
        }

        Dictionary<string, double> Contributions(double[] row)
        {
            var parts = new double[row.Length];
            _forest.Explain(row, parts);
            var whole = parts.Sum(part => Math.Max(0, part));
            return Enumerable.Range(0, parts.Length).Where(feature => parts[feature] > 0).ToDictionary(feature => _features[feature].Name, feature => parts[feature] / whole);
        }

        static double[] Scores(IsolationForest forest, ColumnMatrix rows)
        {
            var scores = new double[rows.Rows];
            forest.Score(rows, scores);
            return scores;
        }

        double[] Ratios(ColumnMatrix rows, double[] scores)
        {
            var ratios = Array.ConvertAll(scores, score => score / _forestLimit);
            for (var feature = 0; feature < _features.Length; feature++)
            {
                var column = rows.Column(feature);
                for (var hour = 0; hour < ratios.Length; hour++) ratios[hour] = Math.Max(ratios[hour], Math.Abs(SigmasOf(column[hour], _usual[feature])) / _featureLimits[feature]);
            }

            return ratios;
        }

        static (double Median, double Sigma)[] UsualOf(AnomalyFeature[] features, FeatureHours hours) => [.. features.Select(feature => UsualOf(hours.ColumnOf(feature.Name)))];

        static (double Median, double Sigma) UsualOf(double[] values)
        {
            var median = Statistics.Median(values);
            var sigma = Statistics.NormalMad * Statistics.Mad(values);
            // More than half of the values are the same.
            if (sigma > 0 || double.IsNaN(median)) return (median, sigma);
            return (median, NormalMeanDeviation * values.Where(double.IsFinite).Average(value => Math.Abs(value - median)));
        }

        static double SigmasOf(double value, (double Median, double Sigma) usual) => double.IsFinite(value) ? (value - usual.Median) / usual.Sigma : 0;
    }
}
