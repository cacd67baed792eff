using Plumbline.Plant;

namespace Plumbline.Energy.Rollups;

/// <summary>
/// Readings to slices: the one place where power becomes energy. A value holds until the next one of its column; where that is more than two intervals away, or there is
/// none, it holds for one interval, and what follows is a gap. Gaps are unknown, never 0.
/// </summary>
/// <remarks>Pure: the same readings give the same slices in whatever order they came; late and corrected readings change the slices that <see cref="Affected"/> names, and no others.</remarks>
public static class Rollup
{
    /// <summary>What demand is measured over.</summary>
    public static readonly TimeSpan QuarterHour = TimeSpan.FromMinutes(15);

    /// <summary>What baselines are trained on.</summary>
    public static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>What figures of long periods are added up from.</summary>
    public static readonly TimeSpan Day = TimeSpan.FromDays(1);

    // A single reading left out is bridged, two are a gap.
    const int LongestBridge = 2;

    /// <summary>Cuts a period into slices at the multiples of a step.</summary>
    /// <param name="log">Must hold the readings of the period and of two intervals before and after it; others do no harm.</param>
    /// <param name="period">UTC, half open; the first and the last slice are cut at its ends.</param>
    /// <param name="step">Such as <see cref="QuarterHour"/>; divides a day.</param>
    /// <param name="interval">Usual time from reading to reading of this machine; above zero.</param>
    /// <param name="saysMode">Whether the machine says what it is doing; if not, modes are told from power: <see cref="ModeAt"/>. Null: whether any mode is in the log, which must be the whole log then.</param>
    /// <returns>Every slice of the period, those without readings included.</returns>
    public static IReadOnlyList<EnergySlice> Cut(MachineLog log, Period period, TimeSpan step, TimeSpan interval, bool? saysMode = null)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(interval, TimeSpan.Zero);
        if (step <= TimeSpan.Zero || TimeSpan.TicksPerDay % step.Ticks != 0) throw new ArgumentOutOfRangeException(nameof(step), step, "A step divides a day.");
        var sheet = new SliceSheet(period, step);
        var areModesSaid = saysMode ?? Array.Exists(log.Columns.Mode, mode => mode != OperatingMode.Unknown);
        log = log.Between(period.Start - (LongestBridge * interval), period.End + (LongestBridge * interval));
        var columns = log.Columns;
        foreach (var (row, from, to) in Held(log.Times, interval, row => double.IsFinite(columns.PowerKw[row]) || double.IsFinite(columns.EnergyKwh[row])))
        {
            var power = double.IsFinite(columns.EnergyKwh[row]) ? columns.EnergyKwh[row] / (to - from).TotalHours : columns.PowerKw[row];
            sheet.AddPower(from, to, power, double.IsFinite(columns.PowerKw[row]) ? columns.PowerKw[row] : power);
        }

        AddLevel(SliceColumn.OutdoorTemp, columns.OutdoorTempC);
        AddLevel(SliceColumn.MachineTemp, columns.MachineTempC);
        AddLevel(SliceColumn.Pressure, columns.PressureBar);
        AddLevel(SliceColumn.Throughput, columns.ThroughputUnitsPerHour);
        foreach (var (row, from, to) in Held(log.Times, interval, row => areModesSaid ? columns.Mode[row] != OperatingMode.Unknown : double.IsFinite(columns.PowerKw[row])))
            sheet.AddMode(from, to, areModesSaid ? columns.Mode[row] : ModeAt(columns.PowerKw[row]));
        for (var row = 0; row < log.Count; row++)
            if (double.IsFinite(columns.ProductionCount[row])) sheet.AddUnits(log.Times[row], columns.ProductionCount[row], columns.GoodCount[row]);
        return sheet.Slices();

        void AddLevel(SliceColumn column, double[] values)
        {
            foreach (var (row, from, to) in Held(log.Times, interval, row => double.IsFinite(values[row]))) sheet.Add(column, from, to, values[row]);
        }
    }

    /// <summary>The stretch of whole steps whose slices a reading that comes late, or is corrected, may change.</summary>
    /// <param name="time">Of the reading, UTC.</param>
    /// <param name="step">As of <see cref="Cut"/>.</param>
    /// <param name="interval">As of <see cref="Cut"/>.</param>
    public static Period Affected(DateTime time, TimeSpan step, TimeSpan interval)
    {
        var first = time - (LongestBridge * interval);
        var last = time + (LongestBridge * interval);
        return new(Floor(first, step), Floor(last.AddTicks(step.Ticks - 1), step));
    }

    /// <summary>What a machine is doing that does not say so: over 5 kW it runs, over 0.5 kW it is idle, else it is off.</summary>
    public static OperatingMode ModeAt(double powerKw) => powerKw > 5 ? OperatingMode.Running : powerKw > 0.5 ? OperatingMode.Idle : OperatingMode.Offline;

    /// <summary>The multiple of a step at or before an instant.</summary>
    internal static DateTime Floor(DateTime time, TimeSpan step) => time.AddTicks(-(time.Ticks % step.Ticks));

    static IEnumerable<(int Row, DateTime From, DateTime To)> Held(ReadOnlySpan<DateTime> times, TimeSpan interval, Func<int, bool> isKnown)
    {
        var held = new List<(int, DateTime, DateTime)>();
        var before = -1;
        for (var row = 0; row < times.Length; row++)
        {
            if (!isKnown(row)) continue;
            if (before >= 0) held.Add((before, times[before], times[row] - times[before] <= LongestBridge * interval ? times[row] : times[before] + interval));
            before = row;
        }

        if (before >= 0) held.Add((before, times[before], times[before] + interval));
        return held;
    }
}
