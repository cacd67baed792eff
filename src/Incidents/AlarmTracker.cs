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
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public AlarmTracker(AlarmOptions options)
    {
        AlarmOptions.Check(options);
        _needed = options.Needed;
        _levels = new(options.Of);
        _inside = new(options.Of);
    }

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
