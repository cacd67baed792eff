using Plumbline.Energy.Rollups;
using Plumbline.Plant;

namespace Plumbline.Energy.Baselines;

/// <summary>Hourly slices to the rows that a baseline learns from.</summary>
public static class HourlyRows
{
    // Of an hour known for less, the rest may have been anything.
    const double SmallestCoverage = 0.9;

    /// <param name="slices">Whole hours in a row, as <see cref="Rollup.Cut"/> makes them with <see cref="Rollup.Hour"/>.</param>
    /// <param name="clock">Of the machine's site.</param>
    /// <param name="stopped">Further periods of maintenance or fault, which somebody has told of; null for none.</param>
    /// <returns>
    /// Energy is the mean power of an hour known for at least 90 %, else NaN. An hour with any time in maintenance or fault, by its modes or by what was told, is excluded. A driver that is known in no hour is not among the rows.
    /// </returns>
    /// <exception cref="ArgumentException">A slice is not a whole hour, or does not begin where the one before ends.</exception>
    public static EnergyHours Of(IReadOnlyList<EnergySlice> slices, SiteClock clock, IReadOnlyList<Period>? stopped = null)
    {
        ArgumentNullException.ThrowIfNull(slices);
        for (var i = 0; i < slices.Count; i++)
            if (slices[i].End - slices[i].Start != Rollup.Hour || (i > 0 && slices[i].Start != slices[i - 1].End)) throw new ArgumentException($"The slice from {slices[i].Start:O} to {slices[i].End:O} is not the hour that comes next.", nameof(slices));
        var columns = new Dictionary<string, double[]>
        {
            [Driver.ProductionCount] = [.. slices.Select(slice => slice.ProductionReadings > 0 ? slice.Units : double.NaN)],
            [Driver.OutdoorTemp] = [.. slices.Select(slice => slice.OutdoorTempC.Mean)],
            [Driver.Pressure] = [.. slices.Select(slice => slice.PressureBar.Mean)],
            [Driver.Throughput] = [.. slices.Select(slice => slice.Throughput.Mean)],
            [Driver.MachineTemp] = [.. slices.Select(slice => slice.MachineTempC.Mean)],
        };
        return new(
            slices.Count > 0 ? slices[0].Start : DateTime.UnixEpoch,
            [.. slices.Select(slice => slice.Coverage >= SmallestCoverage ? slice.Power.Mean : double.NaN)],
            columns.Where(column => Array.Exists(column.Value, double.IsFinite)).ToDictionary(),
            [.. slices.Select(slice => slice.Modes.MaintenanceS + slice.Modes.FaultS > 0 || stopped?.Any(period => period.Start < slice.End && period.End > slice.Start) == true)],
            clock);
    }
}
