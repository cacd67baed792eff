using System.Globalization;
using Plumbline.Edge.Reporting;
using Plumbline.Plant;
using Plumbline.Pumps;
using Plumbline.Pumps.Condition;

namespace Plumbline.Scenarios.Tests;

/// <summary>Holds an analysis against what a script expects of it.</summary>
sealed class Verdict(PumpAnalysis analysis, IReadOnlyList<(DateTime Time, PumpStatus Status, ReportDecision Decision)> decisions)
{
    int _alarms;
    int _reports;
    bool _tellsOfReports;

    /// <summary>A complaint for each expectation that is not met, with its line.</summary>
    public static List<string> On(Script script)
    {
        var analysis = script.Run();
        var verdict = new Verdict(analysis, script.Decisions());
        var complaints = script.Expectations.Select(e => verdict.Check(e.Words) is { } found ? $"line {e.Line}: {e.Text.Trim()}\n    but {found}" : null).OfType<string>().ToList();
        if (verdict._alarms != analysis.Alarms.Count) complaints.Add($"the script tells of {verdict._alarms} alarms, but there were {analysis.Alarms.Count}: {string.Join("; ", analysis.Alarms.Select(Said))}");
        var reports = verdict.Reports().ToList();
        if (verdict._tellsOfReports && verdict._reports != reports.Count) complaints.Add($"the script tells of {verdict._reports} reports, but there were {reports.Count}: {string.Join("; ", reports)}");
        return complaints;
    }

    string? Check(string[] words) => words[0] switch
    {
        "at" when words[2] == "report" => Report(words),
        "at" when words[2] == "nothing" => Nothing(words[1], words[1]),
        "from" when words[4] == "nothing" => Nothing(words[1], words[3]),
        "at" => Row(words),
        "from" => Span(words),
        "alarm" => Alarm(words),
        "no" => words[1] == "alarm" ? null : throw new FormatException($"'no {words[1]}' is no expectation"),
        "first" => Moment(words, Assessment(words[1]).FirstExceedance),
        "sustained" => words[2] == "not-yet-known" ? Same("not-yet-known", Assessment(words[1]).Sustained.NotYetKnown ? "not-yet-known" : "known") : Moment(words, Assessment(words[1]).Sustained.Found),
        "loss" => Loss(words),
        "current" => Same(words[1], analysis.CurrentStatus.ToString()),
        "defect" => analysis.Defects.Any(d => d.Code == words[1]) ? null : $"there are {string.Join(", ", analysis.Defects.Select(d => d.Code))}",
        _ => throw new FormatException($"'{words[0]}' is no expectation"),
    };

    // at 24h  Warning  flow +12%  head stuck
    string? Row(string[] words)
    {
        var row = analysis.Rows.Times.IndexOf(Script.Start + Script.Duration(words[1]));
        if (row < 0) return "there is no reading at that time";
        var found = Same(words[2], analysis.Rows.Statuses[row].ToString());
        for (var i = 3; i + 1 < words.Length && found is null; i += 2)
        {
            var parameter = Parameter(words[i]);
            found = words[i + 1].EndsWith('%')
                ? Near(words[i + 1], analysis.Rows.DeviationPct(parameter)[row])
                : Same(words[i + 1], analysis.Rows.WhyUnjudged(parameter)[row].ToString());
        }
        return found;
    }

    // at 12h  report Warning  flow head
    string? Report(string[] words)
    {
        (_tellsOfReports, _reports) = (true, _reports + 1);
        var time = Script.Start + Script.Duration(words[1]);
        foreach (var (at, status, decision) in decisions)
            if (at == time) return decision.Reports ? Same(string.Join(' ', words[3..]), Said(status, decision)) : $"nothing is reported: {decision.Reason}";
        return "there is no reading at that time";
    }

    // at 12h30  nothing   |   from 12h30 to 20h  nothing
    string? Nothing(string from, string to)
    {
        _tellsOfReports = true;
        var (first, last) = (Script.Start + Script.Duration(from), Script.Start + Script.Duration(to));
        var rows = decisions.Where(row => row.Time >= first && row.Time <= last).ToList();
        if (rows.Count == 0) return "there are no readings in that time";
        return rows.Where(row => row.Decision.Reports).Select(row => $"at {Hours(row.Time)} it is report {Said(row.Status, row.Decision)} ({row.Decision.Reason})").FirstOrDefault();
    }

    IEnumerable<string> Reports() => decisions.Where(row => row.Decision.Reports).Select(row => $"{Hours(row.Time)} {Said(row.Status, row.Decision)}");

    static string Said(PumpStatus status, ReportDecision decision) => $"{status} {string.Join(' ', decision.Told)}";

    // from 12h to 20h  Warning
    string? Span(string[] words)
    {
        var (first, last) = (Script.Start + Script.Duration(words[1]), Script.Start + Script.Duration(words[3]));
        var rows = 0;
        for (var i = 0; i < analysis.Rows.Count; i++)
        {
            var time = analysis.Rows.Times[i];
            if (time < first || time > last) continue;
            rows++;
            if (Same(words[4], analysis.Rows.Statuses[i].ToString()) is { } found) return $"at {Hours(time)} {found}";
        }
        return rows > 0 ? null : "there are no readings in that time";
    }

    // alarm raised 26h  cleared 40h  worst Critical  flow head
    string? Alarm(string[] words)
    {
        if (_alarms >= analysis.Alarms.Count) return "there are no more alarms";
        var said = Said(analysis.Alarms[_alarms++]);
        return Same(string.Join(' ', words[1..]), said);
    }

    // loss flow -8% Warning since 100h
    string? Loss(string[] words)
    {
        if (Assessment(words[1]).Loss is not { } loss) return words[2] == "none" ? null : "there is none";
        return Near(words[2], loss.LossPct) ?? Same(words[3], loss.Grade.ToString())
            ?? (words.Length > 5 ? Same(words[5], loss.Since is { } since ? Hours(since) : "unknown") : null);
    }

    // first flow 24h +12%   |   first flow never
    static string? Moment(string[] words, Exceedance? found) =>
        found is null ? Same(words[2], "never") : Same(words[2], Hours(found.Time)) ?? (words.Length > 3 ? Near(words[3], found.DeviationPct) : null);

    static string Said(PumpAlarm alarm) =>
        $"raised {Hours(alarm.Raised)} {(alarm.Cleared is { } cleared ? $"cleared {Hours(cleared)}" : "stands")} worst {alarm.WorstStatus} {string.Join(' ', alarm.Parameters).ToLowerInvariant()}";

    static string Hours(DateTime time)
    {
        var since = time - Script.Start;
        return since.Minutes == 0 ? $"{(int)since.TotalHours}h" : $"{(int)since.TotalHours}h{since.Minutes:00}";
    }

    static string? Same(string wanted, string found) => string.Equals(wanted, found, StringComparison.OrdinalIgnoreCase) ? null : $"it is {found}";

    static string? Near(string wanted, double found)
    {
        const double Tolerance = 0.15;
        return Math.Abs(double.Parse(wanted.TrimEnd('%'), CultureInfo.InvariantCulture) - found) <= Tolerance ? null : $"it is {found:+0.00;-0.00}%";
    }

    ParameterAssessment Assessment(string word) => analysis[Parameter(word)];

    static PumpParameter Parameter(string word) => Enum.TryParse<PumpParameter>(word, ignoreCase: true, out var parameter) ? parameter : throw new FormatException($"'{word}' is no parameter");
}
