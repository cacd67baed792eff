using Microsoft.Data.Sqlite;
using Plumbline.Plant;
using SQLitePCL;

namespace Plumbline.Central.Storage;

/// <summary>Readings into SQLite: one statement, run for each row by SQLite's own calls, which takes half the time of commands with parameters.</summary>
static class SqliteReadings
{
    static readonly string PutReading =
        $"insert into machine_readings (machine, energy_type, time, {ReadingColumns.All}) values (?1, ?2, ?3, {string.Join(", ", Enumerable.Range(4, ReadingColumns.Names.Length + 1).Select(i => $"?{i}"))}) {ReadingColumns.Merge}";

    const string PutPlain = "insert into plain_readings (series, time, value) values (?1, ?2, ?3) on conflict (series, time) do update set value = excluded.value";

    public static void Put(SqliteConnection connection, IReadOnlyList<MachineReadings> readings)
    {
        using var statement = Prepare(connection, PutReading);
        foreach (var one in readings)
        {
            raw.sqlite3_bind_int64(statement, 1, one.Machine.Number);
            raw.sqlite3_bind_int64(statement, 2, (int)one.Energy);
            var times = one.Log.Times;
            var (columns, modes) = (ReadingColumns.Of(one.Log.Columns), one.Log.Columns.Mode);
            for (var row = 0; row < times.Length; row++)
            {
                raw.sqlite3_bind_int64(statement, 3, Microseconds(times[row]));
                for (var i = 0; i < columns.Length; i++)
                {
                    // A NaN would be null, too; but not before it has been looked at as a number.
                    if (double.IsNaN(columns[i][row])) raw.sqlite3_bind_null(statement, i + 4);
                    else raw.sqlite3_bind_double(statement, i + 4, columns[i][row]);
                }

                if (modes[row] == OperatingMode.Unknown) raw.sqlite3_bind_null(statement, columns.Length + 4);
                else raw.sqlite3_bind_int64(statement, columns.Length + 4, (int)modes[row]);
                Run(connection, statement);
            }
        }
    }

    public static void Put(SqliteConnection connection, IReadOnlyList<(int Series, PlainReadings Readings)> readings)
    {
        using var statement = Prepare(connection, PutPlain);
        foreach (var (series, one) in readings)
        {
            raw.sqlite3_bind_int64(statement, 1, series);
            for (var row = 0; row < one.Times.Length; row++)
            {
                raw.sqlite3_bind_int64(statement, 2, Microseconds(one.Times[row]));
                raw.sqlite3_bind_double(statement, 3, one.Values[row]);
                Run(connection, statement);
            }
        }
    }

    static sqlite3_stmt Prepare(SqliteConnection connection, string text)
    {
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(connection.Handle, text, out var statement), connection.Handle);
        return statement;
    }

    static void Run(SqliteConnection connection, sqlite3_stmt statement)
    {
        var code = raw.sqlite3_step(statement);
        if (code != raw.SQLITE_DONE) SqliteException.ThrowExceptionForRC(code, connection.Handle);
        raw.sqlite3_reset(statement);
    }

    static long Microseconds(DateTime utc) => (utc - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
