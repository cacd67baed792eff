using Plumbline.Plant;
using Plumbline.Reports.Documents;
using Plumbline.Reports.Drawing;

namespace Plumbline.Reports.AnomalyCharts;

/// <summary>The chart of the anomalies on a page of its own, with the numbers in tables.</summary>
public static class AnomalyPage
{
    /// <summary>Puts the page together: write it with <see cref="HtmlWriter"/>.</summary>
    /// <param name="selection">With any number of anomalies.</param>
    /// <param name="chart">As <see cref="AnomalyTimeline.Of"/> made it.</param>
    public static Document Of(AnomalySelection selection, Chart chart)
    {
        ArgumentNullException.ThrowIfNull(selection);
        ArgumentNullException.ThrowIfNull(chart);
        var sections = new List<Section> { new("timeline", "When", "When", [new Figure(chart)]) };
        if (selection.Anomalies.Count > 0) sections.Add(new("pumps", "Pumps", "Pumps", [Pumps(PumpTally.Of(selection))]));
        return new Document(selection.Scope.Length > 0 ? $"Anomalies: {selection.Scope}" : "Anomalies", sections)
        {
            Kicker = "Anomalies reported by devices",
            Facts = [.. PumpTally.CountsOf(selection.Anomalies).Select(entry => new Fact(entry.Key.ToString(), Wording.Count(entry.Value)))],
            Colophon = $"Made by Plumbline {typeof(AnomalyPage).Assembly.GetName().Version?.ToString(3)}. Days and times are UTC.",
        };
    }

    static Table Pumps(IReadOnlyList<PumpTally> tallies)
    {
        var statuses = PumpTally.FromWorst.Where(status => tallies.Any(tally => tally.Of(status) > 0)).ToList();
        return new(
            [new("Pump"), new("Anomalies", true), .. statuses.Select(status => new Column(status.ToString(), true)), new("Per day", true), new("Worst deviation", true), new("Last seen")],
            [.. tallies.Select(tally => (IReadOnlyList<Prose>)
            [
                tally.Pump,
                Wording.Count(tally.Count),
                .. statuses.Select(status => (Prose)Wording.Count(tally.Of(status))),
                Wording.Decimals(tally.PerDay, 2),
                tally.Worst is { } worst ? $"{worst.Parameter} {Wording.SignedPct(worst.Pct, 1)}" : "",
                Wording.Time(tally.LastSeen),
            ])]);
    }
}
