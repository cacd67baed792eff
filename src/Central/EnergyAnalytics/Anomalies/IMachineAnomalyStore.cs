using Plumbline.Central.Storage;
using Plumbline.Plant;

namespace Plumbline.Central.EnergyAnalytics.Anomalies;

/// <summary>Keeps what is unusual in the hours of machines, and which hours have still to be looked at.</summary>
interface IMachineAnomalyStore
{
    /// <summary>Keeps those that are not there: of a machine and energy type there is one for each time and metric.</summary>
    /// <param name="anomalies">Of one machine and energy type, no time and metric twice.</param>
    /// <returns>They as they are kept, in the same order; and how many were not there before.</returns>
    Task<(IReadOnlyList<MachineAnomaly> Kept, int Saved)> AddAsync(IReadOnlyList<MachineAnomaly> anomalies);

    /// <summary>The newest of those that fit, and how many do.</summary>
    Task<(IReadOnlyList<MachineAnomaly> Newest, long Total)> ListAsync(AnomalyFilter filter, int most, CancellationToken cancel);

    /// <summary>How many fit, by severity.</summary>
    Task<IReadOnlyDictionary<string, long>> CountAsync(AnomalyFilter filter, CancellationToken cancel);

    Task<MachineAnomaly?> FindAsync(Guid id, CancellationToken cancel);

    /// <summary>Closes one. The first time that it was closed stands; notes take the place of those before, where there are any.</summary>
    Task ResolveAsync(Guid id, string? notes, DateTime at);

    /// <summary>Stretches of hours whose readings nobody has looked at since they changed, the earliest first.</summary>
    Task<IReadOnlyList<UnexaminedStretch>> UnexaminedAsync(int most, CancellationToken cancel);

    /// <summary>Notes that stretches have been looked at up to some time. One that readings have changed since it was read is left as it is: it will be looked at again.</summary>
    Task ExaminedAsync(IReadOnlyList<UnexaminedStretch> stretches, DateTime until);
}

/// <summary>Something unusual in an hour of a machine, found or told of.</summary>
sealed record MachineAnomaly
{
    public required Guid Id { get; init; }

    public required KeptMachine Machine { get; init; }

    public EnergyType Energy { get; init; }

    public required DateTime DetectedAt { get; init; }

    public required string Type { get; init; }

    public required string Severity { get; init; }

    /// <summary>Empty where nobody named one.</summary>
    public string Metric { get; init; } = "";

    public double? Value { get; init; }

    public double? Expected { get; init; }

    public double? DeviationPct { get; init; }

    /// <summary>0 to 1.</summary>
    public required double Confidence { get; init; }

    /// <summary>By feature, its share.</summary>
    public IReadOnlyDictionary<string, double> Contributions { get; init; } = new Dictionary<string, double>();

    /// <summary>Of the baseline that it was told by.</summary>
    public int? BaselineVersion { get; init; }

    /// <summary>The hours that it was told by; null for one that somebody told of.</summary>
    public Period? LearnedFrom { get; init; }

    public required DateTime CreatedAt { get; init; }

    public bool IsResolved { get; init; }

    public DateTime? ResolvedAt { get; init; }

    public string? Notes { get; init; }
}

/// <param name="Machines">Numbers; null for all.</param>
/// <param name="Start">UTC.</param>
/// <param name="End">UTC; not included.</param>
sealed record AnomalyFilter(IReadOnlyList<int>? Machines, DateTime? Start = null, DateTime? End = null, string? Severity = null, bool? IsResolved = null);

/// <param name="Revision">Another one where readings have changed it.</param>
sealed record UnexaminedStretch(KeptMachine Machine, EnergyType Energy, Period Hours, int Revision);
