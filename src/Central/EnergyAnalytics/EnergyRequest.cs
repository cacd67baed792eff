using Plumbline.Central.Storage;
using Plumbline.Energy.Kpis;
using Plumbline.Energy.Rollups;
using Plumbline.Plant;

namespace Plumbline.Central.EnergyAnalytics;

/// <summary>Which machine, and when, as the parameters of a request say; what is wrong is answered here.</summary>
static class EnergyRequest
{
    public const string NoReadings = "No data for this machine in this period.";

    static readonly TimeSpan LongestPeriod = TimeSpan.FromDays(3660);

    /// <returns>Null where the request was answered: 404 where the machine is not there for this caller.</returns>
    public static async Task<KeptMachine?> MachineAsync(HttpContext context, IEnergyStore store, Guid id)
    {
        if (await store.MachineAsync(id, context.RequestAborted) is { } machine && context.MaySee(machine.Factory.SiteId)) return machine;
        await Problem.WriteAsync(context, StatusCodes.Status404NotFound, $"there is no machine {id}.");
        return null;
    }

    /// <summary>Start and end; not after each other, not farther apart than ten years.</summary>
    public static Period Period(QueryFields query, FieldErrors errors, string start = "start", string end = "end") => Checked(new(query.Time(start), query.Time(end)), errors, start, end);

    public static Period Checked(Period period, FieldErrors errors, string start, string end)
    {
        if (period.Start == default || period.End == default) return period;
        if (period.End <= period.Start) errors.Add(end, $"must be after {start}.");
        else if (period.Length > LongestPeriod) errors.Add(end, "must be within ten years of the start.");
        return period;
    }

    public static EnergyType Energy(string? name, FieldErrors errors)
    {
        if (name is not null && EnumNames.Find<EnergyType>(name) is null) errors.Add("energy_type", $"must be one of {EnumNames.All<EnergyType>()}.");
        return EnumNames.Find<EnergyType>(name) ?? EnergyType.Electricity;
    }

    public static Task RefuseAsync(HttpContext context, FieldErrors errors) => Problem.WriteAsync(context, StatusCodes.Status422UnprocessableEntity, errors.Detail, errors);

    /// <summary>The hours that begin in a period.</summary>
    public static Period HoursOf(Period period) => new(Up(period.Start), Up(period.End));

    static DateTime Up(DateTime time) => time.AddTicks((TimeSpan.TicksPerHour - (time.Ticks % TimeSpan.TicksPerHour)) % TimeSpan.TicksPerHour);

    /// <summary>Every hour of a period, those without readings too.</summary>
    public static IReadOnlyList<EnergySlice> Filled(IReadOnlyList<EnergySlice> hours, Period period)
    {
        var filled = Rollup.Cut(new("none", [], MachineColumns.Missing(0)), period, Rollup.Hour, Rollup.Hour, saysMode: true).ToArray();
        foreach (var hour in hours) filled[(int)((hour.Start - period.Start).Ticks / TimeSpan.TicksPerHour)] = hour;
        return filled;
    }
}
