using Plumbline.Plant;
using Plumbline.Reports.Documents.Diagnosis;

namespace Plumbline.Reports.Documents.Overview;

/// <summary>Many pumps on one page, ranked by what needs attention.</summary>
/// <example><code>
/// var fleet = FleetReport.Of(entries);
/// HtmlWriter.Write(fleet, html);
/// </code></example>
public static class FleetReport
{
    // A healthy pump is a line that most readers skip; from this many on they are folded away.
    const int FoldFrom = 15;

    /// <summary>Puts the page together.</summary>
    /// <param name="entries">The pumps in any order.</param>
    public static Document Of(IReadOnlyCollection<FleetEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var ranked = FleetEntry.Ranked(entries);
        var left = entries.Where(entry => entry.NotAnalysed is not null).OrderBy(entry => entry.PumpId, StringComparer.Ordinal).ToList();
        var sections = new List<Section>();
        Add(sections, "attention", "Needs attention", "Needs attention", ranked, entry => entry.Verdict!.Urgency >= Urgency.ThisWeek);
        Add(sections, "planned", "To plan for", "To plan for", ranked, entry => entry.Verdict!.Urgency is Urgency.Planned);
        Add(sections, "in-order", "In order", "In order", ranked, entry => entry.Verdict!.Urgency is Urgency.Routine);
        if (left.Count > 0) sections.Add(new("not-analysed", "Not analysed", "Not analysed", [LeftOut(left)]));
        sections.Add(new("ranking", "How the pumps are ranked", "Ranking", [new Paragraph(Ranking)]));
        return new Document("Fleet", sections)
        {
            Kicker = "Pump condition report",
            Lead = Lead(ranked, left.Count),
            Facts = Facts(ranked, left.Count),
            Colophon = $"Made by Plumbline {typeof(FleetReport).Assembly.GetName().Version?.ToString(3)}. Beside this page: fleet.json, the same for programs.",
        };
    }

    const string Ranking = "By how soon somebody should act, then by status, chance of failure within 7 days, remaining life, largest loss and standing alarms. "
        + "How soon follows from the status (Failure now, Critical today, Warning this week; one step later for a single reading that no alarm confirms), from a mandatory parameter that cannot be judged (this week), "
        + "from loss of performance (urgent: this week) and from remaining life (failure within 7 days more likely than not: today; less than 30 days: this week). "
        + "The strip shows the worst status of each slice of the pump's own period: the taller, the worse. Alarms are those that stand; days left are the best estimate of remaining life, from a model or from the degradation path; with ≥ the pump has at least so many, which is as far as either can see. Times are UTC.";

    static void Add(List<Section> sections, string id, string heading, string shortened, IReadOnlyList<FleetEntry> ranked, Func<FleetEntry, bool> belongs)
    {
        var pumps = ranked.Where(belongs).ToList();
        if (pumps.Count == 0) return;
        Block table = Pumps(pumps, ranked.Max(entry => entry.Period.End));
        if (id is "in-order" && pumps.Count >= FoldFrom) table = new Fold($"{Wording.Count(pumps.Count, "pump")} in order", [table]);
        sections.Add(new(id, $"{heading} ({Wording.Count(pumps.Count)})", shortened, [table]));
    }

    static Table Pumps(List<FleetEntry> pumps, DateTime latest) => new(
        [new("Pump"), new("Status"), new("Act"), new("Why", IsWide: true), new("Over the period"), new("Alarms", true), new("Days left", true)],
        [.. pumps.Select(entry => (IReadOnlyList<Prose>)
        [
            Name(entry),
            Prose.Badge(entry.Verdict!.Status),
            UrgencyRule.InWords(entry.Verdict.Urgency),
            Wording.Typeset(Why(entry)) + Silence(entry, latest),
            Prose.Drawing(entry.StripSvg, entry.StripText),
            Wording.Count(entry.AlarmsStanding),
            entry.RulDays is { } days ? (entry.IsAtLeast ? "≥\u00A0" : "") + Wording.DayNumber(days) : "",
        ])]);

    // A pump whose readings ended long before the others' is not told by its last status alone.
    static string Silence(FleetEntry entry, DateTime latest) =>
        latest - entry.Period.End > TimeSpan.FromDays(1) ? $"; silent since {Wording.Time(entry.Period.End)}" : "";

    static Prose Name(FleetEntry entry) => entry.Report is { } report ? Prose.Link(entry.PumpId, report) : entry.PumpId;

    static string Why(FleetEntry entry)
    {
        var why = entry.Verdict!.Brief;
        return entry.Unjudged.Count == 0 || entry.Verdict.Status is PumpStatus.Unknown ? why : $"{why}; {Wording.And(entry.Unjudged.Select(Wording.Name))} cannot be judged";
    }

    static Table LeftOut(List<FleetEntry> left) => new(
        [new("Pump"), new("Why", IsWide: true)],
        [.. left.Select(entry => (IReadOnlyList<Prose>)[entry.PumpId, Wording.Sentence(entry.NotAnalysed!)])]);

    static Prose Lead(IReadOnlyList<FleetEntry> ranked, int left)
    {
        if (ranked.Count == 0) return $"No pump could be analysed; {Wording.Count(left)} {(left == 1 ? "was" : "were")} left out.";
        var groups = ranked.GroupBy(entry => entry.Verdict!.Urgency).Where(group => group.Key > Urgency.Planned)
            .Select(group => $"{Wording.Count(group.Count())} {UrgencyRule.InWords(group.Key)}").ToList();
        var first = ranked[0];
        var rest = left == 0 ? "" : $" {Wording.Count(left, "pump")} could not be analysed.";
        return groups.Count == 0
            ? $"None of {Wording.Count(ranked.Count, "pump")} needs attention before the next planned stop.{rest}"
            : Prose.Strong($"Of {Wording.Count(ranked.Count, "pump")}, somebody should act on {Wording.And(groups)}.") + " First " + Name(first) + $": {Wording.Typeset(Why(first))}.{rest}";
    }

    static List<Fact> Facts(IReadOnlyList<FleetEntry> ranked, int left)
    {
        var facts = ranked.GroupBy(entry => entry.Verdict!.Status).OrderByDescending(group => group.Key)
            .Select(group => new Fact(group.Key.ToString(), Wording.Count(group.Count()))).ToList();
        if (left > 0) facts.Add(new("Not analysed", Wording.Count(left)));
        var blind = ranked.Count(entry => entry.Unjudged.Count > 0);
        if (blind > 0) facts.Add(new("With a mandatory parameter that cannot be judged", Wording.Count(blind)));
        return facts;
    }
}
