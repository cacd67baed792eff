using System.Runtime.InteropServices;

namespace Plumbline.Incidents;

/// <summary>What happened to an alarm.</summary>
public enum AlarmEventKind
{
    /// <summary>It was raised.</summary>
    Raised,

    /// <summary>It stands, and its level went up.</summary>
    Escalated,

    /// <summary>It was cleared.</summary>
    Cleared,
}

/// <summary>Something that happened to an alarm.</summary>
/// <param name="Time">Of the observation that brought it about.</param>
/// <param name="Kind">What.</param>
/// <param name="Level">The alarm's level from then on; 0 after it was cleared.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct AlarmEvent(DateTime Time, AlarmEventKind Kind, int Level);

/// <summary>
/// Turns observations into an alarm that does not cry at every noisy reading. It is raised, or goes up a level, when N of the last M observations are at that level or above, and cleared
/// when N of the last M since then are well inside their limits. What lies between limit and deadband does neither. O(1) an observation; not safe from many threads.
/// </summary>
/// <remarks>Feed it only observations that say something: those of a machine at rest, or without valid values, are left out, so that they neither raise nor clear.</remarks>
public sealed class AlarmTracker
{
    readonly int _needed;
    readonly Recent _levels;
    readonly Recent _inside;
    DateTime _last = DateTime.MinValue;

    /// <summary>With no alarm standing.</summary>
    /// <param name="options">When an alarm is raised and cleared.</param>
    /// <param name="state">To go on from: what <see cref="State"/> gave under the same options; null to begin anew.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public AlarmTracker(AlarmOptions options, AlarmTrackerState? state = null)
    {
        AlarmOptions.Check(options);
        _needed = options.Needed;
        _levels = new(options.Of);
        _inside = new(options.Of);
        if (state is null) return;
        (Level, _last) = (state.Level, state.Last);
        foreach (var level in state.Levels) _levels.Add(level);
        foreach (var inside in state.Inside) _inside.Add(inside);
    }

    /// <summary>What there is to remember.</summary>
    public AlarmTrackerState State => new(Level, _last, _levels.Listed(), _inside.Listed());

    /// <summary>The level of the alarm that stands; 0 where none does. It only goes up until the alarm is cleared.</summary>
    public int Level { get; private set; }

    /// <summary>Takes the next observation.</summary>
    /// <param name="time">Not before the observation before.</param>
    /// <param name="level">How bad it is; 0: inside the limits.</param>
    /// <param name="isInsideDeadband">Whether every value is so far inside its limit that it counts as come back. Never true of a level above 0.</param>
    /// <returns>What it brought about; null for nothing.</returns>
    /// <exception cref="ArgumentException">Time goes back, the level is negative, or a level above 0 is said to be inside the deadband.</exception>
    public AlarmEvent? Observe(DateTime time, int level, bool isInsideDeadband)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(level);
        if (time < _last) throw new ArgumentException($"Observations must come in the order of time: {time:O} is before {_last:O}.", nameof(time));
        if (level > 0 && isInsideDeadband) throw new ArgumentException($"An observation of level {level} cannot be inside the deadband.", nameof(isInsideDeadband));
        _last = time;

        _levels.Add(level);
        if (Level > 0) _inside.Add(isInsideDeadband ? 1 : 0);

        var held = _levels.Largest(_needed);
        if (held > Level)
        {
            var kind = Level == 0 ? AlarmEventKind.Raised : AlarmEventKind.Escalated;
            Level = held;
            _inside.Clear();
            return new(time, kind, held);
        }
        if (Level == 0 || _inside.Largest(_needed) == 0) return null;
        Level = 0;
        _levels.Clear();
        _inside.Clear();
        return new(time, AlarmEventKind.Cleared, 0);
    }

    /// <summary>The last few of a row of small numbers, counted by size.</summary>
    sealed class Recent(int length)
    {
        readonly int[] _ring = new int[length];
        int[] _counts = new int[4];
        int _next;
        int _filled;

        public void Add(int value)
        {
            if (_filled == _ring.Length) _counts[_ring[_next]]--;
            else _filled++;
            if (value >= _counts.Length) Array.Resize(ref _counts, value + 1);
            _ring[_next] = value;
            _counts[value]++;
            _next = (_next + 1) % _ring.Length;
        }

        /// <summary>The oldest first.</summary>
        public int[] Listed()
        {
            var listed = new int[_filled];
            for (var i = 0; i < _filled; i++) listed[i] = _ring[(_next - _filled + i + _ring.Length) % _ring.Length];
            return listed;
        }

        /// <summary>The largest value that at least this many reach; 0 where there are not that many.</summary>
        public int Largest(int atLeast)
        {
            var reached = 0;
            for (var value = _counts.Length - 1; value > 0; value--)
            {
                reached += _counts[value];
                if (reached >= atLeast) return value;
            }
            return 0;
        }

        public void Clear()
        {
            Array.Clear(_counts);
            (_next, _filled) = (0, 0);
        }
    }
}

/// <summary>What an <see cref="AlarmTracker"/> remembers.</summary>
/// <param name="Level">Of the alarm that stands; 0 for none.</param>
/// <param name="Last">Of the latest observation.</param>
/// <param name="Levels">Of the latest observations, the oldest first.</param>
/// <param name="Inside">1 for each of the latest observations that was inside the deadband, else 0; the oldest first.</param>
public sealed record AlarmTrackerState(int Level, DateTime Last, IReadOnlyList<int> Levels, IReadOnlyList<int> Inside);
