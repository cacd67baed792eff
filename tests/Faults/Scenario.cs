namespace Plumbline.Faults;

/// <summary>One kind of harm.</summary>
/// <param name="Name">For the table.</param>
/// <param name="Times">How often, in full.</param>
/// <param name="DoAsync">Does it to a device, brings the device to rest, and says what was done.</param>
sealed record Scenario(string Name, int Times, Func<Trial, int, Task<string>> DoAsync)
{
    const int QuickShare = 10;
    const int FewestTimes = 4;

    /// <summary>In the order in which they are done.</summary>
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("edge killed, any time", 100, EdgeKills.AtAnyTimeAsync),
        new("edge killed, file change", 120, EdgeKills.AtAFileChangeAsync),
        new("server killed", 50, ServerKills.UnderLoadAsync),
        .. Network(20, Fault.AnswerDropped, Fault.AnswerCut, Fault.Reset, Fault.ServerError, Fault.ServerErrorAfterCommit, Fault.TooMany),
        .. Network(8, Fault.AnswerNever, Fault.RequestLost),
        new("all network faults", 20, (trial, times) => NetworkFaults.Async(trial, [.. Enum.GetValues<Fault>().Where(kind => kind != Fault.None)], times)),
        new("disk full", 30, DiskFaults.FullAsync),
        new("file size limited", 30, DiskFaults.LimitedAsync),
        new("state damaged", 40, DiskFaults.DamagedAsync),
        new("clock of the readings", 20, ClockFaults.OfReadingsAsync),
        new("clock of the device", 20, ClockFaults.OfTheDeviceAsync),
    ];

    /// <summary>Does it, and compares what the centre then has.</summary>
    /// <param name="trial">On whom.</param>
    /// <param name="isQuick">A tenth of it.</param>
    /// <param name="expected">What an undisturbed device reports.</param>
    public async Task<ScenarioOutcome> RunAsync(Trial trial, bool isQuick, IReadOnlyList<string> expected)
    {
        try
        {
            var injected = await DoAsync(trial, isQuick ? Math.Max(FewestTimes, Times / QuickShare) : Times);
            return ScenarioOutcome.Of(Name, injected, trial.Runs, expected, trial.AtCentre(), trouble: null);
        }
        catch (PlatformNotSupportedException e)
        {
            return ScenarioOutcome.Skipped(Name, e.Message);
        }
        catch (InvalidOperationException e)
        {
            return ScenarioOutcome.Of(Name, "", trial.Runs, expected, trial.AtCentre(), e.Message);
        }
    }

    static IEnumerable<Scenario> Network(int times, params IEnumerable<Fault> kinds) => kinds.Select(kind => new Scenario(Words(kind), times, (trial, runs) => NetworkFaults.Async(trial, [kind], runs)));

    static string Words(Fault fault) => fault switch
    {
        Fault.AnswerDropped => "answer dropped",
        Fault.AnswerCut => "answer cut in half",
        Fault.AnswerNever => "timeout after commit",
        Fault.RequestLost => "timeout before commit",
        Fault.Reset => "connection reset",
        Fault.ServerError => "500",
        Fault.ServerErrorAfterCommit => "500 after commit",
        _ => "429 with Retry-After",
    };
}
