using Plumbline.Incidents;
using Plumbline.Plant;
using Plumbline.Pumps.Condition;
using Plumbline.Pumps.Prognosis;

namespace Plumbline.Pumps;

/// <summary>What "head" means in an analysis.</summary>
public enum HeadBasis
{
    /// <summary>The discharge pressure stands for the head.</summary>
    DischargePressure,

    /// <summary>Discharge minus suction pressure, in psi.</summary>
    DifferentialPressure,

    /// <summary>Discharge minus suction pressure, in feet of the liquid.</summary>
    DifferentialHead,
}

/// <summary>The settings of a pump analysis. The defaults are those of the product.</summary>
public sealed record AnalysisOptions
{
    /// <summary>What is judged as head.</summary>
    public HeadBasis Head { get; init; } = HeadBasis.DischargePressure;

    /// <summary>The speed at which the baseline holds, where neither the baseline says it nor the most frequent running speed should be taken.</summary>
    public Speed? RatedSpeed { get; init; }

    /// <summary>What is known of the signals from an earlier log of this pump, so that the log at hand is not asked: a device that sees one row at a time cannot. Null: found out from the log.</summary>
    public SignalTraits? Signals { get; init; }

    /// <summary>Whether readings at other speeds are brought to rated speed by the affinity laws.</summary>
    public bool SpeedCorrection { get; init; } = true;

    /// <summary>A judged parameter that keeps one value for longer than this, while running, is taken for a stuck sensor.</summary>
    public TimeSpan StuckAfter { get; init; } = TimeSpan.FromHours(24);

    /// <summary>A sustained loss of performance of this much, percent (negative), is a warning.</summary>
    public double LossWarningPct { get; init; } = -5;

    /// <summary>A sustained loss of performance of this much, percent (negative), is urgent.</summary>
    public double LossUrgentPct { get; init; } = -10;

    /// <summary>How the degradation path is followed.</summary>
    public DegradationOptions Degradation { get; init; } = new();

    /// <summary>When an alarm is raised and cleared.</summary>
    public AlarmOptions Alarm { get; init; } = new();
}
