using Plumbline.Plant;

namespace Plumbline.Pumps.Condition;

/// <summary>
/// Finds the largest lasting loss of flow, head or efficiency: the lowest median over 24 hours. A window counts where it lies wholly in the data and has at least 12 judged rows (of a log with
/// fewer than 24 readings a day half of these, at least 3), however the pump's rest and missing values cut it up. Of readings closer together than a minute, one a minute is taken.
/// </summary>
static class LossSearch
{
    const int FewestRows = 3;

    static readonly TimeSpan Densest = TimeSpan.FromMinutes(1);

    /// <summary>Null where there is no loss, or too little to say; and for power, where less is not a loss.</summary>
    public static PerformanceLoss? In(JudgedLog rows, PumpParameter parameter, TimeSpan samplingInterval, AnalysisOptions options, IReadOnlyList<ClippedSensor> clipped)
    {
        if (parameter == PumpParameter.Power) return null;
        var medians = Medians(rows.Times, rows.DeviationPct(parameter), samplingInterval);
        var worst = -1;
        for (var i = 0; i < medians.Count; i++)
            if (medians[i].Pct < (worst < 0 ? 0 : medians[worst].Pct)) worst = i;
        if (worst < 0) return null;

        var (end, loss) = medians[worst];
        var grade = loss <= options.LossUrgentPct ? LossGrade.Urgent : loss <= options.LossWarningPct ? LossGrade.Warning : LossGrade.Slight;
        return new(loss, grade == LossGrade.Slight ? null : Since(rows, parameter, medians, worst, options.LossWarningPct), Middle(end), grade)
        {
            Until = grade == LossGrade.Slight ? null : Until(rows, parameter, medians, worst, options.LossWarningPct),
            IsAtLeast = IsCutOff(rows, parameter, end, clipped),
        };
    }

    static List<(DateTime End, double Pct)> Medians(ReadOnlySpan<DateTime> times, ReadOnlySpan<double> deviations, TimeSpan samplingInterval)
    {
        var rows = Rows(times, deviations);
        var medians = new List<(DateTime, double)>(rows.Count);
        var window = new SortedWindow();
        var firstEnd = times[0] + SustainedRule.Window - samplingInterval;
        var leastRows = samplingInterval > TimeSpan.Zero ? (int)Math.Clamp(SustainedRule.Window / samplingInterval / 2, FewestRows, SustainedRule.LeastRows) : SustainedRule.LeastRows;
        var oldest = 0;
        foreach (var row in rows)
        {
            window.Add(deviations[row]);
            for (; times[rows[oldest]] <= times[row] - SustainedRule.Window; oldest++) window.Remove(deviations[rows[oldest]]);
            if (times[row] >= firstEnd && window.Count >= leastRows) medians.Add((times[row], window.Median));
        }
        return medians;
    }

    static List<int> Rows(ReadOnlySpan<DateTime> times, ReadOnlySpan<double> deviations)
    {
        var rows = new List<int>(times.Length);
        for (var i = 0; i < times.Length; i++)
            if (!double.IsNaN(deviations[i]) && (rows.Count == 0 || times[i] - times[rows[^1]] >= Densest)) rows.Add(i);
        return rows;
    }

    // A median crosses a limit when half of its window has: the middle of the first window is the time of it.
    static DateTime Since(JudgedLog rows, PumpParameter parameter, List<(DateTime End, double Pct)> medians, int worst, double warningPct)
    {
        var first = worst;
        while (first > 0 && medians[first - 1].Pct <= warningPct) first--;
        // Before the very first window nothing is known: a loss that is there from the start begins with it.
        return FirstJudged(rows, parameter, first > 0 ? Middle(medians[first].End) : medians[0].End - SustainedRule.Window + TimeSpan.FromTicks(1));
    }

    static DateTime? Until(JudgedLog rows, PumpParameter parameter, List<(DateTime End, double Pct)> medians, int worst, double warningPct)
    {
        var over = worst;
        while (over < medians.Count && medians[over].Pct <= warningPct) over++;
        return over < medians.Count ? FirstJudged(rows, parameter, Middle(medians[over].End)) : null;
    }

    // A window that a median is of has a judged row in each half, or the one at its end.
    static DateTime FirstJudged(JudgedLog rows, PumpParameter parameter, DateTime from)
    {
        var deviations = rows.DeviationPct(parameter);
        var row = 0;
        while (rows.Times[row] < from || double.IsNaN(deviations[row])) row++;
        return rows.Times[row];
    }

    static bool IsCutOff(JudgedLog rows, PumpParameter parameter, DateTime end, IReadOnlyList<ClippedSensor> clipped)
    {
        if (clipped.FirstOrDefault(sensor => sensor.IsFloor) is not { } floor) return false;
        var deviations = rows.DeviationPct(parameter);
        var (judged, cutOff) = (0, 0);
        for (var row = 0; row < rows.Count; row++)
        {
            if (rows.Times[row] > end || rows.Times[row] <= end - SustainedRule.Window || double.IsNaN(deviations[row])) continue;
            judged++;
            if (floor.Holds(rows.Log, row)) cutOff++;
        }
        return cutOff * 2 >= judged;
    }

    static DateTime Middle(DateTime end) => end - (SustainedRule.Window / 2);

    /// <summary>Values in order, for their median. O(log n) to find a place, and a move of what lies behind it.</summary>
    sealed class SortedWindow
    {
        double[] _values = new double[32];

        public int Count { get; private set; }

        public double Median => (_values[(Count - 1) / 2] + _values[Count / 2]) / 2;

        public void Add(double value)
        {
            if (Count == _values.Length) Array.Resize(ref _values, Count * 2);
            var place = Place(value);
            Array.Copy(_values, place, _values, place + 1, Count++ - place);
            _values[place] = value;
        }

        public void Remove(double value)
        {
            var place = Place(value);
            Array.Copy(_values, place + 1, _values, place, --Count - place);
        }

        // Of equal values any: they are the same to a median.
        int Place(double value)
        {
            var found = Array.BinarySearch(_values, 0, Count, value);
            return found < 0 ? ~found : found;
        }
    }
}
