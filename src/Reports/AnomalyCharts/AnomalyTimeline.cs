using System.Globalization;
using Plumbline.Plant;
using Plumbline.Reports.Documents;
using Plumbline.Reports.Drawing;
using Plumbline.Reports.PumpCharts;

namespace Plumbline.Reports.AnomalyCharts;

/// <summary>When anomalies were reported, and how bad: stacked bars for each day and status; and which pumps they came from.</summary>
public static class AnomalyTimeline
{
    const double TimelineHeight = 300;
    const double AroundPanel = 75;
    const double HeaderHeight = 105;

    /// <summary>Draws the timeline, and below it the pumps beside each other where that is wanted.</summary>
    /// <param name="selection">Without anomalies the chart says so in words.</param>
    /// <param name="comparesPumps">Whether there is a second panel with a row for each pump.</param>
    /// <remarks>A bar stands for a day; over one or two days for an hour, over long spans for a week, a month or a year, so that none is too thin to be read. A stretch without anomalies has its place, and no bar.</remarks>
    public static Chart Of(AnomalySelection selection, bool comparesPumps = false)
    {
        ArgumentNullException.ThrowIfNull(selection);
        var bins = new CalendarBins(selection.Days);
        var panels = new List<Panel> { Timeline(selection, bins) };
        if (comparesPumps && selection.Anomalies.Count > 0) panels.Add(PumpComparison.Panel(PumpTally.Of(selection)));
        return new()
        {
            Name = "anomaly_timeline",
            Title = Title(selection, bins),
            Subtitle = Summary(selection, bins),
            Text = $"Anomalies by {Word(bins)} and status. {Summary(selection, bins)}" + (panels.Count > 1 ? " Below, the pumps beside each other." : ""),
            Height = HeaderHeight + panels.Sum(panel => panel.Weight + AroundPanel),
            Panels = panels,
        };
    }

    static Panel Timeline(AnomalySelection selection, CalendarBins bins)
    {
        if (selection.Anomalies.Count == 0) return new() { Weight = TimelineHeight, Message = "No anomaly was reported in this time." };
        var spans = bins.Bins.Select(bin => new Stretch(Instants.ToX(bin.From), Instants.ToX(bin.To))).ToList();
        return new()
        {
            Weight = TimelineHeight,
            X = new() { From = spans[0].From, To = spans[^1].To },
            Y = new ValueAxis("Anomalies", $"per {Word(bins)}") { IsCount = true },
            Marks = [.. PumpTally.CountsOf(selection.Anomalies).Select(entry => Bars(entry.Key))],
        };

        BarMark Bars(PumpStatus status)
        {
            var heights = new double[spans.Count];
            foreach (var anomaly in selection.Anomalies)
                if (anomaly.Status == status) heights[bins.IndexOf(anomaly.Time)]++;
            return new() { Name = status.ToString(), Spans = spans, Heights = heights, Fill = StatusInk.Textured(status) };
        }
    }

    static string Title(AnomalySelection selection, CalendarBins bins) =>
        $"Anomalies per {Word(bins)}" + (selection.Scope.Length > 0 ? $": {selection.Scope}" : "");

    /// <summary>What was found, in a sentence.</summary>
    static string Summary(AnomalySelection selection, CalendarBins bins)
    {
        var days = selection.Days;
        var period = days.Count == 1 ? Day(days.First) : $"{Day(days.First)} to {Day(days.Last)}";
        if (selection.Anomalies.Count == 0) return $"{period}: none.";
        var struck = selection.Anomalies.Select(anomaly => bins.IndexOf(anomaly.Time)).Distinct().Count();
        var on = bins.Bins.Count == 1 ? "" : $" in {Wording.Count(struck)} of {Wording.Count(bins.Bins.Count)} {Word(bins)}s";
        var all = $"{period}: {Counted(selection.Anomalies.Count)}{on}.{Part(bins)}";
        return selection.Total > selection.Anomalies.Count ? $"{all} These are the newest of {Wording.Count(selection.Total)}; earlier ones were not fetched." : all;
    }

    static string Part(CalendarBins bins) => bins.IsPart switch
    {
        (true, true) => $" The first and the last {Word(bins)} are cut by the ends of the period.",
        (true, false) => $" The first {Word(bins)} is cut by the beginning of the period.",
        (false, true) => $" The last {Word(bins)} is cut by the end of the period.",
        _ => "",
    };

    static string Counted(long count) => count == 1 ? "1 anomaly" : $"{Wording.Count(count)} anomalies";

    static string Word(CalendarBins bins) => bins.Length.ToString().ToLowerInvariant();

    static string Day(DateOnly day) => day.ToString("MMM d, yyyy", CultureInfo.InvariantCulture);
}
