using Plumbline.Plant;
using Plumbline.Pumps;
using Plumbline.Reports.Drawing;

namespace Plumbline.Reports.PumpCharts;

/// <summary>The series that the charts of one pump share: each is made once, so that an interactive page carries it once.</summary>
sealed class ChartTraces
{
    // A reading stands until the next, at most three sampling intervals: as the days of a status are counted.
    const double HoldsForIntervals = 3;

    // From here on the single readings are a haze, and the median of each day is drawn over them.
    const double DaysForMedians = 6;

    readonly double[][] _values;
    readonly double[][] _deviationsPct;
    readonly double[][] _medians;
    readonly double[][] _medianDeviationsPct;
    readonly Dictionary<(PumpParameter, double?, double?), IReadOnlyList<Stretch>> _exceedances = [];

    public ChartTraces(PumpAnalysis analysis)
    {
        Analysis = analysis;
        X = Instants.ToX(analysis.Rows.Times);
        IntervalS = Math.Max(1, analysis.SamplingInterval.TotalSeconds);
        Severities = Array.ConvertAll(analysis.Rows.Severities.ToArray(), severity => severity > 0 ? severity : double.NaN);
        _values = ForEach(parameter => analysis.Rows.Current(parameter).ToArray());
        _deviationsPct = ForEach(parameter => analysis.Rows.DeviationPct(parameter).ToArray());
        HasMedians = X.Length > 0 && (X[^1] - X[0]) / 86_400 >= DaysForMedians && IntervalS <= 4 * 3600;
        DayX = HasMedians ? DailyMedian.Middles(X) : [];
        _medians = HasMedians ? ForEach(parameter => DailyMedian.Of(X, _values[(int)parameter], DayX)) : [];
        // A deviation grows with its value: the median of one belongs to the median of the other.
        _medianDeviationsPct = HasMedians ? ForEach(parameter => Array.ConvertAll(_medians[(int)parameter], median => ((median / analysis[parameter].BaselineValue) - 1) * 100)) : [];
        StatusRuns = Runs(analysis.Rows.Statuses);
    }

    public PumpAnalysis Analysis { get; }

    /// <summary>Seconds since 1970 of each reading.</summary>
    public double[] X { get; }

    public double IntervalS { get; }

    /// <summary>Longest stretch without a reading that a line is drawn across.</summary>
    public double LongestStepS => 6 * IntervalS;

    /// <summary>NaN where nothing mandatory was violated.</summary>
    public double[] Severities { get; }

    /// <summary>Whether the log is long and dense enough for a median of each day.</summary>
    public bool HasMedians { get; }

    /// <summary>Noon of each day.</summary>
    public double[] DayX { get; }

    public IReadOnlyList<StripRun> StatusRuns { get; }

    public double[] Values(PumpParameter parameter) => _values[(int)parameter];
    public double[] DeviationPct(PumpParameter parameter) => _deviationsPct[(int)parameter];
    public double[] Medians(PumpParameter parameter) => _medians[(int)parameter];
    public double[] MedianDeviationPct(PumpParameter parameter) => _medianDeviationsPct[(int)parameter];

    /// <summary>The stretches in which a parameter was outside its tolerance, on either side.</summary>
    public IReadOnlyList<Stretch> Exceedances(PumpParameter parameter) => Exceedances(parameter, Analysis.Grade[parameter].MinPct, Analysis.Grade[parameter].MaxPct);

    /// <summary>The stretches in which the deviation was below or above a limit.</summary>
    public IReadOnlyList<Stretch> Exceedances(PumpParameter parameter, double? minPct, double? maxPct)
    {
        if (!_exceedances.TryGetValue((parameter, minPct, maxPct), out var known)) _exceedances[(parameter, minPct, maxPct)] = known = FindExceedances(parameter, minPct, maxPct);
        return known;
    }

    IReadOnlyList<Stretch> FindExceedances(PumpParameter parameter, double? minPct, double? maxPct)
    {
        var deviations = DeviationPct(parameter);
        return Stretches(row => deviations[row] > maxPct || deviations[row] < minPct);
    }

    /// <summary>The stretches in which every reading is one of those.</summary>
    public IReadOnlyList<Stretch> Stretches(Func<int, bool> isOne)
    {
        var found = new List<Stretch>();
        for (var i = 0; i < X.Length; i++)
        {
            if (!isOne(i)) continue;
            var end = EndOf(i);
            if (found.Count > 0 && found[^1].To >= X[i]) found[^1] = found[^1] with { To = end };
            else found.Add(new(X[i], end));
        }
        return found;
    }

    List<StripRun> Runs(ReadOnlySpan<PumpStatus> statuses)
    {
        var runs = new List<StripRun>();
        for (var i = 0; i < statuses.Length; i++)
        {
            var state = StatusInk.StateOf(statuses[i]);
            var end = EndOf(i);
            if (runs.Count > 0 && runs[^1].State == state && runs[^1].To >= X[i]) runs[^1] = runs[^1] with { To = end };
            else runs.Add(new(X[i], end, state));
        }
        return runs;
    }

    double EndOf(int row) => row + 1 < X.Length ? Math.Min(X[row + 1], X[row] + (HoldsForIntervals * IntervalS)) : X[row] + IntervalS;

    static double[][] ForEach(Func<PumpParameter, double[]> make) => [.. Enum.GetValues<PumpParameter>().Select(make)];
}
