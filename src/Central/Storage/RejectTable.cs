using System.Data.Common;
using Plumbline.Central.ReadingsIntake;
using Plumbline.Intake;

namespace Plumbline.Central.Storage;

/// <summary>Rows that intake could not take, in either database.</summary>
sealed class RejectTable(Database database) : IRejectStore
{
    const int MostKept = 1_000_000;

    // Longer ones are cut, and cannot be read again.
    const int LongestText = 64 * 1024;
    const string AllSites = "*";

    static readonly string[] Columns = ["received_at", "format", "precision", "code", "place", "what", "row", "sites"];

    public Task AddAsync(IReadOnlyList<RejectedRow> rows, Arrival arrival) => database.WriteAsync(async connection =>
    {
        await database.InsertAsync(connection, "intake_rejects", Columns, rows.Select(row => new object?[]
        {
            database.ToColumn(arrival.At), arrival.Format.ToString(), arrival.Precision, row.Code, row.Where, row.What, row.Text.Length > LongestText ? row.Text[..LongestText] : row.Text,
            arrival.Sites is { } sites ? string.Join(',', sites) : AllSites,
        }));
        await connection.RunAsync($"delete from intake_rejects where id <= (select max(id) from intake_rejects) - {MostKept}");
        return 0;
    });

    public Task<PageOfRejects> ListAsync(string? code, long after, int take, CancellationToken cancel) => database.ReadAsync(async connection =>
    {
        var counts = await connection.ListAsync(row => (Code: row.GetString(0), Count: row.GetInt64(1)), "select code, count(*) from intake_rejects group by code order by code");
        var items = await connection.ListAsync(
            Read, $"select id, {string.Join(", ", Columns)} from intake_rejects where id > @after {(code is null ? "" : "and code = @code")} order by id limit {take}", ("after", after), ("code", code ?? ""));
        return new PageOfRejects(items, counts.Where(count => code is null || count.Code == code).Sum(count => count.Count), counts);
    }, cancel);

    public Task RemoveAsync(IReadOnlyList<long> ids) => database.WriteAsync(connection => ids.Count == 0 ? Task.FromResult(0) : connection.RunAsync($"delete from intake_rejects where id in ({string.Join(", ", ids)})"));

    public Task<long> RemoveAsync(string? code) => database.WriteAsync(async connection => (long)await connection.RunAsync($"delete from intake_rejects {(code is null ? "" : "where code = @code")}", ("code", code ?? "")));

    KeptReject Read(DbDataReader row) => new(
        row.GetInt64(0),
        new(database.ToTime(row, 1), Enum.Parse<RowFormat>(row.GetString(2)), row.GetString(3), row.GetString(8) == AllSites ? null : [.. row.GetString(8).Split(',', StringSplitOptions.RemoveEmptyEntries).Select(long.Parse)]),
        new(row.GetString(4), row.GetString(5), row.GetString(6), row.GetString(7)));
}
