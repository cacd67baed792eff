using System.Data.Common;
using Plumbline.Central.EnergyAnalytics;
using Plumbline.Plant;

namespace Plumbline.Central.Storage;

/// <summary>What people have said that machines are doing, in either database.</summary>
static class StatusTable
{
    /// <summary>Those of a machine that touch a period, in order of time.</summary>
    public static Task<List<ToldStatus>> ReadAsync(DbConnection connection, Database database, KeptMachine machine, Period period) => connection.ListAsync(
        row => new ToldStatus(database.ToTime(row, 0), row.IsDBNull(1) ? null : database.ToTime(row, 1), (OperatingMode)row.GetInt16(2), row.GetString(3)),
        "select start, until, mode, notes from machine_statuses where machine = @machine and start < @end and (until is null or until > @start) order by start",
        ("machine", machine.Number), ("start", database.ToColumn(period.Start)), ("end", database.ToColumn(period.End)));

    public static async Task<int> AddAsync(DbConnection connection, Database database, KeptMachine machine, ToldStatus status)
    {
        var (number, start) = (("machine", (object?)machine.Number), ("start", (object?)database.ToColumn(status.Start)));
        await connection.RunAsync("update machine_statuses set until = @start where machine = @machine and start < @start and (until is null or until > @start)", number, start);
        return await connection.RunAsync(
            """
            insert into machine_statuses (machine, start, until, mode, notes) values (@machine, @start, @until, @mode, @notes)
            on conflict (machine, start) do update set until = excluded.until, mode = excluded.mode, notes = excluded.notes
            """,
            number, start, ("until", status.Until is { } until ? database.ToColumn(until) : null), ("mode", (short)status.Mode), ("notes", status.Notes));
    }
}
