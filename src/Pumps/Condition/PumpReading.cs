using System.Runtime.InteropServices;
using Plumbline.Plant;

namespace Plumbline.Pumps.Condition;

/// <summary>One row as measured; NaN where missing.</summary>
/// <param name="FlowGpm">Volume flow, gpm.</param>
/// <param name="DischargePsi">Discharge pressure, psi gauge.</param>
/// <param name="SuctionPsi">Suction pressure, psi gauge; may be negative.</param>
/// <param name="PowerHp">Motor power, hp.</param>
/// <param name="EfficiencyPct">Pump efficiency, percent.</param>
/// <param name="SpeedRpm">Motor speed, rpm.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PumpReading(double FlowGpm, double DischargePsi, double SuctionPsi, double PowerHp, double EfficiencyPct, double SpeedRpm)
{
    /// <summary>A row of a log.</summary>
    public static PumpReading At(PumpLog log, int row)
    {
        ArgumentNullException.ThrowIfNull(log);
        return new(log.FlowGpm[row], log.DischargePsi[row], log.SuctionPsi[row], log.PowerHp[row], log.EfficiencyPct[row], log.SpeedRpm[row]);
    }
}

/// <summary>Why each parameter of a row was not judged.</summary>
/// <param name="Flow">Of flow.</param>
/// <param name="Head">Of head.</param>
/// <param name="Power">Of power.</param>
/// <param name="Efficiency">Of efficiency.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct UnjudgedReasons(Unjudged Flow, Unjudged Head, Unjudged Power, Unjudged Efficiency)
{
    /// <summary>That of one parameter.</summary>
    public Unjudged this[PumpParameter parameter] => parameter switch
    {
        PumpParameter.Flow => Flow,
        PumpParameter.Head => Head,
        PumpParameter.Power => Power,
        PumpParameter.Efficiency => Efficiency,
        _ => throw new ArgumentOutOfRangeException(nameof(parameter), parameter, "Not one of the four parameters."),
    };
}

/// <summary>One row with what was made of it.</summary>
/// <param name="Current">Brought to rated speed, in the parameter's unit; NaN where not judged.</param>
/// <param name="DeviationsPct">(current − baseline) / baseline × 100; NaN where not judged.</param>
/// <param name="WhyUnjudged">Why a parameter was not judged.</param>
/// <param name="Judgement">What the grade says of the deviations; <see cref="PumpStatus.Off"/> for a pump at rest.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct JudgedReading(ParameterValues Current, ParameterValues DeviationsPct, UnjudgedReasons WhyUnjudged, Judgement Judgement);
