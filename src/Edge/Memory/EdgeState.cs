using Plumbline.Edge.Judging;
using Plumbline.Edge.Reporting;
using Plumbline.Edge.Results;

namespace Plumbline.Edge.Memory;

/// <summary>What the program remembers between runs.</summary>
sealed record EdgeState
{
    /// <summary>Of which pump.</summary>
    public required string PumpId { get; init; }

    /// <summary>Digest of the baseline and the tolerances that rows were judged by.</summary>
    public required string Rules { get; init; }

    /// <summary>The latest row that was judged, UTC.</summary>
    public required DateTime Position { get; init; }

    /// <summary>Rows that were judged, or came late.</summary>
    public required IReadOnlyList<EvenTimes> Known { get; init; }

    public required PumpWatchState Watch { get; init; }
    public required ReportState Report { get; init; }

    /// <summary>What was said of the row at <see cref="Position"/>.</summary>
    public required RowResult Latest { get; init; }
}
