using Plumbline.Plant;
using Plumbline.Pumps;
using Plumbline.Pumps.Condition;
using Plumbline.Pumps.Grades;

namespace Plumbline.Reports.Documents.Diagnosis;

/// <summary>Where a parameter lies against its baseline.</summary>
enum Direction
{
    Unknown,
    Down,
    Steady,
    Up,
}

/// <summary>One parameter over the last day of judged readings: steadier than the last reading, which may be noise.</summary>
sealed record ParameterShift
{
    // Closer to the baseline than this is called steady: below it noise and the meters' own error lie.
    const double SteadyPct = 3;

    // A day with fewer readings says too little; that many are taken from before it.
    const int FewestRows = 5;

    static readonly TimeSpan Recent = TimeSpan.FromHours(24);
    static readonly TimeSpan TooOld = TimeSpan.FromDays(7);

    public required PumpParameter Parameter { get; init; }

    /// <summary>Median deviation over the last day of judged readings, percent; NaN where there is none.</summary>
    public required double MedianPct { get; init; }

    /// <summary>Whether <see cref="MedianPct"/> is one of readings that were cut off at the end of the sensor's range, so that the truth is further from the baseline.</summary>
    public required bool IsAtLeast { get; init; }

    /// <summary>Median deviation over the first week (at most the first quarter) of judged readings, percent; NaN where there is none.</summary>
    public required double EarlyPct { get; init; }

    /// <summary>Judged readings of the last day.</summary>
    public required int Rows { get; init; }

    /// <summary>How many of them were outside the tolerance.</summary>
    public required int ViolatedRows { get; init; }

    /// <summary>Running readings of the last day; a single odd one is not a blind sensor.</summary>
    public required int RunningRows { get; init; }

    /// <summary>Why most of those that were not judged were not.</summary>
    public required Unjudged WhyUnjudged { get; init; }

    /// <summary>How many running readings of the last day were judged.</summary>
    public required int JudgedRows { get; init; }

    /// <summary>Computed from another column: it says nothing that the other does not say.</summary>
    public required bool IsDerived { get; init; }

    /// <summary>The first reading of the present spell outside the tolerance, a spell being ended by a day inside it; null where it is inside now.</summary>
    public required DateTime? OutSince { get; init; }

    /// <summary>Up or down only on evidence of its own: a derived parameter has none.</summary>
    public Direction Direction => IsDerived || double.IsNaN(MedianPct) ? Direction.Unknown
        : MedianPct >= SteadyPct ? Direction.Up
        : MedianPct <= -SteadyPct ? Direction.Down
        : Direction.Steady;

    /// <summary>Whether most running readings of the last day could not be judged.</summary>
    public bool IsBlind => RunningRows > 0 && JudgedRows * 2 < RunningRows;

    /// <summary>Whether being outside is the rule over the last day and not one noisy reading.</summary>
    public bool IsMostlyOut => Rows > 0 && ViolatedRows >= 0.7 * Rows;

    public static ParameterShift Of(PumpAnalysis analysis, PumpParameter parameter)
    {
        var deviations = analysis.Rows.DeviationPct(parameter);
        var times = analysis.Rows.Times;
        var limits = analysis[parameter].Limits;
        var judged = new List<int>();
        for (var i = 0; i < deviations.Length; i++)
            if (!double.IsNaN(deviations[i])) judged.Add(i);

        var recent = judged.Count > 0 && times[^1] - times[judged[^1]] <= TooOld ? LastDay(judged, times) : [];
        var median = Medians.Of(recent, deviations);
        var (running, seen, why) = Running(analysis.Rows, parameter);
        return new ParameterShift
        {
            Parameter = parameter,
            RunningRows = running,
            JudgedRows = seen,
            WhyUnjudged = why,
            MedianPct = median,
            IsAtLeast = analysis[parameter].Clipped.Any(sensor => sensor.IsFloor == median < 0 && recent.Count(row => sensor.Holds(analysis.Rows.Log, row)) * 2 >= recent.Count),
            EarlyPct = Medians.Of(FirstWeek(judged, times), deviations),
            Rows = recent.Count,
            ViolatedRows = CountViolated(recent, deviations, limits),
            IsDerived = analysis[parameter].IsDerived,
            OutSince = recent.Count > 0 ? StartOfSpell(judged, times, deviations, limits) : null,
        };
    }

    // From a day before the last running reading to it.
    static (int Running, int Judged, Unjudged Why) Running(JudgedLog rows, PumpParameter parameter)
    {
        var counts = new int[Enum.GetValues<Unjudged>().Length];
        var (running, now) = (0, rows.Statuses.LastIndexOfAnyExcept(PumpStatus.Off));
        for (var row = now; row >= 0 && (running < FewestRows || rows.Times[now] - rows.Times[row] < Recent); row--)
        {
            if (rows.Statuses[row] is PumpStatus.Off) continue;
            running++;
            counts[(int)rows.WhyUnjudged(parameter)[row]]++;
        }
        var judged = counts[(int)Unjudged.No];
        counts[(int)Unjudged.No] = 0;
        return (running, judged, (Unjudged)Array.IndexOf(counts, counts.Max()));
    }

    public static bool IsViolated(double deviationPct, ToleranceLimits limits) => deviationPct > limits.MaxPct || deviationPct < limits.MinPct;

    static List<int> LastDay(List<int> judged, ReadOnlySpan<DateTime> times)
    {
        var from = judged.Count;
        while (from > 0 && (judged.Count - from < FewestRows || times[judged[^1]] - times[judged[from - 1]] < Recent)) from--;
        return judged[from..];
    }

    static List<int> FirstWeek(List<int> judged, ReadOnlySpan<DateTime> times)
    {
        var to = 0;
        while (to < (judged.Count + 3) / 4 && times[judged[to]] - times[judged[0]] < TooOld) to++;
        return judged[..to];
    }

    static DateTime? StartOfSpell(List<int> judged, ReadOnlySpan<DateTime> times, ReadOnlySpan<double> deviations, ToleranceLimits limits)
    {
        DateTime? start = null;
        for (var k = judged.Count - 1; k >= 0; k--)
        {
            var time = times[judged[k]];
            if ((start ?? times[judged[^1]]) - time > Recent) break;
            if (IsViolated(deviations[judged[k]], limits)) start = time;
        }
        return start;
    }

    static int CountViolated(List<int> rows, ReadOnlySpan<double> deviations, ToleranceLimits limits)
    {
        var count = 0;
        foreach (var row in rows)
            if (IsViolated(deviations[row], limits)) count++;
        return count;
    }
}

static class Medians
{
    /// <summary>Of the values in these rows, none of them NaN; NaN where there are no rows.</summary>
    public static double Of(List<int> rows, ReadOnlySpan<double> values)
    {
        if (rows.Count == 0) return double.NaN;
        var sorted = new double[rows.Count];
        for (var i = 0; i < sorted.Length; i++) sorted[i] = values[rows[i]];
        Array.Sort(sorted);
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
