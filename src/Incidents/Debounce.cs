using System.Runtime.InteropServices;

namespace Plumbline.Incidents;

/// <summary>Why something may be told again, or not.</summary>
public enum DebounceVerdict
{
    /// <summary>Told already, and too lately.</summary>
    Held,

    /// <summary>Some of it has not been told since the last reset.</summary>
    New,

    /// <summary>All of it has been told, some of it long enough ago.</summary>
    Lapsed,

    /// <summary>All of it has been told lately, but not as this grave.</summary>
    Escalated,
}

/// <summary>Keeps the same news from being told at every reading. Time is that of the readings: no clock is looked at. Not safe from many threads.</summary>
/// <remarks>
/// News is about keys (parameters). It is held back when every one of its keys was told less than the limit ago and no less grave; at exactly the limit it is told again. A key that was told lately keeps the gravest level
/// it was told at, so that a level that wavers is told once.
/// </remarks>
public sealed class Debounce
{
    readonly TimeSpan _limit;
    readonly SortedDictionary<string, DebounceEntry> _entries = new(StringComparer.Ordinal);

    /// <summary>Goes on from entries; from nothing where there are none.</summary>
    /// <param name="limit">0 or more; 0 holds nothing back.</param>
    /// <param name="entries">As <see cref="Entries"/> gave them.</param>
    public Debounce(TimeSpan limit, IEnumerable<DebounceEntry>? entries = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, TimeSpan.Zero);
        _limit = limit;
        foreach (var entry in entries ?? []) _entries.Add(entry.Key, entry);
    }

    /// <summary>What was told of each key, in the order of keys.</summary>
    public IReadOnlyList<DebounceEntry> Entries => [.. _entries.Values];

    /// <summary>Whether news may be told now.</summary>
    /// <param name="reading">Time of the reading, UTC; not before those told.</param>
    /// <param name="level">How grave it is.</param>
    /// <param name="keys">What it is about; at least one.</param>
    public DebounceVerdict Ask(DateTime reading, int level, IReadOnlyCollection<string> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        if (keys.Count == 0) throw new ArgumentException("News is about something.", nameof(keys));
        var (lapsed, gravest) = (false, int.MinValue);
        foreach (var key in keys)
        {
            if (!_entries.TryGetValue(key, out var told)) return DebounceVerdict.New;
            if (IsLate(told, reading)) lapsed = true;
            else gravest = Math.Max(gravest, told.Level);
        }
        return lapsed ? DebounceVerdict.Lapsed : level > gravest ? DebounceVerdict.Escalated : DebounceVerdict.Held;
    }

    /// <summary>Remembers that news was told.</summary>
    /// <param name="reading">Time of the reading, UTC.</param>
    /// <param name="level">How grave it was.</param>
    /// <param name="keys">What it was about.</param>
    public void Tell(DateTime reading, int level, IEnumerable<string> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        foreach (var key in keys)
        {
            var gravest = _entries.TryGetValue(key, out var told) && !IsLate(told, reading) ? Math.Max(told.Level, level) : level;
            _entries[key] = new(key, reading, gravest);
        }
    }

    /// <summary>When a key was told, while that still holds it back; null where it does not.</summary>
    /// <param name="reading">Time of the reading, UTC.</param>
    /// <param name="key">Which.</param>
    public DateTime? HeldSince(DateTime reading, string key) => _entries.TryGetValue(key, out var told) && !IsLate(told, reading) ? told.Told : null;

    /// <summary>Forgets keys: what they are about is over.</summary>
    public void Reset(IEnumerable<string> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        foreach (var key in keys) _entries.Remove(key);
    }

    bool IsLate(in DebounceEntry told, DateTime reading) => reading - told.Told >= _limit;
}

/// <summary>What was told of a key.</summary>
/// <param name="Key">Which.</param>
/// <param name="Told">Time of the reading, UTC.</param>
/// <param name="Level">The gravest level since it was last told anew.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct DebounceEntry(string Key, DateTime Told, int Level);
