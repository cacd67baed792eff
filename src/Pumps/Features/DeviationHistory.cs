using Plumbline.Plant;
using Plumbline.Pumps.Condition;

namespace Plumbline.Pumps.Features;

/// <summary>A pump's hourly deviations as they come, with as much of the past as a forecast looks at. Not safe from many threads.</summary>
/// <remarks>
/// <see cref="Recent"/> gives every feature the same number, to the last bit, as the whole history would. Rolling statistics are worked out in blocks of a week, counted from the first hour
/// (<see cref="Numerics.Rolling"/>), so hours are forgotten in whole blocks: kept are the block of the latest judged hour and the two before it, two to three weeks.
/// </remarks>
public sealed class DeviationHistory
{
    const int Block = 168;
    const int Parameters = 4;

    // In the order of time.
    readonly List<HourTally> _hours = [];
    long _first;
    long _start;
    EarlierHours _earlier = EarlierHours.None;

    /// <summary>Goes on from what <see cref="State"/> gave; from nothing where that is null.</summary>
    public DeviationHistory(DeviationHistoryState? state = null)
    {
        if (state is null) return;
        (_first, _start, _earlier) = (HourOf(state.First), HourOf(state.Start), state.Earlier);
        _hours.AddRange(state.Hours);
    }

    /// <summary>What there is to remember; null before the first row.</summary>
    public DeviationHistoryState? State => _hours.Count == 0 && _first == 0 ? null : new(TimeOf(_first), TimeOf(_start), _earlier, [.. _hours]);

    /// <summary>Takes the next row.</summary>
    /// <param name="time">UTC, not before the row before.</param>
    /// <param name="deviationsPct">NaN where not judged.</param>
    public void Add(DateTime time, in ParameterValues deviationsPct)
    {
        if (_first == 0) _first = _start = HourOf(time);
        var start = TimeOf(HourOf(time));
        if (!IsKnown(deviationsPct)) return;
        if (_hours.Count > 0 && _hours[^1].Start == start) _hours[^1] = _hours[^1].With(deviationsPct);
        else _hours.Add(HourTally.Empty(start).With(deviationsPct));
    }

    /// <summary>Takes rows again, as they are seen now.</summary>
    /// <param name="from">The first row that is seen otherwise.</param>
    /// <param name="rows">Every row that had a deviation, from the start of that hour on; earlier ones are not looked at.</param>
    public void Restate(DateTime from, IEnumerable<WatchedRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var first = Math.Max(HourOf(from), _start);
        for (var i = _hours.Count - 1; i >= 0 && HourOf(_hours[i].Start) >= first; i--) _hours.RemoveAt(i);
        foreach (var row in rows)
            if (HourOf(row.Time) >= first) Add(row.Time, row.Judged.DeviationsPct);
    }

    /// <summary>Forgets what no forecast looks at any more.</summary>
    /// <param name="restatable">Rows from this on may yet be restated.</param>
    public void Forget(DateTime restatable)
    {
        if (_hours.Count == 0) return;
        var latest = Math.Min(HourOf(_hours[^1].Start), HourOf(restatable));
        var start = Math.Max(_start, _first + (((latest - _first) / Block) - 2) * Block);
        if (start == _start) return;
        var sums = new double[Parameters];
        for (var p = 0; p < Parameters; p++) sums[p] = _earlier.Sums[(PumpParameter)p];
        var judged = _earlier.Judged;
        var gone = 0;
        for (; gone < _hours.Count && HourOf(_hours[gone].Start) < start; gone++)
        {
            judged++;
            for (var p = 0; p < Parameters; p++)
                if (_hours[gone].Counts[p] > 0) sums[p] += _hours[gone].Mean(p);
        }
        _hours.RemoveRange(0, gone);
        _earlier = new((int)(start - _first), judged, new(sums[0], sums[1], sums[2], sums[3]));
        _start = start;
    }

    /// <summary>The hours that a forecast made now looks at.</summary>
    /// <param name="now">The latest row, UTC.</param>
    public HourlyDeviations Recent(DateTime now)
    {
        if (_hours.Count == 0) return new(_first == 0 ? default : TimeOf(_start), [[], [], [], []], _earlier);
        // Of the hours after the latest judged one, those of its block are kept: what a whole log says may depend on how long it is, to that length.
        var latest = HourOf(_hours[^1].Start);
        var end = Math.Min(Math.Max(HourOf(now), latest), _first + (((latest - _first) / Block) + 1) * Block - 1);
        var columns = new double[Parameters][];
        for (var p = 0; p < Parameters; p++)
        {
            columns[p] = new double[end - _start + 1];
            Array.Fill(columns[p], double.NaN);
            foreach (var hour in _hours)
                if (hour.Counts[p] > 0) columns[p][HourOf(hour.Start) - _start] = hour.Mean(p);
        }
        return new(TimeOf(_start), columns, _earlier);
    }

    static bool IsKnown(in ParameterValues values) => double.IsFinite(values.Flow) || double.IsFinite(values.Head) || double.IsFinite(values.Power) || double.IsFinite(values.Efficiency);

    static long HourOf(DateTime time) => time.Ticks / TimeSpan.TicksPerHour;

    static DateTime TimeOf(long hour) => new(hour * TimeSpan.TicksPerHour, DateTimeKind.Utc);
}

/// <summary>What a <see cref="DeviationHistory"/> remembers.</summary>
/// <param name="First">The first hour there was, UTC.</param>
/// <param name="Start">The first hour that is still known, whole weeks later.</param>
/// <param name="Earlier">What is known of those between.</param>
/// <param name="Hours">Hours with a judged reading, in the order of time.</param>
public sealed record DeviationHistoryState(DateTime First, DateTime Start, EarlierHours Earlier, IReadOnlyList<HourTally> Hours);

/// <summary>The deviations of one hour, summed.</summary>
/// <param name="Start">When it starts, UTC.</param>
/// <param name="Sums">Of flow, head, power and efficiency, percent of baseline, in the order of the readings.</param>
/// <param name="Counts">Readings in each sum.</param>
public sealed record HourTally(DateTime Start, IReadOnlyList<double> Sums, IReadOnlyList<int> Counts)
{
    internal static HourTally Empty(DateTime start) => new(start, [0, 0, 0, 0], [0, 0, 0, 0]);

    internal double Mean(int parameter) => Sums[parameter] / Counts[parameter];

    internal HourTally With(in ParameterValues values)
    {
        var (sums, counts) = (Sums.ToArray(), Counts.ToArray());
        for (var p = 0; p < sums.Length; p++)
        {
            var value = values[(PumpParameter)p];
            if (!double.IsFinite(value)) continue;
            sums[p] += value;
            counts[p]++;
        }
        return this with { Sums = sums, Counts = counts };
    }
}
