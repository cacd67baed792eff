using System.Runtime.InteropServices;
using Plumbline.Plant;

namespace Plumbline.Pumps.Condition;

/// <summary>Some of the four parameters.</summary>
[Flags]
public enum ParameterSet : byte
{
    /// <summary>None of them.</summary>
    None = 0,

    /// <summary>Volume flow.</summary>
    Flow = 1 << PumpParameter.Flow,

    /// <summary>Head.</summary>
    Head = 1 << PumpParameter.Head,

    /// <summary>Motor power.</summary>
    Power = 1 << PumpParameter.Power,

    /// <summary>Pump efficiency.</summary>
    Efficiency = 1 << PumpParameter.Efficiency,
}

/// <summary>Questions to a <see cref="ParameterSet"/>.</summary>
public static class ParameterSets
{
    /// <summary>The four, in their order.</summary>
    public static ReadOnlySpan<PumpParameter> All => [PumpParameter.Flow, PumpParameter.Head, PumpParameter.Power, PumpParameter.Efficiency];

    /// <summary>The set that holds this one alone.</summary>
    public static ParameterSet Alone(this PumpParameter parameter) => (ParameterSet)(1 << (int)parameter);

    /// <summary>Whether it is among them.</summary>
    public static bool Has(this ParameterSet set, PumpParameter parameter) => (set & parameter.Alone()) != ParameterSet.None;

    /// <summary>Those that are in it, in their order.</summary>
    public static IReadOnlyList<PumpParameter> Listed(this ParameterSet set)
    {
        var listed = new List<PumpParameter>(All.Length);
        foreach (var parameter in All)
            if (set.Has(parameter)) listed.Add(parameter);
        return listed;
    }
}

/// <summary>One number for each of the four parameters; NaN where there is none.</summary>
/// <param name="Flow">Of flow.</param>
/// <param name="Head">Of head.</param>
/// <param name="Power">Of power.</param>
/// <param name="Efficiency">Of efficiency.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ParameterValues(double Flow, double Head, double Power, double Efficiency)
{
    /// <summary>None of the four.</summary>
    public static ParameterValues None { get; } = new(double.NaN, double.NaN, double.NaN, double.NaN);

    /// <summary>That of one parameter.</summary>
    public double this[PumpParameter parameter] => parameter switch
    {
        PumpParameter.Flow => Flow,
        PumpParameter.Head => Head,
        PumpParameter.Power => Power,
        PumpParameter.Efficiency => Efficiency,
        _ => throw new ArgumentOutOfRangeException(nameof(parameter), parameter, "Not one of the four parameters."),
    };
}
