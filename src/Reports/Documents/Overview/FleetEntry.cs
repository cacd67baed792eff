using Plumbline.Plant;
using Plumbline.Pumps;
using Plumbline.Reports.Documents.Diagnosis;

namespace Plumbline.Reports.Documents.Overview;

/// <summary>What a fleet page keeps of one pump: small, so that the analyses of a large fleet need not be held together.</summary>
public sealed record FleetEntry
{
    FleetEntry(string pumpId) => PumpId = pumpId;

    /// <summary>The pump's name.</summary>
    public string PumpId { get; }

    /// <summary>The verdict; null where the pump could not be analysed.</summary>
    public Verdict? Verdict { get; private init; }

    /// <summary>Why the pump could not be analysed, as a sentence; null where it could.</summary>
    public string? NotAnalysed { get; private init; }

    /// <summary>Address of the pump's own report, relative to the fleet page; null where there is none.</summary>
    public string? Report { get; private init; }

    internal Period Period { get; private init; }
    internal int AlarmsStanding { get; private init; }
    internal int AlarmsRaised { get; private init; }
    internal double? RulDays { get; private init; }
    internal bool IsAtLeast { get; private init; }
    internal double? RulLowDays { get; private init; }
    internal double? RulHighDays { get; private init; }
    internal double? Probability { get; private init; }
    internal IReadOnlyList<PumpParameter> Unjudged { get; private init; } = [];
    internal PumpParameter? LossOf { get; private init; }
    internal double? LossPct { get; private init; }
    internal string StripSvg { get; private init; } = "";
    internal string StripText { get; private init; } = "";

    /// <summary>Takes what the fleet page needs from an analysis.</summary>
    /// <param name="analysis">Not kept.</param>
    /// <param name="report">Address of the pump's report, relative to the fleet page, with '/' between folders and nothing encoded.</param>
    public static FleetEntry Of(PumpAnalysis analysis, string report)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        ArgumentNullException.ThrowIfNull(report);
        var findings = new Findings(analysis);
        var forecast = VerdictWriter.Forecast(analysis)?.Forecast;
        var lost = findings.Losses.FirstOrDefault();
        var strip = StatusStrip.Of(analysis.Rows);
        return new FleetEntry(analysis.Baseline.PumpId)
        {
            Verdict = VerdictWriter.Write(findings),
            Report = report,
            Period = analysis.Period,
            AlarmsStanding = analysis.AlarmLoad.Standing,
            AlarmsRaised = analysis.AlarmLoad.Raised,
            RulDays = forecast?.RulDays,
            IsAtLeast = forecast is { IsAtLeast: true },
            RulLowDays = forecast?.LowDays,
            RulHighDays = forecast?.HighDays,
            Probability = forecast?.Probability,
            Unjudged = [.. findings.BlindNow.Select(parameter => parameter.Parameter)],
            LossOf = lost?.Parameter,
            LossPct = lost?.Loss?.LossPct,
            StripSvg = StatusStrip.Svg(strip),
            StripText = StatusStrip.Text(strip),
        };
    }

    /// <summary>A pump of the file that no analysis could be made of.</summary>
    /// <param name="pumpId">The pump's name.</param>
    /// <param name="reason">Why, as a sentence.</param>
    public static FleetEntry WithoutAnalysis(string pumpId, string reason)
    {
        ArgumentException.ThrowIfNullOrEmpty(pumpId);
        ArgumentException.ThrowIfNullOrEmpty(reason);
        return new FleetEntry(pumpId) { NotAnalysed = reason };
    }

    /// <summary>What needs attention first: by urgency, then status, chance of failure, remaining life, loss, standing alarms, name.</summary>
    public static IReadOnlyList<FleetEntry> Ranked(IEnumerable<FleetEntry> entries) =>
    [
        .. entries.Where(entry => entry.Verdict is not null)
            .OrderByDescending(entry => entry.Verdict!.Urgency)
            .ThenByDescending(entry => entry.Verdict!.Status)
            .ThenByDescending(entry => entry.Probability ?? 0)
            .ThenBy(entry => entry.RulDays ?? double.PositiveInfinity)
            .ThenBy(entry => entry.LossPct ?? 0)
            .ThenByDescending(entry => entry.AlarmsStanding)
            .ThenBy(entry => entry.PumpId, StringComparer.Ordinal),
    ];
}
