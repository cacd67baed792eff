using System.Text.Json;

namespace Plumbline.Reports.Drawing.Interactive;

/// <summary>The numbers of a page: every array that charts share is written once, and charts refer to it by its place.</summary>
sealed class PageColumns
{
    // Longer series keep their extremes: so many stretches, of each of which the first, the last, the lowest and the highest readings stay.
    const int LongestWhole = 20_000;
    const int Stretches = 2_000;

    readonly Dictionary<object, int> _places = new(ReferenceEqualityComparer.Instance);
    readonly List<Action<Utf8JsonWriter>> _columns = [];
    readonly Dictionary<double[], int[]?> _kept = new(ReferenceEqualityComparer.Instance);
    readonly double _base;

    /// <param name="charts">All charts of the page: which series belong together decides which readings of long ones are kept.</param>
    public PageColumns(IReadOnlyList<Chart> charts)
    {
        var panels = charts.SelectMany(chart => chart.Panels).ToList();
        foreach (var group in panels.SelectMany(panel => panel.Marks).OfType<LineMark>().GroupBy(line => line.X, ReferenceEqualityComparer.Instance))
            _kept[(double[])group.Key!] = Keep((double[])group.Key!, [.. group.Select(line => line.Y).Distinct()]);
        var starts = panels.Where(panel => panel.X.Scale == XScale.Time).SelectMany(panel => panel.Marks).OfType<LineMark>().Where(line => line.X.Length > 0).Select(line => line.X[0]);
        _base = Math.Floor(starts.DefaultIfEmpty(0).Min());
    }

    /// <summary>Subtracted from all instants, which are then short numbers.</summary>
    public double Base => _base;

    public int X(double[] x, XScale scale) => Place(x, json => WriteX(json, Thinned(x, x), scale == XScale.Time ? _base : 0));

    public int Y(LineMark line) => Place(line.Y, json => WriteNumbers(json, Thinned(line.X, line.Y)));

    public int Numbers(double[] values) => Place(values, json => WriteNumbers(json, values));

    public int Spans(IReadOnlyList<Stretch> spans, XScale scale) => Place(spans, json =>
    {
        json.WriteStartArray();
        foreach (var span in spans)
        {
            Coordinate(json, span.From, scale);
            Coordinate(json, span.To, scale);
        }
        json.WriteEndArray();
    });

    public int Runs(IReadOnlyList<StripRun> runs, XScale scale) => Place(runs, json =>
    {
        json.WriteStartArray();
        foreach (var run in runs)
        {
            Coordinate(json, run.From, scale);
            Coordinate(json, run.To, scale);
            json.WriteNumberValue(run.State);
        }
        json.WriteEndArray();
    });

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartArray();
        foreach (var column in _columns) column(json);
        json.WriteEndArray();
    }

    /// <summary>An x coordinate: an instant in seconds since <see cref="Base"/>, or a number as it is.</summary>
    public double Coordinate(double x, XScale scale) => scale == XScale.Time ? Math.Round(x - _base, 3) : x;

    void Coordinate(Utf8JsonWriter json, double x, XScale scale) => Value(json, Coordinate(x, scale));

    int Place(object values, Action<Utf8JsonWriter> write)
    {
        if (_places.TryGetValue(values, out var place)) return place;
        _columns.Add(write);
        _places.Add(values, _columns.Count - 1);
        return _columns.Count - 1;
    }

    double[] Thinned(double[] x, double[] values) => _kept[x] is { } rows ? Array.ConvertAll(rows, row => values[row]) : values;

    /// <summary>The readings that stay, in order; null for all.</summary>
    static int[]? Keep(double[] x, IReadOnlyList<double[]> series)
    {
        if (x.Length <= LongestWhole) return null;
        var kept = new SortedSet<int>();
        for (var stretch = 0; stretch < Stretches; stretch++)
        {
            var from = (int)((long)x.Length * stretch / Stretches);
            var to = (int)((long)x.Length * (stretch + 1) / Stretches);
            kept.Add(from);
            kept.Add(to - 1);
            foreach (var y in series)
            {
                var (low, high) = Extremes(y, from, to);
                if (low >= 0) kept.Add(low);
                if (high >= 0) kept.Add(high);
            }
        }
        return [.. kept];
    }

    static (int Low, int High) Extremes(double[] y, int from, int to)
    {
        var (low, high) = (-1, -1);
        for (var i = from; i < to; i++)
        {
            if (!double.IsFinite(y[i])) continue;
            if (low < 0 || y[i] < y[low]) low = i;
            if (high < 0 || y[i] > y[high]) high = i;
        }
        return (low, high);
    }

    /// <summary>Regular steps as start, step and count; others as a start and the steps from there.</summary>
    static void WriteX(Utf8JsonWriter json, double[] x, double start)
    {
        json.WriteStartObject();
        json.WriteNumber("from", x.Length == 0 ? 0 : x[0] - start);
        if (IsRegular(x))
        {
            json.WriteNumber("step", x.Length > 1 ? x[1] - x[0] : 0);
            json.WriteNumber("count", x.Length);
        }
        else
        {
            json.WriteStartArray("steps");
            // Each step from the rounded place of the one before: errors do not add up.
            for (var (i, at) = (1, x[0]); i < x.Length; i++)
            {
                var step = Math.Round(x[i] - at, 3);
                at += step;
                Value(json, step);
            }
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    static bool IsRegular(double[] x)
    {
        for (var i = 2; i < x.Length; i++)
            if (Math.Abs(x[i] - x[0] - (i * (x[1] - x[0]))) > 1e-3) return false;
        return true;
    }

    /// <summary>To about a thousandth of their range: what a reader can tell apart, in few characters.</summary>
    static void WriteNumbers(Utf8JsonWriter json, double[] values)
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (var value in values)
        {
            if (!double.IsFinite(value)) continue;
            low = Math.Min(low, value);
            high = Math.Max(high, value);
        }
        var size = high > low ? (high / 2) - (low / 2) : Math.Abs(high);
        var decimals = size > 0 && double.IsFinite(size) ? (int)Math.Ceiling(-Math.Log10(size / 500)) : 2;
        json.WriteStartArray();
        foreach (var value in values)
        {
            if (double.IsFinite(value)) Value(json, decimals is >= 0 and <= 12 && Math.Abs(value) < 1e12 ? Math.Round(value, decimals) : decimals < 0 ? Math.Round(value) : value);
            else json.WriteNullValue();
        }
        json.WriteEndArray();
    }

    static void Value(Utf8JsonWriter json, double value) => json.WriteNumberValue(value + 0.0);
}
