namespace Plumbline.Faults;

/// <summary>What became of a scenario.</summary>
/// <param name="Name">Of the scenario.</param>
/// <param name="Injected">What was done, and how often.</param>
/// <param name="Runs">Of the edge program.</param>
/// <param name="AtCentre">Anomalies.</param>
/// <param name="Lost">Of what an undisturbed device reports, not at the centre.</param>
/// <param name="Doubled">At the centre more than once.</param>
/// <param name="Foreign">At the centre, and not what an undisturbed device reports.</param>
/// <param name="Trouble">What else went wrong; null where nothing did.</param>
sealed record ScenarioOutcome(string Name, string Injected, int Runs, int AtCentre, int Lost, int Doubled, int Foreign, string? Trouble)
{
    public const string Heading = "scenario                     runs  centre  lost  doubled  foreign  result  injected";

    /// <summary>Whether the centre has exactly what it should.</summary>
    public bool IsGood => Lost == 0 && Doubled == 0 && Foreign == 0 && Trouble is null;

    /// <summary>Compares.</summary>
    public static ScenarioOutcome Of(string name, string injected, int runs, IReadOnlyList<string> expected, IReadOnlyList<string> found, string? trouble)
    {
        var distinct = found.ToHashSet(StringComparer.Ordinal);
        return new(name, injected, runs, found.Count, expected.Count(anomaly => !distinct.Contains(anomaly)), found.Count - distinct.Count, distinct.Except(expected, StringComparer.Ordinal).Count(), trouble);
    }

    /// <summary>It cannot be done on this machine.</summary>
    public static ScenarioOutcome Skipped(string name, string why) => new(name, $"NOT DONE: {why}", 0, 0, 0, 0, 0, Trouble: null);

    public override string ToString() => $"{Name,-27} {Runs,5}  {AtCentre,6}  {Lost,4}  {Doubled,7}  {Foreign,7}  {(IsGood ? Runs == 0 ? "-     " : "ok    " : "WRONG ")}  {Injected}{(Trouble is null ? "" : $"; {Trouble}")}";
}
