using Plumbline.Plant;
using Plumbline.Pumps.Prognosis;

namespace Plumbline.Cli.Analyze;

/// <summary>What the user asked of <c>plumb analyze</c>.</summary>
sealed record AnalyzeRequest
{
    public required PumpSettings Settings { get; init; }
    public required string LogPath { get; init; }

    /// <summary>Null: every pump of the log.</summary>
    public string? Pump { get; init; }
    public DateTime? FailureDate { get; init; }
    public bool Train { get; init; }
    public required RulTrainingOptions Training { get; init; }
    public string? ModelPath { get; init; }
    public required string ModelsFolder { get; init; }

    /// <summary>Null: <c>outputs/&lt;pump&gt;</c>, or <c>outputs</c> for many.</summary>
    public string? OutFolder { get; init; }
    public int Dpi { get; init; }
    public PumpStatus? FailOn { get; init; }
    public bool Json { get; init; }
}
