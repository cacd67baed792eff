using NodaTime;

namespace Plumbline.Energy;

/// <summary>Something that holds from one local day to another.</summary>
/// <param name="Value">What holds.</param>
/// <param name="From">First day; null: always has.</param>
/// <param name="Until">First day on which it no longer holds; null: until further notice.</param>
public sealed record Dated<T>(T Value, LocalDate? From = null, LocalDate? Until = null)
{
    /// <summary>Whether it holds on a day.</summary>
    public bool HoldsOn(LocalDate day) => (From is null || day >= From) && (Until is null || day < Until);
}

/// <summary>What holds when: never two things at once. Immutable.</summary>
public sealed class Timetable<T>
    where T : class
{
    readonly Dated<T>[] _entries;

    /// <param name="entries">In any order; between them there may be days on which nothing holds.</param>
    /// <exception cref="ArgumentException">An entry ends before it begins, or two hold on one day.</exception>
    public Timetable(params IEnumerable<Dated<T>> entries)
    {
        _entries = [.. entries.OrderBy(entry => entry.From ?? LocalDate.MinIsoValue)];
        for (var i = 0; i < _entries.Length; i++)
        {
            var (_, from, until) = _entries[i];
            if (from >= until) throw new ArgumentException($"An entry holds from {Day(from)} until {Day(until)}: on no day.", nameof(entries));
            if (i > 0 && !(_entries[i - 1].Until <= (from ?? LocalDate.MinIsoValue))) throw new ArgumentException($"Two entries hold on {Day(from)}.", nameof(entries));
        }
    }

    /// <summary>What holds on a day; null where nothing does.</summary>
    public T? On(LocalDate day) => Array.Find(_entries, entry => entry.HoldsOn(day))?.Value;

    static string Day(LocalDate? day) => day is { } known ? $"{known:uuuu-MM-dd}" : "the first day";
}
