namespace Plumbline.Edge;

/// <summary>Looks at a file, or a folder of CSV files, again and again.</summary>
/// <param name="session">Does the work.</param>
/// <param name="source">A file or a folder; may come later.</param>
/// <param name="remarks">Told what a person should know.</param>
/// <param name="judged">Told of each look that found a new reading.</param>
sealed class EdgeService(EdgeSession session, string source, FreshRemarks remarks, Action<RunOutcome> judged)
{
    readonly Dictionary<string, (long Length, DateTime Written)> _seen = new(StringComparer.Ordinal);

    /// <summary>Until it is stopped. What is under way then is brought to its end.</summary>
    /// <param name="every">Between looks.</param>
    /// <param name="clock">That waits.</param>
    /// <param name="stop">Stops it.</param>
    public async Task WatchAsync(TimeSpan every, TimeProvider clock, CancellationToken stop)
    {
        try
        {
            while (!stop.IsCancellationRequested)
            {
                await LookAsync(stop);
                await Task.Delay(every, clock, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // As asked.
        }
    }

    async Task LookAsync(CancellationToken stop)
    {
        remarks.BeginLook();
        string? trouble;
        try
        {
            var changed = Changed();
            // Also without a new reading: there may be reports to send.
            var outcome = await session.RunAsync([.. changed.Keys], isComplete: false, stop);
            trouble = outcome.Trouble;
            if (outcome.Judged > 0) judged(outcome);
            if (trouble is null && !outcome.HasMore)
                foreach (var (path, state) in changed) _seen[path] = state;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A disk that is full now may not be so at the next look.
            trouble = e.Message;
        }
        if (trouble is not null) remarks.Say(trouble);
    }

    // A file that is as it was holds nothing new.
    Dictionary<string, (long Length, DateTime Written)> Changed()
    {
        var found = new SortedDictionary<string, (long, DateTime)>(StringComparer.Ordinal);
        foreach (var path in Directory.Exists(source) ? Directory.EnumerateFiles(source, "*.csv") : [source])
        {
            var file = new FileInfo(path);
            if (file.Exists) found.Add(path, (file.Length, file.LastWriteTimeUtc));
        }
        foreach (var gone in _seen.Keys.Where(path => !found.ContainsKey(path)).ToList()) _seen.Remove(gone);
        return found.Where(file => !_seen.TryGetValue(file.Key, out var seen) || seen != file.Value).ToDictionary();
    }
}

/// <summary>Tells sentences that were not told at the look before: a centre that is away for a week is not news every minute. Not safe from many threads.</summary>
sealed class FreshRemarks(Action<string> tell)
{
    HashSet<string> _before = [];
    HashSet<string> _now = [];

    /// <summary>What is told from here on is of another look.</summary>
    public void BeginLook() => (_before, _now) = (_now, []);

    public void Say(string sentence)
    {
        if (_now.Add(sentence) && !_before.Contains(sentence)) tell(sentence);
    }
}
