namespace Plumbline.EndToEnd.Tests.PumpToCentre;

/// <summary>Why a row with violations is told, or is not.</summary>
enum Ruling
{
    /// <summary>One of its parameters was not told before, or long before.</summary>
    New,

    /// <summary>All were told less than the debounce before.</summary>
    Held,

    /// <summary>Told exactly the debounce before, and still outside.</summary>
    AtTheLimit,

    /// <summary>Told less than the debounce before, with a row of status Normal in between.</summary>
    AfterNormal,

    /// <summary>Told less than the debounce before, as less grave.</summary>
    Escalated,
}

/// <summary>The reporting rules as their description says them, from statuses alone: the slow way, by looking back over all rows.</summary>
/// <param name="rows">In the order of time.</param>
/// <param name="debounce">Reading time.</param>
sealed class ReportingRules(IReadOnlyList<LoggedRow> rows, TimeSpan debounce)
{
    static readonly string[] ByGravity = ["Warning", "Critical", "Failure"];

    /// <summary>The ruling on each row that has violations and a status to report.</summary>
    public IReadOnlyList<(LoggedRow Row, Ruling Ruling)> Rulings()
    {
        var told = new List<Telling>();
        var rulings = new List<(LoggedRow, Ruling)>();
        foreach (var row in rows.Where(row => ByGravity.Contains(row.Status) && row.Violated.Count > 0))
        {
            var ruling = RulingOn(row, told);
            rulings.Add((row, ruling));
            if (ruling != Ruling.Held) told.AddRange(row.Violated.Select(parameter => Tell(row, parameter, told)).ToList());
        }
        return rulings;
    }

    Ruling RulingOn(LoggedRow row, List<Telling> told)
    {
        var lately = row.Violated.Select(parameter => told.Where(other => other.Parameter == parameter && row.Time - other.Time < debounce).ToList()).ToList();
        if (lately.TrueForAll(before => before.Count > 0))
        {
            var normal = NormalBefore(row);
            if (lately.Exists(before => before[^1].Time < normal)) return Ruling.AfterNormal;
            return Gravity(row) > lately.Max(before => before[^1].Gravity) ? Ruling.Escalated : Ruling.Held;
        }
        return row.Violated.All(parameter => told.Exists(other => other.Parameter == parameter && other.Time > NormalBefore(row) && row.Time - other.Time <= debounce)) ? Ruling.AtTheLimit : Ruling.New;
    }

    // What wavers is as grave as it was at its gravest.
    Telling Tell(LoggedRow row, string parameter, List<Telling> told)
    {
        var normal = NormalBefore(row);
        var before = told.FindLast(other => other.Parameter == parameter && other.Time > normal && row.Time - other.Time < debounce);
        return new(row.Time, parameter, Math.Max(Gravity(row), before?.Gravity ?? 0));
    }

    DateTime NormalBefore(LoggedRow row) => rows.LastOrDefault(other => other.Time < row.Time && other.Status == "Normal")?.Time ?? DateTime.MinValue;

    static int Gravity(LoggedRow row) => Array.IndexOf(ByGravity, row.Status);

    sealed record Telling(DateTime Time, string Parameter, int Gravity);
}
