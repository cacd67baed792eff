using System.Text.RegularExpressions;
using Plumbline.Plant;
using Plumbline.Pumps;
using Plumbline.Pumps.Condition;
using Plumbline.Pumps.Prognosis;

namespace Plumbline.Reports.Documents.Diagnosis;

/// <summary>Puts the findings into one sentence.</summary>
static partial class VerdictWriter
{
    // A companion of the violated parameter is worth a word from here on.
    const double CompanionPct = 5;

    public static Verdict Write(Findings findings)
    {
        var status = findings.Analysis.CurrentStatus;
        var urgency = UrgencyRule.Of(findings);
        var (sentence, brief) = findings.NowRow < 0 ? NeverRan(findings) : status switch
        {
            PumpStatus.Unknown => Unknown(findings, urgency),
            PumpStatus.Normal => Normal(findings, urgency),
            _ => OutOfTolerance(findings, urgency),
        };
        return new(status, urgency, Plain(sentence), Plain(brief));
    }

    /// <summary>The forecast to act on: what was learnt from failures before what is extrapolated.</summary>
    public static (RulForecast Forecast, string Ends)? Forecast(PumpAnalysis analysis) =>
        analysis.Prognosis.Learnt is { } learnt ? (learnt, "failure")
        : analysis.Prognosis.Degradation is { Forecast: { } path, Parameter: { } parameter } ? (path, $"the Failure limit of {Wording.Name(parameter)}")
        : null;

    /// <summary>Why a parameter was not judged over the last day of running.</summary>
    public static string Reason(Findings findings, PumpParameter parameter) =>
        findings.Analysis[parameter] is { JudgedRows: 0, UnjudgedReason: { Length: > 0 } reason } ? Wording.Cause(reason)
        : findings[parameter].WhyUnjudged switch
        {
            Unjudged.Missing => "its value is missing in the latest readings, or the speed that goes with it",
            Unjudged.Stuck => "its sensor is stuck at one value",
            Unjudged.StuckInput => "it is computed from a signal whose sensor is stuck",
            Unjudged.Overspeed => "the pump runs above the range of the affinity laws",
            Unjudged.ReducedSpeed => "the pump runs at reduced speed, outside the range of the affinity laws",
            Unjudged.Derived => "it is computed from another column, so the affinity laws do not hold for it",
            _ => "there is no valid reading",
        };

    static (string, string) NeverRan(Findings findings)
    {
        var period = findings.Analysis.Period;
        return ($"Off: the pump did not run between {Wording.Time(period.Start)} and {Wording.Time(period.End)}, so its condition is not known.", "did not run in the period");
    }

    static (string, string) Unknown(Findings findings, Urgency urgency)
    {
        var blind = findings.BlindNow.Select(p => p.Parameter).ToList();
        if (blind.Count == 0) return UnknownAtTheLast(findings);
        var judged = findings.Analysis.Parameters.Where(p => p.JudgedRows > 0 && !findings.IsBlindNow(p.Parameter)).ToList();
        var names = judged.Select(p => Wording.Name(p.Parameter)).ToList();
        var derived = judged.Where(p => p.IsDerived).Select(p => Wording.Name(p.Parameter)).ToList();
        var computed = derived.Count switch { 0 => "", 1 => $" ({derived[0]} being computed from another column)", _ => $" ({Wording.And(derived)} being one signal, each a multiple of the other)" };
        var rest = judged.Count == 0 ? "nothing else could be judged either"
            : $"{Wording.And(names)} {Are(names)} inside tolerance{computed}, which does not make the pump well";
        return ($"Unknown: {CannotBeJudged(findings, blind)}; {rest}; restore the measurement {UrgencyRule.InWords(urgency)} and check by hand until then{Failed(findings)}.",
            $"{Wording.And(blind.Select(Wording.Name))} cannot be judged");
    }

    // The last row alone could not be judged, a start or a stop most often: the day before it can.
    static (string, string) UnknownAtTheLast(Findings findings)
    {
        var time = Wording.Time(findings.Analysis.Rows.Times[findings.NowRow]);
        var unjudged = findings.Mandatory.Where(p => double.IsNaN(findings.Analysis.Rows.DeviationPct(p.Parameter)[findings.NowRow])).Select(p => Wording.Name(p.Parameter)).ToList();
        var concern = Concern(findings);
        return ($"Unknown at the last reading ({time}) only, where {Wording.And(unjudged)} could not be judged; over the last day of running "
            + $"{(concern is null ? "the pump was judged and nothing stands against it" : concern)}{AlsoUnjudged(findings)}{Failed(findings)}.", concern ?? "last reading could not be judged");
    }

    static (string, string) Normal(Findings findings, Urgency urgency)
    {
        var analysis = findings.Analysis;
        var concern = Concern(findings);
        var inside = Wording.And(analysis.Parameters.Where(p => !findings.IsBlindNow(p.Parameter)).Select(p => Wording.Name(p.Parameter)));
        if (concern is null)
        {
            return ($"Normal: {inside} are inside the {analysis.Grade.Name} tolerance at the last reading ({Wording.Time(analysis.Rows.Times[findings.NowRow])}) and no alarm stands; "
                + $"nothing to do beyond the daily look{AlsoUnjudged(findings)}{Failed(findings)}.", "inside tolerance");
        }
        return ($"Normal by the {analysis.Grade.Name} tolerance at the last reading, but {concern}; {Act(findings, urgency)}{AlsoUnjudged(findings)}{Failed(findings)}.", concern);
    }

    static (string, string) OutOfTolerance(Findings findings, Urgency urgency)
    {
        var analysis = findings.Analysis;
        var main = analysis.Parameters.OrderByDescending(p => findings.IsViolatedNow(p.Parameter))
            .ThenByDescending(p => p.Limits.Mandatory).ThenByDescending(p => p.Latest?.Severity ?? 0).First();
        var what = $"{Wording.Name(main.Parameter)} is {Off(findings, main)}{Companions(findings, main.Parameter)}";
        var parts = new List<string> { what };
        if (UrgencyRule.IsUnconfirmed(findings) && findings[main.Parameter] is { IsMostlyOut: false } shift)
            parts.Add($"so far in {Wording.Count(shift.ViolatedRows)} of the last {Wording.Count(shift.Rows, "reading")}, and no alarm stands");
        else if (Since(findings, main.Parameter) is { } since) parts.Add(since);
        if (RunsOut(findings) is { } runsOut) parts.Add(runsOut);
        parts.Add(Act(findings, urgency));
        var sentence = $"{analysis.CurrentStatus}: {string.Join("; ", parts)}{AlsoUnjudged(findings)}{Failed(findings)}.";
        return (sentence, InBrief(findings, main));
    }

    // What is wrong though the last reading is inside its tolerance; null where nothing is.
    static string? Concern(Findings findings)
    {
        var concerns = new List<string>();
        if (findings.Standing is { } alarm) concerns.Add($"the alarm of {Wording.Time(alarm.Raised)} ({Wording.Name(alarm.WorstParameter)} up to {Wording.SignedPct(alarm.Worst.DeviationPct, 1)}) has not cleared");
        if (findings.Losses.FirstOrDefault() is { Loss: { } loss } lost)
            concerns.Add($"{Wording.Name(lost.Parameter)} lost {AtLeast(loss.IsAtLeast)}{Wording.Number(Math.Round(-loss.LossPct, 1))}\u00A0%{Beginning(loss.Since)}");
        if (RunsOut(findings) is { } runsOut) concerns.Add(runsOut);
        return concerns.Count == 0 ? null : Wording.And(concerns);
    }

    // head −17.7 % (limit −7 %), flow −12.4 %; in alarm since 2024-05-04
    static string InBrief(Findings findings, ParameterAssessment main)
    {
        var pct = DeviationNow(findings, main.Parameter);
        var limit = pct > 0 ? main.Limits.MaxPct : main.Limits.MinPct;
        var parts = new List<string> { $"{Wording.Name(main.Parameter)} {AtLeast(IsAtLeastNow(findings, main.Parameter))}{Wording.SignedPct(pct, 1)}{(limit is { } value ? $" (limit {ParameterSection.Pct(value)})" : "")}" };
        parts.AddRange(CompanionsOf(findings, main.Parameter).Select(shift => $"{Wording.Name(shift.Parameter)} {AtLeast(shift.IsAtLeast)}{Wording.SignedPct(shift.MedianPct, 1)}"));
        return string.Join(", ", parts) + (findings.Standing is { } alarm ? $"; in alarm since {Wording.Date(alarm.Raised)}" : "; not in alarm");
    }

    // The day's median where being outside is the rule, the last reading where it is not.
    static double DeviationNow(Findings findings, PumpParameter parameter) =>
        findings[parameter].IsMostlyOut ? findings[parameter].MedianPct : findings.Analysis.Rows.DeviationPct(parameter)[findings.NowRow];

    static bool IsAtLeastNow(Findings findings, PumpParameter parameter) => findings[parameter] is { IsMostlyOut: true, IsAtLeast: true };

    static string Off(Findings findings, ParameterAssessment assessment)
    {
        var pct = DeviationNow(findings, assessment.Parameter);
        var limit = pct > 0 ? assessment.Limits.MaxPct : assessment.Limits.MinPct;
        return AtLeast(IsAtLeastNow(findings, assessment.Parameter)) + AwayFrom(pct) + " its baseline" + (limit is { } value ? $" (limit {ParameterSection.Pct(value)})" : "");
    }

    /// <summary>Before a figure of a sensor that is clipped.</summary>
    public static string AtLeast(bool isSo) => isSo ? "at least " : "";

    static string AwayFrom(double pct) => $"{Wording.Number(Math.Round(Math.Abs(pct), 1))}\u00A0% {(pct > 0 ? "above" : "below")}";

    static string Companions(Findings findings, PumpParameter main)
    {
        var others = CompanionsOf(findings, main).Select(shift => $"{Wording.Name(shift.Parameter)} {AtLeast(shift.IsAtLeast)}{AwayFrom(shift.MedianPct)}").ToList();
        return others.Count == 0 ? "" : $", with {Wording.And(others)} {(others.Count == 1 ? "its own" : "theirs")}";
    }

    static IEnumerable<ParameterShift> CompanionsOf(Findings findings, PumpParameter main) =>
        findings.Shifts.Where(shift => shift.Parameter != main && !shift.IsDerived && Math.Abs(shift.MedianPct) >= CompanionPct);

    static string? Since(Findings findings, PumpParameter parameter)
    {
        var spell = findings[parameter].OutSince;
        if (spell is null) return null;
        var lasting = findings.Analysis[parameter].Sustained.Found?.Time;
        var since = lasting >= spell ? lasting.Value : spell.Value;
        var isOneDay = findings.Standing is { } alarm && (alarm.Raised - since).Duration() < TimeSpan.FromHours(24);
        return $"out of tolerance since {Wording.Time(since)}{(isOneDay ? ", in alarm ever since" : Standing(findings))}";
    }

    static string Standing(Findings findings)
    {
        if (findings.Standing is not { } alarm) return "";
        var rows = findings.Analysis.Rows;
        var row = rows.Times.BinarySearch(alarm.Raised);
        var first = row < 0 ? [] : findings.Analysis.Parameters
            .Where(p => ParameterShift.IsViolated(rows.DeviationPct(p.Parameter)[row], p.Limits)).Select(p => Wording.Name(p.Parameter)).ToList();
        var of = first.Count == 0 || first.Count == alarm.Parameters.Count ? "" : $" (at first for {Wording.And(first)})";
        return $", alarm standing since {Wording.Time(alarm.Raised)}{of}";
    }

    static string? RunsOut(Findings findings)
    {
        if (findings.FailedOn is not null || findings.Analysis.CurrentStatus is PumpStatus.Failure) return null;
        if (Forecast(findings.Analysis) is not { } found || found.Forecast.RulDays > 365) return null;
        var forecast = found.Forecast;
        return $"{About(forecast)} to {found.Ends} ({Wording.Share(forecast.Coverage)} interval {Wording.DayNumber(forecast.LowDays)} to {Wording.Days(forecast.HighDays)})";
    }

    /// <summary>about 12 days; at least 120 days where that is as far as can be seen.</summary>
    public static string About(RulForecast forecast) => (forecast.IsAtLeast ? "at least " : "about ") + Wording.Days(forecast.RulDays);

    static string Act(Findings findings, Urgency urgency)
    {
        var look = Patterns.LookFor(findings.Pattern) is { } what ? $"look first for {what}" : null;
        if (findings.FailedOn is not null) return look is null ? "compare with what the repair finds" : $"in the repair, {look}";
        if (UrgencyRule.IsNoiseAtZero(findings)) return "no action for that alone, since a limit of 0 % is crossed by noise";
        if (urgency is Urgency.Routine) return "no action beyond the usual round";
        return $"inspect it {UrgencyRule.InWords(urgency)}{(look is null ? "" : " and " + look)}";
    }

    static string CannotBeJudged(Findings findings, IReadOnlyList<PumpParameter> blind)
    {
        var reasons = blind.GroupBy(parameter => Reason(findings, parameter), StringComparer.Ordinal)
            .Select(group => $"{Wording.And(group.Select(Wording.Name))} cannot be judged: {group.Key}");
        return string.Join(", and ", reasons);
    }

    // What could not be judged beside what was found: mandatory now, optional where it never was.
    static string AlsoUnjudged(Findings findings)
    {
        var blind = findings.Analysis.Parameters
            .Where(p => findings.IsBlindNow(p.Parameter) && (p.Limits.Mandatory || p.JudgedRows == 0)).Select(p => p.Parameter).ToList();
        return blind.Count == 0 ? "" : "; " + CannotBeJudged(findings, blind);
    }

    static string Failed(Findings findings) => findings.FailedOn is { } date ? $"; the pump failed on {Wording.Time(date)}{(date > findings.Analysis.Period.End ? $", {Wording.Span(date - findings.Analysis.Period.End)} after the last reading" : "")}" : "";

    static string Beginning(DateTime? since) => since is { } time ? $" since {Wording.Date(time)}" : "";

    static string Are(List<string> names) => names.Count == 1 ? "is" : "are";

    // The sentence stands alone, on a terminal or in a message: its first time says of which clock, for all that follow.
    static string Plain(string text) => FirstTime.Replace(text.Replace(Wording.NoBreakSpace, ' '), "$0 UTC", 1);

    [GeneratedRegex(@"\b\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    static partial Regex FirstTime { get; }
}
