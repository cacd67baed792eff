using System.Data.Common;
using Plumbline.Central.AnomalyReports;

namespace Plumbline.Central.Storage;

/// <summary>How many anomalies match, without looking at each of them: whole days and whole blocks of 32 days are counted as they come in.</summary>
/// <remarks>A period is cut into blocks, the days before and after them, and what is left of a day at either end; only the last is counted in the table itself.</remarks>
static class AnomalyCounts
{
    const int BlockDays = 32;
    static readonly DateTime Epoch = DateTime.UnixEpoch;

    /// <summary>Adds to the counts of a day and of its block. Part of the statement that changes the anomaly, so that both are written or neither.</summary>
    public const string Add = """
        insert into anomaly_counts (days, block, site_id, pump_id, status, state, n)
        values (1, @day, @countSite, @countPump, @countStatus, @countState, @n), (32, @block, @countSite, @countPump, @countStatus, @countState, @n)
        on conflict (days, site_id, pump_id, block, status, state) do update set n = anomaly_counts.n + excluded.n;
        """;

    public static (string, object?)[] Values(AnomalyReport report, AnomalyState state, int n)
    {
        var day = (int)(report.Timestamp - Epoch).TotalDays;
        return
        [
            ("day", day), ("block", day / BlockDays), ("countSite", report.SiteId ?? -1), ("countPump", report.PumpId ?? -1),
            ("countStatus", report.Status?.ToString() ?? ""), ("countState", state.ToString().ToLowerInvariant()), ("n", n),
        ];
    }

    public static async Task<long> TotalAsync(DbConnection connection, Database database, AnomalyFilter filter)
    {
        var conditions = new AnomalyConditions(filter, database);
        var (text, values) = conditions.IsCounted ? Sum(conditions, database, filter) : ($"select count(*) from edge_anomalies where {conditions.OfAnomalies}", []);
        return Convert.ToInt64(await connection.OneAsync(text, [.. conditions.Values, .. values]));
    }

    static (string Text, (string, object?)[] Values) Sum(AnomalyConditions conditions, Database database, AnomalyFilter filter)
    {
        var where = conditions.WithoutPeriod;
        if (filter.Start is null && filter.End is null) return ($"select coalesce(sum(n), 0) from anomaly_counts where days = 32 and {where}", []);

        // Days from which on, and up to which (not included), whole days count.
        var firstDay = filter.Start is { } start ? WholeDaysUpTo(start.AddTicks(TimeSpan.TicksPerDay - 1)) : 0;
        var endDay = filter.End is { } end ? WholeDaysUpTo(end.AddMicroseconds(1)) : WholeDaysUpTo(DateTime.MaxValue);
        if (firstDay >= endDay) return ($"select count(*) from edge_anomalies where {conditions.OfAnomalies}", []);

        var firstBlock = (firstDay + BlockDays - 1) / BlockDays;
        var endBlock = Math.Max(endDay / BlockDays, firstBlock);
        var daysBefore = Math.Min(firstBlock * BlockDays, endDay);
        var daysAfter = Math.Max(endBlock * BlockDays, daysBefore);
        var parts = new List<string>
        {
            $"(select coalesce(sum(n), 0) from anomaly_counts where days = 32 and block >= {firstBlock} and block < {endBlock} and {where})",
            $"(select coalesce(sum(n), 0) from anomaly_counts where days = 1 and block >= {firstDay} and block < {daysBefore} and {where})",
            $"(select coalesce(sum(n), 0) from anomaly_counts where days = 1 and block >= {daysAfter} and block < {endDay} and {where})",
        };
        var values = new List<(string, object?)>();
        if (filter.Start is not null)
        {
            parts.Add($"(select count(*) from edge_anomalies where timestamp >= @from and timestamp < @head and {where})");
            values.Add(("head", database.ToColumn(Epoch.AddDays(firstDay))));
        }
        if (filter.End is not null)
        {
            parts.Add($"(select count(*) from edge_anomalies where timestamp >= @tail and timestamp <= @until and {where})");
            values.Add(("tail", database.ToColumn(Epoch.AddDays(endDay))));
        }
        return ("select " + string.Join(" + ", parts), [.. values]);
    }

    static int WholeDaysUpTo(DateTime moment) => (int)Math.Max(0, (moment - Epoch).Ticks / TimeSpan.TicksPerDay);
}
