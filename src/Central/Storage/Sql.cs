using System.Data.Common;

namespace Plumbline.Central.Storage;

/// <summary>Statements with named values, in the words that both databases understand.</summary>
static class Sql
{
    public static DbCommand Command(this DbConnection connection, string text, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        var command = connection.CreateCommand();
        command.CommandText = text;
        foreach (var (name, value) in values)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }
        return command;
    }

    public static async Task<int> RunAsync(this DbConnection connection, string text, params (string Name, object? Value)[] values)
    {
        await using var command = connection.Command(text, values);
        return await command.ExecuteNonQueryAsync();
    }

    /// <summary>The first column of the first row; null where there is no row.</summary>
    public static async Task<object?> OneAsync(this DbConnection connection, string text, params (string Name, object? Value)[] values)
    {
        await using var command = connection.Command(text, values);
        var value = await command.ExecuteScalarAsync();
        return value is DBNull ? null : value;
    }

    public static async Task<List<T>> ListAsync<T>(this DbConnection connection, Func<DbDataReader, T> read, string text, params (string Name, object? Value)[] values)
    {
        await using var command = connection.Command(text, values);
        await using var rows = await command.ExecuteReaderAsync();
        var found = new List<T>();
        while (await rows.ReadAsync()) found.Add(read(rows));
        return found;
    }

    public static string? Text(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static long? Whole(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);
}
