using System.Data.Common;
using Plumbline.Central.EnergyAnalytics.Anomalies;
using Plumbline.Plant;

namespace Plumbline.Central.Storage;

/// <summary>Which hours have still to be looked for anomalies in. A mark is written in the transaction that puts the rows of its hours right, late readings included, so that none is forgotten.</summary>
static class UnexaminedHours
{
    public static Task AddAsync(DbConnection connection, Database database, StaleStretch stretch) => connection.RunAsync(
        """
        insert into machine_hours_unexamined (machine, energy_type, start, until, revision) values (@machine, @energy, @start, @until, 1)
        on conflict (machine, energy_type, start) do update set revision = machine_hours_unexamined.revision + 1,
            until = case when excluded.until > machine_hours_unexamined.until then excluded.until else machine_hours_unexamined.until end
        """,
        ("machine", stretch.Machine), ("energy", (short)stretch.Energy), ("start", database.ToColumn(stretch.Hours.Start)), ("until", database.ToColumn(stretch.Hours.End)));

    public static Task<List<UnexaminedStretch>> ReadAsync(DbConnection connection, Database database, IReadOnlyDictionary<int, KeptMachine> machines, int most) => connection.ListAsync(
        row => new UnexaminedStretch(machines[row.GetInt32(0)], (EnergyType)row.GetInt16(1), new(database.ToTime(row, 2), database.ToTime(row, 3)), row.GetInt32(4)),
        $"select machine, energy_type, start, until, revision from machine_hours_unexamined order by start limit {most}");

    /// <summary>Removes a mark, or the first hours of it. One that has changed since it was read is left as it is.</summary>
    public static async Task RemoveAsync(DbConnection connection, Database database, UnexaminedStretch stretch, DateTime until)
    {
        var removed = await connection.RunAsync(
            "delete from machine_hours_unexamined where machine = @machine and energy_type = @energy and start = @start and revision = @revision",
            ("machine", stretch.Machine.Number), ("energy", (short)stretch.Energy), ("start", database.ToColumn(stretch.Hours.Start)), ("revision", stretch.Revision));
        if (removed > 0 && until < stretch.Hours.End) await AddAsync(connection, database, new(stretch.Machine.Number, stretch.Energy, stretch.Hours with { Start = until }));
    }
}
