using System.Data.Common;
using System.Text;
using Plumbline.Plant;

namespace Plumbline.Central.Storage;

/// <summary>What there is of a machine's readings of one energy type.</summary>
/// <param name="First">Time of the first reading.</param>
/// <param name="Last">Time of the last.</param>
/// <param name="SaysMode">Whether any of them said what the machine was doing.</param>
sealed record ReadingHead(DateTime First, DateTime Last, bool SaysMode);

/// <summary>From when to when there are readings, kept so that nobody has to look for it among them.</summary>
static class ReadingHeads
{
    const string Columns = "machine, energy_type, first_time, last_time, says_mode";

    public static async Task<Dictionary<(int Machine, EnergyType Energy), ReadingHead>> ReadAsync(DbConnection connection, Database database, IEnumerable<int> machines)
    {
        var rows = await connection.ListAsync(
            row => (Key: (row.GetInt32(0), (EnergyType)row.GetInt16(1)), Head: new ReadingHead(database.ToTime(row, 2), database.ToTime(row, 3), row.GetBoolean(4))),
            $"select {Columns} from machine_reading_heads where machine in ({string.Join(", ", machines.Distinct().Order())})");
        return rows.ToDictionary(row => row.Key, row => row.Head);
    }

    public static Task WriteAsync(DbConnection connection, Database database, IReadOnlyList<MachineReadings> readings)
    {
        var (rows, values) = (new List<string>(), new List<(string, object?)>());
        foreach (var group in readings.GroupBy(one => (one.Machine.Number, one.Energy)))
        {
            var i = rows.Count;
            rows.Add($"(@m{i}, @e{i}, @f{i}, @l{i}, @s{i})");
            values.Add(($"m{i}", group.Key.Number));
            values.Add(($"e{i}", (short)group.Key.Energy));
            values.Add(($"f{i}", database.ToColumn(group.Min(one => one.Log.Times[0]))));
            values.Add(($"l{i}", database.ToColumn(group.Max(one => one.Log.Times[^1]))));
            values.Add(($"s{i}", group.Any(one => Array.Exists(one.Log.Columns.Mode, mode => mode != OperatingMode.Unknown))));
        }

        var text = new StringBuilder($"insert into machine_reading_heads ({Columns}) values ").AppendJoin(", ", rows).Append(
            """
             on conflict (machine, energy_type) do update set
                first_time = case when excluded.first_time < machine_reading_heads.first_time then excluded.first_time else machine_reading_heads.first_time end,
                last_time = case when excluded.last_time > machine_reading_heads.last_time then excluded.last_time else machine_reading_heads.last_time end,
                says_mode = (excluded.says_mode or machine_reading_heads.says_mode)
            """);
        return connection.RunAsync(text.ToString(), [.. values]);
    }
}
