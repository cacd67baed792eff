using Plumbline.Plant;
using Plumbline.Reports.AnomalyCharts;
using Spectre.Console;

namespace Plumbline.Cli.Query;

/// <summary>What the terminal shows.</summary>
static class PrintedSummary
{
    const int LongestGroup = 12;
    const int LongestBar = 10;

    public static void Print(AnomalySummary summary, bool comparesPumps)
    {
        var found = summary.Found;
        var days = summary.Selection.Days;
        var console = Terminal.Results;
        Line(console, found.IsCut ? $"The newest {Count(found.Items.Count)} of {Count(found.Total)} anomalies{Of(summary)}: stopped at --max-results; the numbers below are of these alone." : $"{Counted(found.Items.Count)}{Of(summary)}.");
        Line(console, $"From {Minute(found.Items[^1].Time)} to {Minute(found.Items[0].Time)} UTC; days: {Count(days.Count)}, {days.First:yyyy-MM-dd} to {days.Last:yyyy-MM-dd}.");
        console.WriteLine();
        console.Write(Counts(summary));
        if (comparesPumps) Compare(console, summary.Tallies);
    }

    /// <summary>What is said where there is nothing to count.</summary>
    public static string Nothing(AnomalyFilter filter)
    {
        var from = filter.Start is { } start ? $" from {Minute(start)}" : "";
        var to = filter.End is { } end ? $" to {Minute(end)}" : "";
        var when = from.Length + to.Length > 0 ? $"{from}{to} UTC" : "";
        return $"No anomalies{(filter.InWords() is { Length: > 0 } scope ? $" ({scope})" : "")}{when}.";
    }

    static string Of(AnomalySummary summary) => summary.Selection.Scope.Length > 0 ? $" of {summary.Selection.Scope}" : "";

    static List<(string Name, int Count)> Named(IEnumerable<(long? Id, int Count)> counts) => [.. counts.Select(entry => (entry.Id is { } id ? $"{id}" : "none", entry.Count))];

    static Table Counts(AnomalySummary summary)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("by", "", "anomalies", "share");
        foreach (var column in table.Columns.Skip(2)) column.RightAligned();
        Group(table, "status", [.. summary.ByStatus.Select(entry => (entry.Key.ToString(), entry.Value))]);
        Group(table, "site", Named(summary.BySite));
        Group(table, "pump", [.. summary.Tallies.Select(tally => (tally.Pump, tally.Count))]);
        Group(table, "sensor", Named(summary.BySensor));
        return table;
    }

    static void Group(Table table, string by, IReadOnlyList<(string Name, int Count)> counts)
    {
        if (table.Rows.Count > 0) table.AddEmptyRow();
        var all = counts.Sum(entry => entry.Count);
        foreach (var (name, count) in counts.Take(LongestGroup))
        {
            table.AddRow(by, name, Count(count), Share(count));
            by = "";
        }
        var rest = counts.Skip(LongestGroup).ToList();
        if (rest.Count > 0) table.AddRow("", $"{Count(rest.Count)} more", Count(rest.Sum(entry => entry.Count)), Share(rest.Sum(entry => entry.Count)));

        string Share(int count) => $"{100.0 * count / all:0.0} %";
    }

    static void Compare(IAnsiConsole console, IReadOnlyList<PumpTally> tallies)
    {
        var statuses = PumpTally.FromWorst.Where(status => tallies.Any(tally => tally.Of(status) > 0)).ToList();
        var table = new Table().Border(TableBorder.Rounded).AddColumns(["pump", "count", .. statuses.Select(status => status.ToString()), "per day", "worst", "last seen (UTC)", ""]);
        foreach (var column in table.Columns.Skip(1).Take(statuses.Count + 2)) column.RightAligned();
        foreach (var tally in tallies)
        {
            table.AddRow([tally.Pump, Count(tally.Count), .. statuses.Select(status => Count(tally.Of(status))), $"{tally.PerDay:0.00}",
                tally.Worst is { } worst ? Markup.Escape($"{worst.Parameter} {worst.Pct:+0.0;-0.0;0.0} %") : "", Minute(tally.LastSeen), Bar(tally.Count, tallies[0].Count)]);
        }
        console.Write(table);
    }

    // At least a mark: a pump with anomalies is none without.
    static string Bar(int count, int most) => new('█', Math.Max(1, (int)Math.Round((double)LongestBar * count / most)));

    // Not through the console's wrapping: a sentence is one line, for people who search in it.
    static void Line(IAnsiConsole console, string text) => console.Profile.Out.Writer.WriteLine(text);

    static string Counted(int count) => count == 1 ? "1 anomaly" : $"{Count(count)} anomalies";

    static string Count(long count) => count.ToString("#,0");

    static string Minute(DateTime time) => time.ToString("yyyy-MM-dd HH:mm");
}
