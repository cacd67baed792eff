using Plumbline.Central.Storage;
using Plumbline.Plant;

namespace Plumbline.Central.EnergyAnalytics.Timeseries;

/// <summary>The last that a machine has sent.</summary>
/// <param name="Time">UTC.</param>
/// <param name="PowerKw">NaN where it was not sent.</param>
/// <param name="EnergyKwh">Of a meter; else what the power makes of one interval.</param>
/// <param name="Status">What it said that it was doing, or what somebody has told; else told from power.</param>
sealed record LatestReading(DateTime Time, double PowerKw, double EnergyKwh, string Status)
{
    /// <returns>Null where there is no reading.</returns>
    public static LatestReading? Of(KeptMachine machine, (MachineLog Last, ToldStatus? Told) latest)
    {
        if (latest.Last.Count == 0) return null;
        var columns = latest.Last.Columns;
        var (power, energy) = (columns.PowerKw[0], columns.EnergyKwh[0]);
        var interval = machine.Machine.Interval.TotalHours;
        if (double.IsNaN(power)) power = energy / interval;
        var mode = latest.Told?.Mode ?? columns.Mode[0];
        return new(latest.Last.Times[0], power, double.IsNaN(energy) ? power * interval : energy, MachineStatus.Of(mode, power));
    }
}

/// <summary>What a machine is doing, in the words of status histories.</summary>
static class MachineStatus
{
    public const string Running = "running";
    public const string Idle = "idle";
    public const string Stopped = "stopped";

    // Whatever the size of the machine: clients count on it.
    const double RunningAboveKw = 5;
    const double IdleAboveKw = 0.5;

    /// <summary>By power alone.</summary>
    public static string Of(double powerKw) => powerKw > RunningAboveKw ? Running : powerKw > IdleAboveKw ? Idle : Stopped;

    /// <summary>By what it said, or by power where it said nothing.</summary>
    public static string Of(OperatingMode mode, double powerKw) => mode switch
    {
        OperatingMode.Unknown => double.IsNaN(powerKw) ? "unknown" : Of(powerKw),
        OperatingMode.Offline => Stopped,
        _ => mode.Snake(),
    };
}
