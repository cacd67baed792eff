using Plumbline.Central.Storage;
using Plumbline.Energy.Anomalies;
using Plumbline.Plant;

namespace Plumbline.Central.EnergyAnalytics.Anomalies;

/// <summary>Looks for unusual hours of a machine in what the store holds, and keeps what it finds.</summary>
sealed class AnomalySearch(IEnergyStore energy, IMachineAnomalyStore anomalies, TimeProvider clock)
{
    // Long enough to have seen what is rare, short enough to follow the seasons.
    static readonly TimeSpan LearnedFrom = TimeSpan.FromDays(90);

    /// <param name="hours">On whole hours.</param>
    /// <returns>Null where the machine has no readings in them.</returns>
    public async Task<AnomalyFindings?> RunAsync(KeptMachine machine, EnergyType type, Period hours, AnomalyQuestion question, CancellationToken cancel)
    {
        var all = new Period(hours.Start - LearnedFrom < DateTime.UnixEpoch ? DateTime.UnixEpoch : hours.Start - LearnedFrom, hours.End);
        var work = await energy.WorkAsync([machine], type, all, withDrivers: true, cancel);
        if (!work.Slices[0].Any(slice => slice.Start >= hours.Start)) return null;
        var baseline = question.UseBaseline ? await energy.BaselineAsync(machine, type, cancel) : null;
        var rows = work.HoursOf(all);
        var first = work.Slices[0][0].Start;
        var before = new Period(first < hours.Start ? first : hours.Start, hours.Start);
        var outcome = AnomalyDetection.Of(rows.Within(before), rows.Within(hours), new() { Contamination = question.Contamination, Baseline = baseline?.Baseline });
        if (outcome.Report is not { } report) return new(outcome, baseline, [], 0);
        var now = clock.Now();
        var (kept, saved) = await anomalies.AddAsync([.. report.Anomalies.Select(found => new MachineAnomaly
        {
            Id = Guid.CreateVersion7(),
            Machine = machine,
            Energy = type,
            DetectedAt = found.Time,
            Type = found.Type.Snake(),
            Severity = found.Severity.Snake(),
            Metric = found.Metric,
            Value = found.Value,
            Expected = found.Expected,
            DeviationPct = double.IsFinite(found.DeviationPct) ? found.DeviationPct : null,
            Confidence = found.Confidence,
            Contributions = found.Contributions,
            BaselineVersion = baseline?.Version,
            LearnedFrom = report.LearnedFrom,
            CreatedAt = now,
        })]);
        return new(outcome, baseline, kept, saved);
    }
}

/// <param name="Contamination">Share of the hours to call unusual; null for the budget of false alarms.</param>
sealed record AnomalyQuestion(double? Contamination = null, bool UseBaseline = true);

/// <param name="Outcome">What was told of the hours.</param>
/// <param name="Baseline">The one in use; null where there is none, or none was asked for.</param>
/// <param name="Kept">What was found, as it is kept.</param>
/// <param name="Saved">How many of these were not kept before.</param>
sealed record AnomalyFindings(AnomalyOutcome Outcome, KeptBaseline? Baseline, IReadOnlyList<MachineAnomaly> Kept, int Saved);
