using Plumbline.Plant;
using Plumbline.Pumps;

namespace Plumbline.Cli.Analyze;

/// <summary>What the user asked of <c>plumb analyze</c>.</summary>
sealed record AnalyzeRequest
{
    public required string BaselinePath { get; init; }
    public required string LogPath { get; init; }

    /// <summary>Null: every pump of the log that has a baseline.</summary>
    public string? Pump { get; init; }
    public string? Category { get; init; }
    public required string Profile { get; init; }
    public string? TolerancesPath { get; init; }
    public string? MappingPath { get; init; }
    public required HeadBasis Head { get; init; }
    public double? RatedSpeedRpm { get; init; }
    public bool SpeedCorrection { get; init; } = true;
    public TimeSpan StuckAfter { get; init; }
    public DateTime? FailureDate { get; init; }
    public bool Train { get; init; }
    public required string Algorithm { get; init; }
    public string? ModelPath { get; init; }
    public required string ModelsFolder { get; init; }
    public required string TimeZone { get; init; }
    public bool Strict { get; init; }
    public string? OutFolder { get; init; }
    public int Dpi { get; init; }
    public PumpStatus? FailOn { get; init; }
    public bool Json { get; init; }
}
