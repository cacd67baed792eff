using Plumbline.Plant;
using Plumbline.Pumps;

namespace Plumbline.Reports.Documents.Diagnosis;

/// <summary>What happened when, and how the time divides over the statuses.</summary>
static class TimelineSection
{
    // More alarms than this are a list that nobody reads: the worst are shown, all are in analysis.json.
    const int MostAlarms = 12;

    public static Section Write(Findings findings, Figure degradation, Figure statuses, LocalClock? clock)
    {
        var analysis = findings.Analysis;
        var all = Occurrence.AllOf(analysis);
        var shown = WithoutLesserAlarms(all);
        var blocks = new List<Block>();
        if (shown.Count == 0) blocks.Add(new Paragraph("Nothing that was judged left its tolerance in the period, and no alarm was raised."));
        else blocks.Add(Events(analysis, shown, all.Count - shown.Count, clock));
        blocks.Add(degradation);
        blocks.Add(new Subheading("Time in each status"));
        blocks.Add(Shares(analysis));
        blocks.Add(statuses);
        if (analysis.Alarms.Count > 0)
        {
            blocks.Add(new Subheading("Alarm load"));
            blocks.Add(Load(analysis));
            blocks.AddRange(LoadRemarks(analysis).Select(remark => new Paragraph(remark)));
        }
        return new("timeline", "Timeline of events", "Timeline", blocks);
    }

    static List<Occurrence> WithoutLesserAlarms(IReadOnlyList<Occurrence> all)
    {
        var kept = all.Where(o => o.Kind is "alarm").OrderByDescending(o => o.End is null).ThenByDescending(o => o.Reading?.Severity).Take(MostAlarms).ToHashSet();
        return [.. all.Where(o => o.Kind is not "alarm" || kept.Contains(o))];
    }

    static Table Events(PumpAnalysis analysis, List<Occurrence> shown, int left, LocalClock? clock) => new(
        [new("Time (UTC)"), .. clock is null ? (Column[])[] : [new($"Local ({clock.Zone})")], new("Event", IsWide: true), new("Baseline", true), new("Reading", true), new("Deviation", true), new("Threshold", true)],
        [.. shown.Select(occurrence => Row(analysis, occurrence, clock))])
    {
        RowsAreNamed = false,
        Caption = left > 0 ? $"The {MostAlarms} worst alarms; {Wording.Count(left)} lesser ones are in analysis.json. For an alarm the reading is its worst." : "For an alarm the reading is its worst.",
    };

    static List<Prose> Row(PumpAnalysis analysis, Occurrence occurrence, LocalClock? clock)
    {
        Prose[] times = clock is null ? [Wording.Time(occurrence.Time)] : [Wording.Time(occurrence.Time), Wording.Time(clock.FromUtc(occurrence.Time))];
        if (occurrence is not { Reading: { } reading, Parameter: { } parameter }) return [.. times, occurrence.What, "", "", "", ""];
        var assessment = analysis[parameter];
        return
        [
            .. times, occurrence.What, Wording.Quantity(assessment.BaselineValue, assessment.Unit), Wording.Quantity(reading.Value, assessment.Unit),
            Wording.SignedPct(reading.DeviationPct), ParameterSection.Limit(reading.LimitPct),
        ];
    }

    static Table Shares(PumpAnalysis analysis)
    {
        var (rows, days) = (analysis.StatusShares.Sum(share => share.Rows), analysis.StatusShares.Sum(share => share.Days));
        return new(
            [new("Status"), new("Rows", true), new("Share of rows", true), new("Days", true), new("Share of days", true)],
            [.. analysis.StatusShares.Select(share => (IReadOnlyList<Prose>)
            [
                Prose.Badge(share.Status), Wording.Count(share.Rows), Wording.Share((double)share.Rows / Math.Max(1, rows)),
                Wording.Number(Math.Round(share.Days, 2)), days > 0 ? Wording.Share(share.Days / days) : "",
            ])]);
    }

    static Paragraph Load(PumpAnalysis analysis)
    {
        var load = analysis.AlarmLoad;
        return new($"Raised: {Wording.Count(load.Raised)}, {Wording.Number(load.PerHour)} an hour. Chattering (raised again at once): {Wording.Count(load.Chattering)}. "
            + $"Stale (stood for over 24 hours): {Wording.Count(load.Stale)}. Standing at the end: {Wording.Count(load.Standing)}. Counted as in ISA-18.2.");
    }

    static IEnumerable<string> LoadRemarks(PumpAnalysis analysis)
    {
        var (load, options) = (analysis.AlarmLoad, analysis.Options.Alarm);
        if (load.Chattering > 0)
            yield return $"Chattering wears out trust in alarms. Ask for more than {options.Needed} of {options.Of} readings, or a deadband above {Wording.Share(options.DeadbandShare)} of the tolerance.";
        if (load.Stale > 0)
            yield return "A stale alarm tells nobody anything new: repair the cause, or put the alarm on the list of known states until the repair.";
    }
}
