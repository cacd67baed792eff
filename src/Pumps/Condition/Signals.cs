using Plumbline.Plant;

namespace Plumbline.Pumps.Condition;

/// <summary>A column of a log, with its name as a person says it.</summary>
readonly ref struct Signal(string name, string unit, ReadOnlySpan<double> values, PumpParameter? judgedAs = null)
{
    public string Name { get; } = name;
    public string Unit { get; } = unit;
    public ReadOnlySpan<double> Values { get; } = values;

    /// <summary>The parameter that is judged by it; null for suction pressure and speed.</summary>
    public PumpParameter? JudgedAs { get; } = judgedAs;
}

/// <summary>The columns of a log by what they are for.</summary>
static class Signals
{
    public const int Count = 6;

    /// <summary>From this index on: signals that nothing is judged by.</summary>
    public const int FirstReference = 4;

    public static Signal Of(PumpLog log, int index) => index switch
    {
        0 => Judged(log, PumpParameter.Flow),
        1 => Judged(log, PumpParameter.Head),
        2 => Judged(log, PumpParameter.Power),
        3 => Judged(log, PumpParameter.Efficiency),
        4 => new("the suction pressure", "psi", log.SuctionPsi),
        _ => new("the motor speed", "rpm", log.SpeedRpm),
    };

    /// <summary>The sensor behind a judged parameter; behind head, on any basis, that is the discharge pressure.</summary>
    public static Signal Judged(PumpLog log, PumpParameter parameter) => parameter switch
    {
        PumpParameter.Flow => new("the flow", "gpm", log.FlowGpm, parameter),
        PumpParameter.Head => new("the discharge pressure", "psi", log.DischargePsi, parameter),
        PumpParameter.Power => new("the motor power", "hp", log.PowerHp, parameter),
        _ => new("the pump efficiency", "%", log.EfficiencyPct, parameter),
    };

    public static string Called(PumpParameter parameter) => parameter switch
    {
        PumpParameter.Flow => "flow",
        PumpParameter.Head => "head",
        PumpParameter.Power => "power",
        _ => "efficiency",
    };

    public static string Said(double value, string unit) => unit == "%" ? $"{value:0.###} %" : $"{value:0.###} {unit}";
}
