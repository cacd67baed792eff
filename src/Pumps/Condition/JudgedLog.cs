using Plumbline.Plant;

namespace Plumbline.Pumps.Condition;

/// <summary>Why a parameter of a row was not judged.</summary>
public enum Unjudged : byte
{
    /// <summary>It was judged.</summary>
    No,

    /// <summary>The value is missing, or the speed that would bring it to rated speed is.</summary>
    Missing,

    /// <summary>The sensor is stuck.</summary>
    Stuck,

    /// <summary>The pump was not running.</summary>
    Off,

    /// <summary>The speed was below the range in which the affinity laws are trusted.</summary>
    ReducedSpeed,

    /// <summary>The value is computed from another column, so that the affinity laws do not hold for it away from rated speed.</summary>
    Derived,

    /// <summary>The speed was above the range in which the affinity laws are trusted.</summary>
    Overspeed,

    /// <summary>It is efficiency, worked out from a signal whose sensor is stuck.</summary>
    StuckInput,
}

/// <summary>A pump's readings with what was made of each: deviations, severity, status. Immutable; as long as its log.</summary>
public sealed class JudgedLog
{
    readonly double[][] _currents;
    readonly double[][] _deviationsPct;
    readonly Unjudged[][] _unjudged;
    readonly double[] _severities;
    readonly PumpStatus[] _statuses;

    internal JudgedLog(PumpLog log, double[][] currents, double[][] deviationsPct, Unjudged[][] unjudged, double[] severities, PumpStatus[] statuses)
    {
        Log = log;
        _currents = currents;
        _deviationsPct = deviationsPct;
        _unjudged = unjudged;
        _severities = severities;
        _statuses = statuses;
    }

    /// <summary>The readings as measured.</summary>
    public PumpLog Log { get; }

    /// <summary>Number of readings.</summary>
    public int Count => Log.Count;

    /// <summary>UTC, strictly increasing.</summary>
    public ReadOnlySpan<DateTime> Times => Log.Times;

    /// <summary>What was compared with the baseline, brought to rated speed, in the unit of <see cref="ParameterAssessment.Unit"/>; NaN where not judged.</summary>
    public ReadOnlySpan<double> Current(PumpParameter parameter) => _currents[(int)parameter];

    /// <summary>(current − baseline) / baseline × 100; NaN where not judged.</summary>
    public ReadOnlySpan<double> DeviationPct(PumpParameter parameter) => _deviationsPct[(int)parameter];

    /// <summary>Why a parameter was not judged, row by row.</summary>
    public ReadOnlySpan<Unjudged> WhyUnjudged(PumpParameter parameter) => _unjudged[(int)parameter];

    /// <summary>The largest severity among violated mandatory parameters; 0 where none is violated.</summary>
    public ReadOnlySpan<double> Severities => _severities;

    /// <summary>The raw status of each row, the sustained rule included.</summary>
    public ReadOnlySpan<PumpStatus> Statuses => _statuses;
}
