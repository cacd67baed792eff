using System.Runtime.InteropServices;
using Plumbline.Plant;

namespace Plumbline.Simulation.Machines;

/// <summary>What can go wrong with a machine while it goes on working.</summary>
public enum MachineFaultKind
{
    /// <summary>Takes power in bursts.</summary>
    PowerSpike,

    /// <summary>Loses what it makes, by day and by night.</summary>
    Leak,

    /// <summary>Takes more power for the same work.</summary>
    EfficiencyLoss,

    /// <summary>Turns heavily, and gets warm.</summary>
    BearingFault,

    /// <summary>Cools less for the same power.</summary>
    RefrigerantLeak,

    /// <summary>Gives off its heat badly.</summary>
    DirtyCoils,

    /// <summary>Moves less than its motor turns.</summary>
    BeltSlip,

    /// <summary>Has to move more than it is made for.</summary>
    Overload,

    /// <summary>Loses oil or water past a seal: pressure falls, flow is made up for.</summary>
    SealLeak,

    /// <summary>Has worn clearances.</summary>
    PumpWear,

    /// <summary>Is warmer than it should be.</summary>
    Overheating,

    /// <summary>Heats more than it is asked to.</summary>
    HeaterFault,
}

/// <summary>A fault of a machine, from and until when, and how bad.</summary>
public sealed record MachineFault
{
    /// <summary>The least severity.</summary>
    public const double LeastSeverity = 1;

    /// <summary>The greatest severity.</summary>
    public const double MostSeverity = 5;

    /// <summary>What.</summary>
    public required MachineFaultKind Kind { get; init; }

    /// <summary>UTC, half open.</summary>
    public required Period When { get; init; }

    /// <summary>1, hardly to be seen in the noise of an hour, to 5.</summary>
    public required double Severity { get; init; }

    /// <summary>Share of a stretch of time in which it is there.</summary>
    internal double ShareOf(DateTime start, TimeSpan length)
    {
        var (from, until) = (Math.Max(start.Ticks, When.Start.Ticks), Math.Min((start + length).Ticks, When.End.Ticks));
        return Math.Max(0, until - from) / (double)length.Ticks;
    }
}

/// <summary>What faults do to a machine; effects of several at once add up.</summary>
/// <param name="Spike">Bursts of power, share of rated.</param>
/// <param name="Leak">More to be made, share of what it can make.</param>
/// <param name="Loss">More power for the same work, share.</param>
/// <param name="Drag">More power whatever the work, share of rated.</param>
/// <param name="HeatK">Warmer, K.</param>
/// <param name="PressureDrop">Share of its pressure.</param>
/// <param name="OutputLoss">Share of what it makes.</param>
[StructLayout(LayoutKind.Auto)]
readonly record struct FaultEffect(double Spike = 0, double Leak = 0, double Loss = 0, double Drag = 0, double HeatK = 0, double PressureDrop = 0, double OutputLoss = 0)
{
    /// <summary>The mean of a stretch of time.</summary>
    public static FaultEffect Of(IReadOnlyList<MachineFault> faults, DateTime start, TimeSpan length)
    {
        var all = default(FaultEffect);
        foreach (var fault in faults)
            if (fault.ShareOf(start, length) is > 0 and var share) all = all.Plus(OfOne(fault.Kind), fault.Severity * share);
        return all;
    }

    FaultEffect Plus(FaultEffect one, double times) => new(
        Spike + (times * one.Spike), Leak + (times * one.Leak), Loss + (times * one.Loss), Drag + (times * one.Drag),
        HeatK + (times * one.HeatK), PressureDrop + (times * one.PressureDrop), OutputLoss + (times * one.OutputLoss));

    // At severity 1. Sizes are chosen so that 1 is within the noise of an hour and 5 cannot be overlooked.
    static FaultEffect OfOne(MachineFaultKind kind) => kind switch
    {
        MachineFaultKind.PowerSpike => new(Spike: 0.12),
        MachineFaultKind.Leak => new(Leak: 0.04, PressureDrop: 0.01),
        MachineFaultKind.EfficiencyLoss => new(Loss: 0.04),
        MachineFaultKind.BearingFault => new(Drag: 0.02, HeatK: 3),
        MachineFaultKind.RefrigerantLeak => new(Loss: 0.08, HeatK: 1),
        MachineFaultKind.DirtyCoils => new(Loss: 0.06, HeatK: 1.5),
        MachineFaultKind.BeltSlip => new(Loss: 0.02, HeatK: 2, OutputLoss: 0.04),
        MachineFaultKind.Overload => new(Loss: 0.02, Drag: 0.04, HeatK: 2.5),
        MachineFaultKind.SealLeak => new(Leak: 0.03, PressureDrop: 0.02),
        MachineFaultKind.PumpWear => new(Loss: 0.035, PressureDrop: 0.015, OutputLoss: 0.01),
        MachineFaultKind.Overheating => new(Loss: 0.015, HeatK: 6),
        MachineFaultKind.HeaterFault => new(Drag: 0.04, HeatK: 4),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a fault of a machine."),
    };
}
