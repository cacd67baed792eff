using System.Runtime.InteropServices;
using Plumbline.Plant;

namespace Plumbline.Simulation.Machines;

/// <summary>When a machine has something to do.</summary>
enum WorkPattern
{
    /// <summary>Monday to Friday 06:00 to 22:00, some Saturdays; not between Christmas and New Year.</summary>
    TwoShift,

    /// <summary>Always, less at night and at weekends.</summary>
    Continuous,

    /// <summary>As long as people are in.</summary>
    Occupancy,

    /// <summary>As consumers open their taps.</summary>
    Water,
}

/// <summary>What a machine is doing, and how much it has to do.</summary>
/// <param name="Mode">What it says that it does.</param>
/// <param name="Load">Share of what it can do, 0 to 1.</param>
/// <param name="OutdoorC">°C.</param>
[StructLayout(LayoutKind.Auto)]
readonly record struct Duty(OperatingMode Mode, double Load, double OutdoorC);

/// <summary>The duties of one machine: shifts, orders, waiting, servicing and breakdowns. A function of time alone.</summary>
sealed class WorkPlan
{
    const double OvertimeShare = 0.4;
    const double WaitingShare = 0.03;
    const double BreakdownShare = 0.5;
    const int ServiceDays = 28;
    const int BreakdownDays = 56;

    // A Monday: weeks are counted from it.
    static readonly DateTime FirstMonday = new(1970, 1, 5, 0, 0, 0, DateTimeKind.Utc);

    readonly WorkPattern _pattern;
    readonly PlantWeather _weather;
    readonly NoiseField _orders;
    readonly NoiseField _overtime;
    readonly NoiseField _load;
    readonly NoiseField _waiting;
    readonly NoiseField _service;
    readonly NoiseField _breakdown;

    public WorkPlan(WorkPattern pattern, int seed, int number)
    {
        (_pattern, _weather) = (pattern, new(seed));
        // Orders and overtime are those of the whole plant.
        (_orders, _overtime) = (new(seed, -1, NoisePurpose.Orders), new(seed, -1, NoisePurpose.Overtime));
        (_load, _waiting) = (new(seed, number, NoisePurpose.Load), new(seed, number, NoisePurpose.Waiting));
        (_service, _breakdown) = (new(seed, number, NoisePurpose.Service), new(seed, number, NoisePurpose.Breakdown));
    }

    /// <param name="time">UTC, from 1970-02-01 on.</param>
    public Duty At(DateTime time)
    {
        var outdoor = _weather.OutdoorC(time);
        if (IsServiced(time)) return new(OperatingMode.Maintenance, 0, outdoor);
        if (IsBroken(time)) return new(OperatingMode.Fault, 0, outdoor);
        var wanted = Wanted(time);
        if (wanted <= 0) return new(IsWorkday(time) ? OperatingMode.Idle : OperatingMode.Offline, 0, outdoor);
        var quarters = (time - FirstMonday).TotalHours * 4;
        if (_pattern == WorkPattern.TwoShift && _waiting.Happens((long)quarters, WaitingShare)) return new(OperatingMode.Idle, 0, outdoor);
        var load = wanted * (1 + (0.08 * _load.Smooth(quarters / 6)) + (0.04 * _load.Smooth(-1_000_000 - quarters)));
        return new(OperatingMode.Running, Math.Clamp(load, 0.05, 1), outdoor);
    }

    /// <summary>Share of full work that is planned, 0 where nobody works.</summary>
    double Wanted(DateTime time)
    {
        var days = (time - FirstMonday).TotalDays;
        var orders = Math.Clamp(0.76 + (0.09 * _orders.Smooth(days / 9)) + (0.05 * _orders.Smooth(-1_000_000 - days)), 0.45, 0.95);
        var hour = time.TimeOfDay.TotalHours;
        var isWeekend = time.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
        return _pattern switch
        {
            WorkPattern.TwoShift => IsWorkday(time) && hour >= 6 && hour < LastHour(time) ? orders * (hour is (>= 9.5 and < 9.75) or (>= 18 and < 18.5) ? 0.4 : 1) : 0,
            WorkPattern.Continuous => orders * (isWeekend ? 0.65 : hour is >= 6 and < 22 ? 1.05 : 0.8),
            WorkPattern.Occupancy => IsWorkday(time) && hour is >= 5.5 and < 20 ? 0.9 : 0.25,
            _ => 0.55 + (0.25 * DemandCycle.OfDay(time)) + (0.08 * DemandCycle.Season(time)) + (isWeekend ? -0.05 : 0.02),
        };
    }

    static double LastHour(DateTime time) => time.DayOfWeek == DayOfWeek.Saturday ? 14 : 22;

    bool IsWorkday(DateTime time) => !IsHoliday(time) && time.DayOfWeek switch
    {
        DayOfWeek.Sunday => false,
        DayOfWeek.Saturday => _overtime.Happens((time - FirstMonday).Days / 7, OvertimeShare),
        _ => true,
    };

    static bool IsHoliday(DateTime time) => time is { Month: 12, Day: >= 24 } or { Month: 1, Day: 1 };

    // On one Saturday of four weeks.
    bool IsServiced(DateTime time)
    {
        var slot = (time - FirstMonday).Days / ServiceDays;
        var start = FirstMonday.AddDays((slot * ServiceDays) + (7 * (long)(4 * _service.Unit(slot))) + 5).AddHours(7);
        return time >= start && (time - start).TotalHours < _service.Between(-1 - slot, 4, 8);
    }

    bool IsBroken(DateTime time)
    {
        var slot = (time - FirstMonday).Days / BreakdownDays;
        if (!_breakdown.Happens(3L * slot, BreakdownShare)) return false;
        var start = FirstMonday.AddDays(slot * BreakdownDays).AddHours(Math.Floor(_breakdown.Between((3L * slot) + 1, 0, (BreakdownDays - 1) * 24)));
        return time >= start && (time - start).TotalHours < _breakdown.Between((3L * slot) + 2, 2, 10);
    }
}
