using Plumbline.Edge.Artifact;
using Plumbline.Edge.Delivery;
using Plumbline.Edge.Memory;
using Plumbline.Edge.Results;

namespace Plumbline.Edge;

/// <summary>Where the program keeps things.</summary>
/// <param name="Home">The data folder.</param>
/// <param name="LatestResult">The file for the latest row; null for none.</param>
sealed record EdgeFolders(string Home, string? LatestResult)
{
    public string State => Path.Combine(Home, StateFiles.FolderName);

    public string Outbox => Path.Combine(Home, Delivery.Outbox.FolderName);

    /// <summary>The file that says until when the centre is to be left alone.</summary>
    public string Rest => Path.Combine(State, "centre_rests.txt");

    public string Results => Path.Combine(Home, ResultsLog.FolderName);
}

/// <summary>A step of a run, once it is done.</summary>
enum RunStep
{
    /// <summary>What is to be reported is in the outbox.</summary>
    Promised,

    /// <summary>What was said is in the results log.</summary>
    Logged,

    /// <summary>The state is on the disk.</summary>
    Committed,

    /// <summary>What could be sent is sent.</summary>
    Sent,

    /// <summary>The file for the latest row is written.</summary>
    Told,
}

/// <summary>What a run came to.</summary>
/// <param name="Judged">Rows.</param>
/// <param name="Latest">What was said of the latest row there was; null before the first.</param>
/// <param name="Trouble">What kept it from its work, a sentence; null where nothing did.</param>
sealed record RunOutcome(int Judged, RowResult? Latest, string? Trouble)
{
    /// <summary>Whether files hold readings whose time has not come: another look at them, as they are, finds something.</summary>
    public bool HasMore { get; init; }

    /// <summary>In one line.</summary>
    public string Said(PumpArtifact artifact)
    {
        var rows = Judged == 1 ? "1 new reading" : $"{Judged} new readings";
        return $"{artifact.Baseline.Pump.PumpId}: {rows}{(Latest is { } row ? $"; {row.Status} at {ReportTime.Format(row.Timestamp)}, {row.Reason}" : "")}.";
    }

    public static RunOutcome Failed(string trouble) => new(0, null, trouble);
}
