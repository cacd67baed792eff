using System.Runtime.InteropServices;
using Plumbline.Plant;

namespace Plumbline.Pumps.Condition;

/// <summary>Which limit a violation is of.</summary>
public enum LimitSide
{
    /// <summary>The deviation is above the largest allowed.</summary>
    Max,

    /// <summary>The deviation is below the smallest allowed.</summary>
    Min,
}

/// <summary>One parameter outside its tolerance.</summary>
/// <param name="Parameter">Which.</param>
/// <param name="DeviationPct">Percent of baseline.</param>
/// <param name="ThresholdPct">The limit it is beyond, percent of baseline.</param>
/// <param name="Side">Which limit that is.</param>
/// <param name="Mandatory">Whether the grade demands this parameter.</param>
/// <param name="Severity">|deviation| / |threshold|; |deviation| / 10 for a threshold of 0.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Violation(PumpParameter Parameter, double DeviationPct, double ThresholdPct, LimitSide Side, bool Mandatory, double Severity);

/// <summary>What the grade makes of one row's deviations, taken alone: the sustained rule looks at more than one row.</summary>
/// <param name="Status">The status; never <see cref="PumpStatus.Off"/>, which the deviations do not tell.</param>
/// <param name="Severity">The largest severity among violated mandatory parameters; 0 where none is violated.</param>
/// <param name="Judged">The parameters that had a deviation.</param>
/// <param name="Violated">Those of them that are outside their tolerance.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Judgement(PumpStatus Status, double Severity, ParameterSet Judged, ParameterSet Violated);
