using System.Data.Common;
using System.Runtime.InteropServices;
using Plumbline.Central.AnomalyReports;

namespace Plumbline.Central.Storage;

/// <summary>How many anomalies match, and where in time the n-th of them lies, without looking at each: whole days and whole blocks of 32 days are counted as they come in.</summary>
/// <remarks>
/// Each is counted four times: for its pump at its site, for the pump's number at all sites, for its site, and for all together, under <see cref="All"/>. So whatever a list is cut by, a few rows
/// are added up, however many sites and pumps report.
/// A period is cut into blocks, the days before and after them, and what is left of a day at either end; only the last is counted in the table itself.
/// </remarks>
static class AnomalyCounts
{
    /// <summary>Stands for the site in counts of all sites, and for the pump in counts of all pumps.</summary>
    public const int All = -2;

    const int BlockDays = 32;

    // Whole blocks, and beyond any time that is taken in.
    const int EndOfTime = 4096 * BlockDays;

    static readonly DateTime Epoch = DateTime.UnixEpoch;

    /// <summary>Adds to the counts of a day and of its block. Part of the statement that changes the anomaly, so that both are written or neither.</summary>
    public const string Add = """
        insert into anomaly_counts (days, block, site_id, pump_id, status, state, n)
        values (1, @day, @countSite, @countPump, @countStatus, @countState, @n), (32, @block, @countSite, @countPump, @countStatus, @countState, @n),
            (1, @day, @countSite, -2, @countStatus, @countState, @n), (32, @block, @countSite, -2, @countStatus, @countState, @n),
            (1, @day, -2, @countPump, @countStatus, @countState, @n), (32, @block, -2, @countPump, @countStatus, @countState, @n),
            (1, @day, -2, -2, @countStatus, @countState, @n), (32, @block, -2, -2, @countStatus, @countState, @n)
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
        var parts = Parts.Of(filter);
        if (!conditions.IsCounted || parts.IsEmpty) return await CountAsync(connection, conditions.OfAnomalies, conditions.Values);
        var (head, tail) = ($"select count(*) from edge_anomalies where timestamp >= @from and timestamp < @head and {conditions.OfAnomaliesAnyTime}", $"select count(*) from edge_anomalies where timestamp >= @tail and timestamp <= @until and {conditions.OfAnomaliesAnyTime}");
        var text = string.Join(" + ", (string[])
        [
            .. parts.Ranges.Select(range => $"(select coalesce(sum(n), 0) from anomaly_counts where {range} and {conditions.OfCounts})"),
            .. filter.Start is null ? (string[])[] : [$"({head})"],
            .. filter.End is null ? (string[])[] : [$"({tail})"],
        ]);
        return Convert.ToInt64(await connection.OneAsync("select " + text, [.. conditions.Values, ("head", database.ToColumn(parts.Start)), ("tail", database.ToColumn(parts.End))]));
    }

    /// <summary>The day in which so many matching anomalies have gone before, in the order of time: a page deep in the list is looked for from there.</summary>
    /// <returns>The beginning of that day, and how many come before it; null where that is not known, or nothing is gained by it.</returns>
    public static async Task<(DateTime Day, long Before)?> DayOfAsync(DbConnection connection, Database database, AnomalyFilter filter, long skip)
    {
        var conditions = new AnomalyConditions(filter, database);
        var parts = Parts.Of(filter);
        if (!conditions.IsCounted || parts.IsEmpty) return null;
        var before = filter.Start is null ? 0 : await CountAsync(
            connection, $"timestamp >= @from and timestamp < @head and {conditions.OfAnomaliesAnyTime}", [.. conditions.Values, ("head", database.ToColumn(parts.Start))]);
        if (before > skip) return null;

        var day = parts.FirstDay;
        foreach (var (first, days, n) in await SumsAsync(connection, conditions, parts.Ranges))
        {
            day = first;
            if (before + n > skip && days == 1) break;
            if (before + n > skip)
            {
                foreach (var (single, _, ofDay) in await SumsAsync(connection, conditions, [$"days = 1 and block >= {first} and block < {first + days}"]))
                {
                    day = single;
                    if (before + ofDay > skip) break;
                    before += ofDay;
                }
                break;
            }
            before += n;
            day = first + days;
        }
        return (Epoch.AddDays(day), before);
    }

    static async Task<long> CountAsync(DbConnection connection, string where, (string, object?)[] values) =>
        Convert.ToInt64(await connection.OneAsync($"select count(*) from edge_anomalies where {where}", values));

    // First day, days and anomalies of each stretch, in the order of time.
    static async Task<List<(int First, int Days, long N)>> SumsAsync(DbConnection connection, AnomalyConditions conditions, IEnumerable<string> ranges) => await connection.ListAsync(
        row => (row.GetInt32(0), row.GetInt32(1), Convert.ToInt64(row.GetValue(2))),
        string.Join(" union all ", ranges.Select(range => $"select days * block, days, sum(n) from anomaly_counts where {range} and {conditions.OfCounts} group by days, block")) + " order by 1",
        conditions.Values);

    /// <summary>The whole days of a period, counted since 1970: blocks, and the days before and after them.</summary>
    /// <param name="FirstDay">The first whole one.</param>
    /// <param name="EndDay">After the last.</param>
    [StructLayout(LayoutKind.Auto)]
    readonly record struct Parts(int FirstDay, int EndDay)
    {
        public static Parts Of(AnomalyFilter filter) => new(
            filter.Start is { } start ? WholeDaysUpTo(start.AddTicks(TimeSpan.TicksPerDay - 1)) : 0,
            filter.End is { } end ? WholeDaysUpTo(end.AddMicroseconds(1)) : EndOfTime);

        public bool IsEmpty => FirstDay >= EndDay;

        public DateTime Start => Epoch.AddDays(FirstDay);

        public DateTime End => Epoch.AddDays(EndDay);

        /// <summary>As conditions on the counts.</summary>
        public IEnumerable<string> Ranges
        {
            get
            {
                var firstBlock = (FirstDay + BlockDays - 1) / BlockDays;
                var endBlock = Math.Max(EndDay / BlockDays, firstBlock);
                var daysBefore = Math.Min(firstBlock * BlockDays, EndDay);
                var daysAfter = Math.Max(endBlock * BlockDays, daysBefore);
                if (firstBlock < endBlock) yield return $"days = 32 and block >= {firstBlock} and block < {endBlock}";
                if (FirstDay < daysBefore) yield return $"days = 1 and block >= {FirstDay} and block < {daysBefore}";
                if (daysAfter < EndDay) yield return $"days = 1 and block >= {daysAfter} and block < {EndDay}";
            }
        }

        static int WholeDaysUpTo(DateTime moment) => (int)Math.Clamp((moment - Epoch).Ticks / TimeSpan.TicksPerDay, 0, EndOfTime);
    }
}
