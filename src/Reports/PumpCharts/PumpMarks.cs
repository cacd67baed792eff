using System.Globalization;
using Plumbline.Plant;
using Plumbline.Pumps;
using Plumbline.Reports.Drawing;
using Plumbline.Reports.Drawing.Axes;

namespace Plumbline.Reports.PumpCharts;

/// <summary>Marks and words that several charts of a pump share.</summary>
static class PumpMarks
{
    public static StripMark StatusStrip(ChartTraces traces) => new() { Label = "Status", States = StatusInk.States, Runs = traces.StatusRuns };

    /// <summary>When the pump failed, where that is known and near enough to be shown beside the readings.</summary>
    public static IEnumerable<EventMark> FailureDate(PumpAnalysis analysis)
    {
        if (FailedOn(analysis) is not { } failed || analysis.Rows.Count == 0) yield break;
        var (start, end) = analysis.Period;
        if (failed < start || failed > end + ((end - start) / 2)) yield break;
        yield return new EventMark(Instants.ToX(failed), "Failed " + Day(failed), new(StatusInk.Colour(PumpStatus.Failure), 2));
    }

    /// <summary>The pump's name in a heading: the end of an overlong one is left out, so that what is said of it stays.</summary>
    public static string Called(PumpAnalysis analysis)
    {
        const int Longest = 60;
        var name = analysis.Baseline.PumpId;
        if (name.Length <= Longest) return name;
        var end = char.IsHighSurrogate(name[Longest - 1]) ? Longest - 1 : Longest;
        return name[..end].TrimEnd() + "…";
    }

    /// <summary>When the pump failed, UTC; null where that is not known.</summary>
    public static DateTime? FailedOn(PumpAnalysis analysis) => analysis.Baseline.FailureDate ?? analysis.Prognosis.Foresight?.FailureDate;

    public static string Percent(double pct) => (pct > 0 ? "+" : "") + NumberText.Fixed(pct, Math.Abs(pct) >= 100 || pct == Math.Round(pct) ? 0 : Math.Abs(pct) >= 20 ? 1 : 2) + " %";

    public static string Quantity(double value, string unit) => NumberText.Fixed(value, Math.Abs(value) >= 1000 ? 0 : Math.Abs(value) >= 100 ? 1 : 2) + " " + unit;

    /// <summary>Never "0 %" of something, nor "100 %" of not quite all.</summary>
    public static string Share(int part, int whole)
    {
        if (whole == 0) return "0 %";
        var pct = 100.0 * part / whole;
        return (part, part == whole, pct) switch
        {
            (0, _, _) => "0 %",
            (_, true, _) => "100 %",
            (_, _, < 0.1) => "under 0.1 %",
            (_, _, > 99.9) => "over 99.9 %",
            _ => NumberText.Fixed(pct, pct is < 10 or > 90 ? 1 : 0) + " %",
        };
    }

    public static string Readings(int count) => count == 1 ? "1 reading" : NumberText.Fixed(count, 0) + " readings";

    public static string Instant(DateTime utc) => utc.ToString("MMM d, HH:mm", CultureInfo.InvariantCulture);

    public static string Day(DateTime utc) => utc.ToString("MMM d, yyyy", CultureInfo.InvariantCulture);

    /// <summary>A year is not shown as a fraction, nor an hour as 0.04 days.</summary>
    public static string Days(double days) => days >= 10 ? NumberText.Fixed(days, 0) + " days" : days >= 1 ? NumberText.Fixed(days, 1) + " days" : NumberText.Fixed(days * 24, days * 24 >= 10 ? 0 : 1) + " h";
}
