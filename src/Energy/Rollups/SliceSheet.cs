using Plumbline.Plant;

namespace Plumbline.Energy.Rollups;

/// <summary>Columns that are averaged over time.</summary>
enum SliceColumn
{
    Power,
    OutdoorTemp,
    MachineTemp,
    Pressure,
    Throughput,
}

/// <summary>Slices while they are filled.</summary>
sealed class SliceSheet
{
    static readonly int Columns = Enum.GetValues<SliceColumn>().Length;
    static readonly int ModeCount = Enum.GetValues<OperatingMode>().Length;

    readonly Period _period;
    readonly TimeSpan _step;
    readonly DateTime _first; // a multiple of the step
    readonly int _count;
    readonly Level[] _levels; // by slice, then column
    readonly double[] _modes; // seconds by slice, then mode
    readonly double[] _max;
    readonly (double Units, double Good, int Readings)[] _production;

    public SliceSheet(Period period, TimeSpan step)
    {
        if (period.End < period.Start) throw new ArgumentException($"The period ends at {period.End:O}, before it starts at {period.Start:O}.", nameof(period));
        (_period, _step, _first) = (period, step, Rollup.Floor(period.Start, step));
        _count = period.End == period.Start ? 0 : checked((int)(((period.End - _first).Ticks + step.Ticks - 1) / step.Ticks));
        _levels = new Level[_count * Columns];
        _modes = new double[_count * ModeCount];
        _max = new double[_count];
        Array.Fill(_max, double.NaN);
        _production = new (double, double, int)[_count];
    }

    public void AddPower(DateTime from, DateTime to, double meanKw, double readKw) => Spread(from, to, (slice, seconds) =>
    {
        AddTo(slice, SliceColumn.Power, meanKw, seconds);
        if (!(_max[slice] >= readKw)) _max[slice] = readKw;
    });

    public void Add(SliceColumn column, DateTime from, DateTime to, double value) => Spread(from, to, (slice, seconds) => AddTo(slice, column, value, seconds));

    public void AddMode(DateTime from, DateTime to, OperatingMode mode) => Spread(from, to, (slice, seconds) => _modes[(slice * ModeCount) + (int)mode] += seconds);

    public void AddUnits(DateTime at, double units, double good)
    {
        if (at < _period.Start || at >= _period.End) return;
        var slice = IndexOf(at);
        var before = _production[slice];
        _production[slice] = (before.Units + units, before.Good + (double.IsFinite(good) ? good : 0), before.Readings + 1);
    }

    public IReadOnlyList<EnergySlice> Slices()
    {
        var slices = new EnergySlice[_count];
        for (var i = 0; i < slices.Length; i++)
        {
            var modes = _modes.AsSpan(i * ModeCount, ModeCount);
            slices[i] = new()
            {
                Start = i == 0 ? _period.Start : _first + (i * _step),
                End = i == _count - 1 ? _period.End : _first + ((i + 1) * _step),
                Power = Of(i, SliceColumn.Power),
                MaxKw = _max[i],
                Units = _production[i].Units,
                GoodUnits = _production[i].Good,
                ProductionReadings = _production[i].Readings,
                Modes = new(modes[(int)OperatingMode.Idle], modes[(int)OperatingMode.Running], modes[(int)OperatingMode.Maintenance], modes[(int)OperatingMode.Fault], modes[(int)OperatingMode.Offline]),
                OutdoorTempC = Of(i, SliceColumn.OutdoorTemp),
                MachineTempC = Of(i, SliceColumn.MachineTemp),
                PressureBar = Of(i, SliceColumn.Pressure),
                Throughput = Of(i, SliceColumn.Throughput),
            };
        }

        return slices;
    }

    Level Of(int slice, SliceColumn column) => _levels[(slice * Columns) + (int)column];

    void AddTo(int slice, SliceColumn column, double value, double seconds)
    {
        ref var level = ref _levels[(slice * Columns) + (int)column];
        level = level.Plus(new(value * seconds, seconds));
    }

    void Spread(DateTime from, DateTime to, Action<int, double> add)
    {
        if (from < _period.Start) from = _period.Start;
        if (to > _period.End) to = _period.End;
        while (from < to)
        {
            var slice = IndexOf(from);
            var end = _first + ((slice + 1) * _step);
            if (end > to) end = to;
            add(slice, (end - from).TotalSeconds);
            from = end;
        }
    }

    int IndexOf(DateTime time) => (int)((time - _first).Ticks / _step.Ticks);
}
