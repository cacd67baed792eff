using System.Runtime.InteropServices;
using Plumbline.Plant;

namespace Plumbline.Simulation.Machines;

/// <summary>The machines that can be simulated.</summary>
public enum MachineKind
{
    /// <summary>Screw compressor of a net of compressed air.</summary>
    Compressor,

    /// <summary>Air handling with a heat pump.</summary>
    Hvac,

    /// <summary>Motor of a conveyor belt.</summary>
    ConveyorMotor,

    /// <summary>Pump of a hydraulic press.</summary>
    HydraulicPump,

    /// <summary>Injection moulding machine.</summary>
    InjectionMolding,

    /// <summary>Electric steam boiler.</summary>
    Boiler,

    /// <summary>Submersible pump of a well.</summary>
    WellPump,
}

/// <summary>What the sensors of a machine would show if they had no noise.</summary>
/// <param name="PowerKw">kW.</param>
/// <param name="HeatShare">How much of the heat of full load it gives off, 0 to about 1.</param>
/// <param name="PressureBar">bar; NaN where there is no pressure to be read.</param>
/// <param name="UnitsPerHour">NaN where it makes nothing that is counted.</param>
[StructLayout(LayoutKind.Auto)]
readonly record struct MachineState(double PowerKw, double HeatShare, double PressureBar, double UnitsPerHour);

/// <summary>How machines of a kind are built.</summary>
sealed record MachineDesign
{
    public required string Name { get; init; }

    public required MachineType Type { get; init; }

    public required WorkPattern Pattern { get; init; }

    /// <summary>kW, the smallest and the largest.</summary>
    public required (double Least, double Most) RatedKw { get; init; }

    /// <summary>Of the machine at full load, above the hall, K.</summary>
    public required double FullHeatK { get; init; }

    public required IReadOnlyList<MachineFaultKind> Faults { get; init; }

    /// <summary>What a machine of a rated power does at a duty.</summary>
    public required Func<double, Duty, FaultEffect, MachineState> Work { get; init; }

    public static MachineDesign Of(MachineKind kind) => All[(int)kind];

    static readonly MachineDesign[] All =
    [
        new()
        {
            Name = "compressor",
            Type = MachineType.Compressor,
            Pattern = WorkPattern.TwoShift,
            RatedKw = (37, 90),
            FullHeatK = 55,
            Faults = [MachineFaultKind.PowerSpike, MachineFaultKind.Leak, MachineFaultKind.EfficiencyLoss, MachineFaultKind.BearingFault, MachineFaultKind.Overheating],
            Work = Compress,
        },
        new()
        {
            Name = "hvac",
            Type = MachineType.Hvac,
            Pattern = WorkPattern.Occupancy,
            RatedKw = (30, 60),
            FullHeatK = 20,
            Faults = [MachineFaultKind.PowerSpike, MachineFaultKind.RefrigerantLeak, MachineFaultKind.DirtyCoils, MachineFaultKind.EfficiencyLoss, MachineFaultKind.BearingFault],
            Work = Condition,
        },
        new()
        {
            Name = "conveyor",
            Type = MachineType.Conveyor,
            Pattern = WorkPattern.TwoShift,
            RatedKw = (7.5, 18.5),
            FullHeatK = 40,
            Faults = [MachineFaultKind.PowerSpike, MachineFaultKind.BeltSlip, MachineFaultKind.Overload, MachineFaultKind.BearingFault, MachineFaultKind.Overheating],
            Work = Convey,
        },
        new()
        {
            Name = "hydraulic-pump",
            Type = MachineType.Pump,
            Pattern = WorkPattern.TwoShift,
            RatedKw = (22, 55),
            FullHeatK = 35,
            Faults = [MachineFaultKind.PowerSpike, MachineFaultKind.SealLeak, MachineFaultKind.PumpWear, MachineFaultKind.Overheating, MachineFaultKind.EfficiencyLoss],
            Work = Press,
        },
        new()
        {
            Name = "injection-molding",
            Type = MachineType.InjectionMolding,
            Pattern = WorkPattern.Continuous,
            RatedKw = (55, 110),
            FullHeatK = 28,
            Faults = [MachineFaultKind.PowerSpike, MachineFaultKind.HeaterFault, MachineFaultKind.SealLeak, MachineFaultKind.Overheating, MachineFaultKind.EfficiencyLoss],
            Work = Mold,
        },
        new()
        {
            Name = "boiler",
            Type = MachineType.Boiler,
            Pattern = WorkPattern.Continuous,
            RatedKw = (120, 250),
            FullHeatK = 60,
            Faults = [MachineFaultKind.PowerSpike, MachineFaultKind.HeaterFault, MachineFaultKind.Leak, MachineFaultKind.EfficiencyLoss, MachineFaultKind.Overheating],
            Work = Boil,
        },
        new()
        {
            Name = "well-pump",
            Type = MachineType.Pump,
            Pattern = WorkPattern.Water,
            RatedKw = (30, 75),
            FullHeatK = 15,
            Faults = [MachineFaultKind.PowerSpike, MachineFaultKind.PumpWear, MachineFaultKind.SealLeak, MachineFaultKind.BearingFault, MachineFaultKind.EfficiencyLoss],
            Work = Lift,
        },
    ];

    // A screw compressor that idles takes a quarter of its power, and what it takes to fill the net goes with the temperature of the air that it draws in and, about 7 % a bar, with
    // the pressure that it works against (Compressed Air and Gas Handbook, chapter 2). The net leaks as long as it is under pressure.
    static MachineState Compress(double ratedKw, Duty duty, FaultEffect fault)
    {
        const double SetBar = 7.5, OwnLeak = 0.05;
        if (IsOff(duty.Mode)) return new(0.004 * ratedKw, 0, 0.4, 0);
        var air = Math.Min(1, (0.88 * duty.Load) + OwnLeak + fault.Leak);
        var bar = SetBar - (1.5 * Math.Max(0, air - 0.8)) - (SetBar * fault.PressureDrop);
        var inlet = (273.15 + Indoors(duty.OutdoorC)) / 293.15;
        var kw = ratedKw * ((0.25 + (0.72 * air)) * inlet * (1 + (0.07 * (bar - 7))) * (1 + fault.Loss) + fault.Drag);
        return new(kw, air, bar, 9.7 * ratedKw * 0.88 * duty.Load);
    }

    // Fans as long as somebody is in, a heat pump for what the weather asks for.
    static MachineState Condition(double ratedKw, Duty duty, FaultEffect fault)
    {
        if (duty.Mode is OperatingMode.Maintenance or OperatingMode.Fault) return new(0.02 * ratedKw, 0, double.NaN, double.NaN);
        var need = Math.Min(1, (Math.Max(0, duty.OutdoorC - 15) / 14) + (Math.Max(0, 13 - duty.OutdoorC) / 22));
        var kw = ratedKw * (0.05 + (0.15 * duty.Load) + (0.75 * need * duty.Load * (1 + fault.Loss)) + fault.Drag);
        return new(kw, need * duty.Load, double.NaN, double.NaN);
    }

    // The belt itself takes about a third of the power, what lies on it the rest.
    static MachineState Convey(double ratedKw, Duty duty, FaultEffect fault)
    {
        if (duty.Mode != OperatingMode.Running) return new(IsOff(duty.Mode) ? 0.01 * ratedKw : 0.05 * ratedKw, 0, double.NaN, 0);
        var kw = ratedKw * (((0.32 + (0.52 * duty.Load)) * (1 + fault.Loss)) + fault.Drag);
        return new(kw, 0.4 + (0.6 * duty.Load), double.NaN, 1200 * duty.Load * (1 - fault.OutputLoss));
    }

    static MachineState Press(double ratedKw, Duty duty, FaultEffect fault)
    {
        const double SetBar = 160;
        if (IsOff(duty.Mode)) return new(0.01 * ratedKw, 0, 0, 0);
        var flow = Math.Min(1, duty.Load + fault.Leak);
        var kw = ratedKw * (((0.22 + (0.68 * flow)) * (1 + fault.Loss)) + fault.Drag);
        return new(kw, 0.2 + (0.8 * flow), SetBar * (1 - fault.PressureDrop), 240 * duty.Load * (1 - fault.OutputLoss));
    }

    // Heaters keep the barrel hot, also while it waits; the colder the hall, the more.
    static MachineState Mold(double ratedKw, Duty duty, FaultEffect fault)
    {
        const double SetBar = 140;
        if (IsOff(duty.Mode)) return new(0.02 * ratedKw, 0, 0, 0);
        var heaters = 0.14 + (0.004 * (20 - Indoors(duty.OutdoorC)));
        var kw = ratedKw * (heaters + (0.66 * Math.Min(1, duty.Load + fault.Leak) * (1 + fault.Loss)) + fault.Drag);
        return new(kw, 0.3 + (0.7 * duty.Load), SetBar * (1 - fault.PressureDrop), 450 * duty.Load * (1 - fault.OutputLoss));
    }

    // Steam for the process and for the heating of the building.
    static MachineState Boil(double ratedKw, Duty duty, FaultEffect fault)
    {
        const double SetBar = 8;
        if (IsOff(duty.Mode)) return new(0.01 * ratedKw, 0, 0.5, 0);
        var heating = Math.Max(0, 16 - duty.OutdoorC) / 32;
        var steam = Math.Min(1, (0.55 * duty.Load) + (0.35 * heating) + fault.Leak);
        var kw = ratedKw * ((0.05 + (0.9 * steam * (1 + fault.Loss))) + fault.Drag);
        return new(kw, 0.5 + (0.5 * steam), SetBar * (1 - fault.PressureDrop) * (1 - (0.05 * steam)), 1.3 * ratedKw * 0.55 * duty.Load);
    }

    // On a drive: head to be lifted and friction that goes with the square of the flow.
    static MachineState Lift(double ratedKw, Duty duty, FaultEffect fault)
    {
        if (duty.Mode != OperatingMode.Running) return new(0.01 * ratedKw, 0, 1.2, 0);
        var flow = Math.Min(1, duty.Load + fault.Leak);
        var kw = ratedKw * (((0.06 + (flow * (0.6 + (0.28 * flow * flow)))) * (1 + fault.Loss)) + fault.Drag);
        return new(kw, flow, (4.2 + (1.1 * flow * flow)) * (1 - fault.PressureDrop), 3.2 * ratedKw * duty.Load * (1 - fault.OutputLoss));
    }

    static bool IsOff(OperatingMode mode) => mode is OperatingMode.Offline or OperatingMode.Maintenance or OperatingMode.Fault;

    /// <summary>°C in the hall, which feels a quarter of the weather.</summary>
    internal static double Indoors(double outdoorC) => 20 + (0.25 * (outdoorC - 18));
}
