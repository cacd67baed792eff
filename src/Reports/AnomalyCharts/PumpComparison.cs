using Plumbline.Plant;
using Plumbline.Reports.Documents;
using Plumbline.Reports.Drawing;
using Plumbline.Reports.PumpCharts;
using Block = Plumbline.Reports.Drawing.Block;

namespace Plumbline.Reports.AnomalyCharts;

/// <summary>Pumps beside each other: how many anomalies of which status, how often, the worst, the latest.</summary>
static class PumpComparison
{
    const double LaneHeight = 42;

    // More rows than that nobody compares by eye; the table has them all.
    const int MostPumps = 30;

    public static Panel Panel(IReadOnlyList<PumpTally> tallies)
    {
        var shown = tallies.Take(MostPumps).ToList();
        return new()
        {
            Title = tallies.Count == 1 ? "The pump" : tallies.Count > shown.Count ? $"The {shown.Count} of {tallies.Count} pumps with the most anomalies" : $"The {tallies.Count} pumps",
            Weight = shown.Count * LaneHeight,
            X = new() { Scale = XScale.Number, Label = "Anomalies", From = 0, IsCount = true },
            Y = new LaneAxis([.. shown.Select(tally => new Lane(tally.Pump, Note(tally)))]),
            Marks = [.. PumpTally.FromWorst.Where(status => shown.Exists(tally => tally.Of(status) > 0)).Select(status => Blocks(shown, status))],
        };
    }

    static string Note(PumpTally tally) =>
        (tally.Worst is { } worst ? $"worst {worst.Parameter} {Wording.SignedPct(worst.Pct, 1)}, " : "") + $"last {Wording.Date(tally.LastSeen)}";

    static BlockMark Blocks(List<PumpTally> tallies, PumpStatus status)
    {
        var blocks = new List<Block>();
        for (var lane = 0; lane < tallies.Count; lane++)
        {
            var tally = tallies[lane];
            if (tally.Of(status) == 0) continue;
            var from = tally.ByStatus.TakeWhile(entry => entry.Key != status).Sum(entry => entry.Value);
            var to = from + tally.Of(status);
            blocks.Add(new(lane, from, to, to == tally.Count ? $"{Wording.Count(tally.Count)}, {Often(tally.PerDay)}" : ""));
        }
        return new() { Name = status.ToString(), Blocks = blocks, Fill = StatusInk.Textured(status), Height = 0.62 };
    }

    static string Often(double perDay) => perDay >= 0.1 ? $"{Wording.Decimals(perDay, 1)} a day" : $"1 in {Wording.Count((long)Math.Round(1 / perDay))} days";
}
