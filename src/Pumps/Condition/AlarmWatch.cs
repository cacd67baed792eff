using Plumbline.Incidents;
using Plumbline.Plant;

namespace Plumbline.Pumps.Condition;

/// <summary>Feeds a pump's statuses to an <see cref="AlarmTracker"/>, row by row. Not safe from many threads.</summary>
/// <remarks>
/// Rows that are off or unknown are not fed. A row counts as come back when nothing is outside its tolerance, and every parameter that was during this alarm is inside the deadband:
/// what cannot be seen is not known to be back. The others need no deadband: a healthy pump has an efficiency of just its baseline, which is the very limit of a U grade.
/// </remarks>
public sealed class AlarmWatch
{
    readonly ToleranceRule _rule;
    readonly AlarmOptions _options;
    readonly AlarmTracker _tracker;

    // Of the latest rows: the readings that raise an alarm are part of it.
    readonly Queue<ParameterSet> _recent;

    /// <summary>Goes on from what <see cref="State"/> gave; with no alarm standing where that is null.</summary>
    /// <param name="rule">The rule that the rows are judged by.</param>
    /// <param name="options">When an alarm is raised and cleared.</param>
    /// <param name="state">Of a watch under the same options.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public AlarmWatch(ToleranceRule rule, AlarmOptions options, AlarmWatchState? state = null)
    {
        ArgumentNullException.ThrowIfNull(rule);
        _rule = rule;
        _options = options;
        _tracker = new(options, state?.Tracker);
        _recent = new(state?.Recent ?? []);
        Violated = state?.Violated ?? ParameterSet.None;
    }

    /// <summary>The status of the alarm that stands; <see cref="PumpStatus.Normal"/> where none does.</summary>
    public PumpStatus Standing => PumpStatus.Normal + _tracker.Level;

    /// <summary>The parameters that were outside their tolerance during the alarm that stands.</summary>
    public ParameterSet Violated { get; private set; }

    /// <summary>What there is to remember.</summary>
    public AlarmWatchState State => new(_tracker.State, Violated, [.. _recent]);

    /// <summary>Takes the next row.</summary>
    /// <param name="time">Not before the row before.</param>
    /// <param name="status">Of the row, the sustained rule included.</param>
    /// <param name="deviationsPct">Percent of baseline; NaN where not judged.</param>
    /// <returns>What became of the alarm; null for nothing.</returns>
    public AlarmEvent? Observe(DateTime time, PumpStatus status, in ParameterValues deviationsPct)
    {
        if (status < PumpStatus.Normal) return null;
        var violated = _rule.Judge(deviationsPct).Violated;
        var isBack = violated == ParameterSet.None && _rule.AreBack(deviationsPct, _options.DeadbandShare, Violated);
        _recent.Enqueue(violated);
        if (_recent.Count > _options.Of) _recent.Dequeue();
        if (_tracker.Level > 0) Violated |= violated;

        var came = _tracker.Observe(time, status - PumpStatus.Normal, isBack);
        if (came is { Kind: AlarmEventKind.Raised })
        {
            foreach (var early in _recent) Violated |= early;
        }
        else if (came is { Kind: AlarmEventKind.Cleared })
        {
            Violated = ParameterSet.None;
            _recent.Clear();
        }
        return came;
    }
}

/// <summary>What an <see cref="AlarmWatch"/> remembers.</summary>
/// <param name="Tracker">Levels.</param>
/// <param name="Violated">Parameters of the alarm that stands.</param>
/// <param name="Recent">Parameters outside their tolerance in the latest rows, the oldest first.</param>
public sealed record AlarmWatchState(AlarmTrackerState Tracker, ParameterSet Violated, IReadOnlyList<ParameterSet> Recent);
