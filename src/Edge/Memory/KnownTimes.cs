namespace Plumbline.Edge.Memory;

/// <summary>The times of rows that were seen, so that a row that comes late can be told from one that comes again. Not safe from many threads.</summary>
/// <remarks>Regular times take next to no room. Of irregular ones the latest <see cref="MostRuns"/> stretches are kept: of times before them nothing is known.</remarks>
/// <param name="state">To go on from; null to begin anew.</param>
sealed class KnownTimes(IReadOnlyList<EvenTimes>? state)
{
    public const int MostRuns = 500;

    // In the order of time; none reaches into the next.
    readonly List<EvenTimes> _runs = [.. state ?? []];

    /// <summary>What there is to remember.</summary>
    public IReadOnlyList<EvenTimes> State => [.. _runs];

    /// <summary>Whether this time was not seen, although earlier and later ones were.</summary>
    public bool IsMissing(DateTime time) => RunOf(time) is >= 0 and var at && !_runs[at].Has(time) && time < _runs[^1].Last;

    /// <summary>It was seen.</summary>
    public void Add(DateTime time)
    {
        var at = RunOf(time);
        if (at >= 0 && _runs[at].Has(time)) return;
        if (at < 0 || time > _runs[at].Last) Append(at, time);
        else Split(at, time);
        if (_runs.Count > MostRuns) _runs.RemoveRange(0, _runs.Count - MostRuns);
    }

    void Append(int at, DateTime time)
    {
        if (at >= 0 && _runs[at].LongerBy(time) is { } longer) _runs[at] = longer;
        else _runs.Insert(at + 1, new(time, TimeSpan.Zero, 1));
    }

    void Split(int at, DateTime time)
    {
        var run = _runs[at];
        var before = (int)((time - run.First) / run.Step) + 1;
        _runs[at] = run with { Count = before };
        _runs.InsertRange(at + 1, [new(time, TimeSpan.Zero, 1), new(run.First + (before * run.Step), run.Step, run.Count - before)]);
    }

    /// <summary>The last run that begins at this time or before; -1 where none does.</summary>
    int RunOf(DateTime time)
    {
        var (low, high) = (0, _runs.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_runs[middle].First <= time) low = middle + 1;
            else high = middle;
        }
        return low - 1;
    }
}

/// <summary>Times at even steps.</summary>
/// <param name="First">UTC.</param>
/// <param name="Step">From one to the next; of no meaning where there is one.</param>
/// <param name="Count">How many.</param>
sealed record EvenTimes(DateTime First, TimeSpan Step, int Count)
{
    public DateTime Last => First + ((Count - 1) * Step);

    public bool Has(DateTime time) => time == First || (Count > 1 && time > First && time <= Last && (time - First).Ticks % Step.Ticks == 0);

    /// <summary>With one more, where the next one is this; else null.</summary>
    public EvenTimes? LongerBy(DateTime time) => Count == 1 ? new(First, time - First, 2) : time == Last + Step ? this with { Count = Count + 1 } : null;
}
