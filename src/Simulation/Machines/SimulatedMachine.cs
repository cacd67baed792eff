using Plumbline.Plant;

namespace Plumbline.Simulation.Machines;

/// <summary>A machine with physics behind it. What it shows hangs on its key and on the time alone: any stretch can be made by itself, and is that stretch of the whole. Immutable; safe from many threads.</summary>
public sealed class SimulatedMachine
{
    const int FaultDays = 30;
    const double LostShare = 0.001;

    static readonly int Kinds = Enum.GetValues<MachineKind>().Length;

    readonly MachineDesign _design;
    readonly WorkPlan _plan;
    readonly NoiseField _faults;
    readonly NoiseField _sensors;
    readonly NoiseField _losses;

    /// <summary>The machine of a key. Kinds take turns: the eighth is again of the first kind.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Number or share of faults is out of range.</exception>
    public SimulatedMachine(SimulationKey key)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(key.Number, nameof(key));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(key.Number, SimulationKey.MostMachines, nameof(key));
        ArgumentOutOfRangeException.ThrowIfNegative(key.FaultsPct, nameof(key));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(key.FaultsPct, 100, nameof(key));
        (Key, Kind) = (key, (MachineKind)(key.Number % Kinds));
        _design = MachineDesign.Of(Kind);
        _plan = new(_design.Pattern, key.Seed, key.Number);
        (_faults, _sensors, _losses) = (Field(NoisePurpose.Faults), Field(NoisePurpose.Sensors), Field(NoisePurpose.Losses));
        // Motors come in half kilowatts.
        RatedPowerKw = Math.Round(2 * Field(NoisePurpose.Size).Between(0, _design.RatedKw.Least, _design.RatedKw.Most)) / 2;

        NoiseField Field(NoisePurpose purpose) => new(key.Seed, key.Number, purpose);
    }

    /// <summary>What it was made from.</summary>
    public SimulationKey Key { get; }

    /// <summary>What it is.</summary>
    public MachineKind Kind { get; }

    /// <summary>What it is, in the words of the plant register.</summary>
    public MachineType Type => _design.Type;

    /// <summary>Such as <c>compressor-1</c>; no other machine of its plant has it.</summary>
    public string Name => $"{_design.Name}-{(Key.Number / Kinds) + 1}";

    /// <summary>kW.</summary>
    public double RatedPowerKw { get; }

    /// <summary>What can go wrong with it.</summary>
    public IReadOnlyList<MachineFaultKind> PossibleFaults => _design.Faults;

    /// <summary>The faults that it has by itself and that touch a period, in the order of time.</summary>
    /// <param name="period">UTC.</param>
    public IReadOnlyList<MachineFault> OwnFaults(Period period)
    {
        var faults = new List<MachineFault>();
        for (var slot = SlotOf(period.Start); slot <= SlotOf(period.End); slot++)
            if (OwnFault(slot) is { } fault && fault.When.Start < period.End && fault.When.End > period.Start) faults.Add(fault);
        return faults;
    }

    /// <summary>What its sensors show, a row for each interval that begins in a period, with the time at which it begins; units are those made in it, power is that half-way, faults count by their share of it.</summary>
    /// <param name="period">UTC.</param>
    /// <param name="interval">From row to row; rows stand at its multiples. Above zero.</param>
    /// <param name="injected">Faults beside those that it has by itself.</param>
    public MachineLog Log(Period period, TimeSpan interval, IReadOnlyList<MachineFault> injected)
    {
        ArgumentNullException.ThrowIfNull(injected);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(interval, TimeSpan.Zero);
        var first = (period.Start.Ticks + interval.Ticks - 1) / interval.Ticks;
        var times = new List<DateTime>();
        for (var place = first; place * interval.Ticks < period.End.Ticks; place++)
            if (!_losses.Happens(place, LostShare)) times.Add(new(place * interval.Ticks, DateTimeKind.Utc));
        var columns = MachineColumns.Missing(times.Count);
        MachineFault[] faults = [.. OwnFaults(period with { End = period.End + interval }), .. injected];
        for (var row = 0; row < times.Count; row++) Read(times[row], interval, faults, columns, row);
        return new(Name, [.. times], columns);
    }

    void Read(DateTime start, TimeSpan interval, MachineFault[] faults, MachineColumns columns, int row)
    {
        var (time, place) = (start + (interval / 2), 8 * (start.Ticks / TimeSpan.TicksPerSecond));
        var duty = _plan.At(time);
        var effect = FaultEffect.Of(faults, start, interval);
        var state = _design.Work(RatedPowerKw, duty, effect);
        var burst = duty.Mode == OperatingMode.Running ? effect.Spike * RatedPowerKw * _sensors.Between(place, 0.6, 1.4) : 0;
        columns.PowerKw[row] = Math.Round(Math.Max(0, (state.PowerKw + burst) * (1 + (0.01 * _sensors.Normal(place + 1)))), 3);
        columns.OutdoorTempC[row] = Math.Round(duty.OutdoorC + (0.15 * _sensors.Normal(place + 2)), 1);
        columns.MachineTempC[row] = Math.Round(MachineDesign.Indoors(duty.OutdoorC) + (_design.FullHeatK * Warmth(time, state)) + (state.HeatShare > 0 ? effect.HeatK : 0) + (0.3 * _sensors.Normal(place + 3)), 1);
        columns.PressureBar[row] = Math.Round(state.PressureBar * (1 + (0.004 * _sensors.Normal(place + 4))), 2);
        columns.Mode[row] = duty.Mode;
        if (double.IsNaN(state.UnitsPerHour)) return;
        columns.ThroughputUnitsPerHour[row] = Math.Round(state.UnitsPerHour, 1);
        // What is left over after whole units is a unit more now and then.
        columns.ProductionCount[row] = Math.Floor((state.UnitsPerHour * interval.TotalHours) + _sensors.Unit(place + 5));
        columns.GoodCount[row] = Math.Floor((columns.ProductionCount[row] * (0.985 + (0.004 * _sensors.Normal(place + 6)))) + 0.5);
    }

    /// <summary>Of the heat of full load, with the heat of the hours before in it.</summary>
    double Warmth(DateTime time, MachineState now) => (0.5 * now.HeatShare) + (0.3 * HeatAt(time.AddHours(-1))) + (0.2 * HeatAt(time.AddHours(-2)));

    double HeatAt(DateTime time) => _design.Work(RatedPowerKw, _plan.At(time), default).HeatShare;

    MachineFault? OwnFault(long slot)
    {
        if (!_faults.Happens(4 * slot, Key.FaultsPct / 100.0)) return null;
        var kind = PossibleFaults[(int)(PossibleFaults.Count * _faults.Unit((4 * slot) + 1))];
        var hours = Math.Floor(kind == MachineFaultKind.PowerSpike ? _faults.Between((4 * slot) + 2, 2, 8) : _faults.Between((4 * slot) + 2, 12, 144));
        var start = DateTime.UnixEpoch.AddDays(slot * FaultDays).AddHours(Math.Floor(_faults.Between((4 * slot) + 3, 0, (FaultDays * 24) - hours)));
        // The number of the slot below zero is a place of its own.
        return new() { Kind = kind, When = new(start, start.AddHours(hours)), Severity = Math.Round(_faults.Between(-1 - slot, MachineFault.LeastSeverity, MachineFault.MostSeverity), 1) };
    }

    static long SlotOf(DateTime time) => (time - DateTime.UnixEpoch).Days / FaultDays;
}
