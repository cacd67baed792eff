using Plumbline.Numerics;
using Plumbline.Plant;

namespace Plumbline.Pumps.Prognosis;

/// <summary>The hours of all runs that a model is taught, run after run and in the order of time.</summary>
sealed class TrainingRows
{
    static readonly TimeSpan AfterFailure = TimeSpan.FromDays(1);

    TrainingRows(ColumnMatrix features, double[] days, int[] runs, DateTime[] times)
    {
        Features = features;
        Days = days;
        Runs = runs;
        Times = times;
    }

    public ColumnMatrix Features { get; }

    /// <summary>Days until the failure, capped.</summary>
    public double[] Days { get; }

    /// <summary>Which run each row is of: an index into the list that was given.</summary>
    public int[] Runs { get; }

    public DateTime[] Times { get; }

    public int Count => Days.Length;

    /// <summary>Takes the hours that could have been asked for a forecast: with a week of judged hours up to them.</summary>
    public static TrainingRows Of(IReadOnlyList<RunToFailure> runs, RulTrainingOptions options)
    {
        var usable = runs.Select(Usable).ToList();
        var step = (usable.Sum(rows => rows.Count) + options.MostRows - 1) / options.MostRows;
        var places = usable.SelectMany((rows, run) => Thin(rows, step).Select(row => (run, row))).ToArray();
        var columns = options.Features.Select(Pumps.Features.FeatureTable.ColumnOf).ToArray();
        var features = new ColumnMatrix(places.Length, columns.Length);
        for (var column = 0; column < columns.Length; column++)
        {
            var into = features.Column(column);
            for (var i = 0; i < places.Length; i++) into[i] = runs[places[i].run].Features.Values.Column(columns[column])[places[i].row];
        }

        var times = Array.ConvertAll(places, place => runs[place.run].Features.Deviations.HourAt(place.row));
        var days = new double[places.Length];
        for (var i = 0; i < days.Length; i++) days[i] = RulLabels.Days(times[i], runs[places[i].run].FailureDate, options.CapDays);
        return new(features, days, Array.ConvertAll(places, place => place.run), times);
    }

    /// <summary>From the first row used of a run to the last; null where none is.</summary>
    public Period? PeriodOf(int run)
    {
        var first = Array.IndexOf(Runs, run);
        return first < 0 ? null : new(Times[first], Times[Array.LastIndexOf(Runs, run)]);
    }

    /// <summary>Some of the rows.</summary>
    public ColumnMatrix FeaturesAt(int[] rows)
    {
        var some = new ColumnMatrix(rows.Length, Features.Columns);
        for (var column = 0; column < Features.Columns; column++)
        {
            var from = Features.Column(column);
            var into = some.Column(column);
            for (var i = 0; i < rows.Length; i++) into[i] = from[rows[i]];
        }

        return some;
    }

    static List<int> Usable(RunToFailure run)
    {
        var rows = new List<int>();
        var (deviations, judged) = (run.Features.Deviations, 0);
        for (var row = 0; row < deviations.Count && deviations.HourAt(row) <= run.FailureDate + AfterFailure; row++)
        {
            if (!deviations.IsJudged(row)) continue;
            judged++;
            if (judged >= PumpPrognosis.NeededHours) rows.Add(row);
        }

        return rows;
    }

    // Counted from the end, so that the hours before the failure are among them.
    static IEnumerable<int> Thin(List<int> rows, int step) => rows.Where((_, i) => (rows.Count - 1 - i) % Math.Max(1, step) == 0);
}
