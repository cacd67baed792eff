using System.Data.Common;
using System.Text;
using Plumbline.Energy.Rollups;
using Plumbline.Plant;

namespace Plumbline.Central.Storage;

/// <summary>Whole hours of a machine whose rollup is not what its readings say.</summary>
sealed record StaleStretch(int Machine, EnergyType Energy, Period Hours);

/// <summary>
/// Which hours have to be computed anew. A mark is written in the transaction of the readings that ask for it, and removed in the one that puts the hours right: in between, whoever
/// reads computes those hours from the readings.
/// </summary>
static class StaleHours
{
    // Readings that are farther apart than this are marked apart.
    static readonly TimeSpan LongestGap = TimeSpan.FromHours(6);

    /// <summary>The stretches that readings change.</summary>
    public static IEnumerable<StaleStretch> Of(IEnumerable<MachineReadings> readings)
    {
        var ends = new Dictionary<(int, EnergyType, DateTime), DateTime>();
        foreach (var one in readings)
        {
            foreach (var (first, last) in Runs(one.Log.Times))
            {
                var interval = one.Machine.Machine.Interval;
                var (start, end) = (Rollup.Affected(first, Rollup.Hour, interval).Start, Rollup.Affected(last, Rollup.Hour, interval).End);
                var key = (one.Machine.Number, one.Energy, start);
                ends[key] = ends.TryGetValue(key, out var other) && other > end ? other : end;
            }
        }

        return ends.Select(end => new StaleStretch(end.Key.Item1, end.Key.Item2, new(end.Key.Item3, end.Value)));
    }

    public static async Task MarkAsync(DbConnection connection, Database database, IReadOnlyList<StaleStretch> stretches)
    {
        if (stretches.Count == 0) return;
        var text = new StringBuilder("insert into machine_hours_stale (machine, energy_type, start, until) values ")
            .AppendJoin(", ", stretches.Select((_, i) => $"(@m{i}, @e{i}, @s{i}, @u{i})"))
            .Append(" on conflict (machine, energy_type, start) do update set until = case when excluded.until > machine_hours_stale.until then excluded.until else machine_hours_stale.until end");
        await connection.RunAsync(text.ToString(), [.. stretches.SelectMany((stretch, i) => new (string, object?)[]
        {
            ($"m{i}", stretch.Machine), ($"e{i}", (short)stretch.Energy), ($"s{i}", database.ToColumn(stretch.Hours.Start)), ($"u{i}", database.ToColumn(stretch.Hours.End)),
        })]);
    }

    /// <summary>All hours that a machine's readings have a part in.</summary>
    /// <param name="interval">The longest that its readings have been held for.</param>
    public static async Task MarkAllAsync(DbConnection connection, Database database, int machine, TimeSpan interval)
    {
        var heads = await ReadingHeads.ReadAsync(connection, database, [machine]);
        await MarkAsync(connection, database, [.. heads.Select(head => new StaleStretch(
            machine, head.Key.Energy, new(Rollup.Affected(head.Value.First, Rollup.Hour, interval).Start, Rollup.Affected(head.Value.Last, Rollup.Hour, interval).End)))]);
    }

    /// <summary>Those of a machine that touch a period.</summary>
    public static Task<List<Period>> ReadAsync(DbConnection connection, Database database, int machine, EnergyType energy, Period period) => connection.ListAsync(
        row => new Period(database.ToTime(row, 0), database.ToTime(row, 1)),
        "select start, until from machine_hours_stale where machine = @machine and energy_type = @energy and start < @end and until > @start order by start",
        ("machine", machine), ("energy", (short)energy), ("start", database.ToColumn(period.Start)), ("end", database.ToColumn(period.End)));

    /// <summary>Some of those of all machines.</summary>
    public static Task<List<StaleStretch>> ReadAsync(DbConnection connection, Database database, int most) => connection.ListAsync(
        row => new StaleStretch(row.GetInt32(0), (EnergyType)row.GetInt16(1), new(database.ToTime(row, 2), database.ToTime(row, 3))),
        $"select machine, energy_type, start, until from machine_hours_stale limit {most}");

    /// <summary>Removes a mark, or the first hours of it.</summary>
    public static async Task ClearAsync(DbConnection connection, Database database, StaleStretch stretch, DateTime until)
    {
        await connection.RunAsync(
            "delete from machine_hours_stale where machine = @machine and energy_type = @energy and start = @start",
            ("machine", stretch.Machine), ("energy", (short)stretch.Energy), ("start", database.ToColumn(stretch.Hours.Start)));
        if (until < stretch.Hours.End) await MarkAsync(connection, database, [stretch with { Hours = new(until, stretch.Hours.End) }]);
    }

    static List<(DateTime First, DateTime Last)> Runs(ReadOnlySpan<DateTime> times)
    {
        var runs = new List<(DateTime, DateTime)>();
        var first = 0;
        for (var row = 1; row <= times.Length; row++)
        {
            if (row < times.Length && times[row] - times[row - 1] <= LongestGap) continue;
            runs.Add((times[first], times[row - 1]));
            first = row;
        }

        return runs;
    }
}
