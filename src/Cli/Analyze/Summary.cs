using Plumbline.Plant;
using Plumbline.Pumps;
using Plumbline.Pumps.Prognosis;
using Plumbline.Reports.Documents;
using Plumbline.Reports.Documents.Overview;
using Spectre.Console;

namespace Plumbline.Cli.Analyze;

/// <summary>What the terminal shows at the end: the verdict, one short table, where the report is.</summary>
static class Summary
{
    const int LongestFleet = 20;

    /// <param name="analysis">What was found.</param>
    /// <param name="reportPath">Where to read on.</param>
    /// <param name="trained">What became of a model that was trained on the way; null without one.</param>
    /// <param name="clock">Of the site, for the first exceedances; null where that is UTC.</param>
    public static void Print(PumpAnalysis analysis, string reportPath, string? trained, LocalClock? clock)
    {
        var console = Terminal.Results;
        console.WriteLine();
        console.MarkupLineInterpolated($"[bold]{Terminal.Plain(analysis.Baseline.PumpId)}[/]");
        foreach (var line in Lines(Terminal.Plain(FleetEntry.Of(analysis, "").Verdict!.Sentence), console.Profile.Width)) console.WriteLine(line);
        var table = new Table().Border(TableBorder.Rounded).AddColumns("", "baseline", "latest", "deviation", "tolerance", "first outside (UTC)", "loss");
        foreach (var column in table.Columns.Skip(1).Take(3)) column.RightAligned();
        foreach (var parameter in analysis.Parameters) table.AddRow([.. Cells(parameter, clock).Select(cell => new Markup(cell))]);
        console.Write(table);
        foreach (var defect in analysis.Defects.Where(defect => defect.Effect != DefectEffect.Noted))
            console.MarkupLineInterpolated($"[grey]{(defect.Effect == DefectEffect.Rejected ? "left out" : "not judged")}:[/] {defect.What} ({defect.Where})");
        foreach (var remark in analysis.Defects.Where(defect => defect.Code == "pumps.rated_speed_unused")) console.MarkupLineInterpolated($"[grey]remark:[/] {remark.What}");
        if (analysis.Prognosis is { Model: { } card, OnThisRun: { } on })
        {
            var unit = card.Label == RulLabel.Classification ? "" : " days";
            console.WriteLine($"Model {card.Version}, which had not seen these readings: MAE {on.Mae:0.0#}{unit}, RMSE {on.Rmse:0.0#}{unit}, R² {on.R2:0.00} over {on.Rows:#,0} hours up to the failure.");
        }
        if (trained is not null) console.WriteLine(trained);
        PrintPlace(console, reportPath);
    }

    public static void Print(IReadOnlyList<FleetEntry> entries, string pagePath)
    {
        var console = Terminal.Results;
        console.WriteLine();
        var table = new Table().Border(TableBorder.Rounded).AddColumns("pump", "status", "why");
        var ranked = FleetEntry.Ranked(entries);
        foreach (var entry in ranked.Take(LongestFleet))
            table.AddRow(Markup.Escape(Terminal.Plain(entry.PumpId)), Colored(entry.Verdict?.Status), Markup.Escape(Terminal.Plain(entry.Verdict?.Sentence ?? entry.NotAnalysed ?? "")));
        console.Write(table);
        if (ranked.Count > LongestFleet) console.WriteLine($"and {ranked.Count - LongestFleet} more, on the page.");
        PrintPlace(console, pagePath);
    }

    static void PrintPlace(IAnsiConsole console, string path)
    {
        // Not through the console's wrapping: a path is to be copied whole.
        console.Profile.Out.Writer.WriteLine("Report: " + path);
    }

    /// <summary>Text in lines of at most this width where its words allow it; a number stays with its percent sign.</summary>
    public static IEnumerable<string> Lines(string text, int width)
    {
        var line = "";
        foreach (var word in text.Replace(" %", "\u00A0%", StringComparison.Ordinal).Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line.Replace('\u00A0', ' ');
                line = "";
            }
            line += line.Length > 0 ? " " + word : word;
        }
        yield return line.Replace('\u00A0', ' ');
    }

    static IEnumerable<string> Cells(ParameterAssessment found, LocalClock? clock)
    {
        yield return found.Parameter.ToString();
        yield return $"{found.BaselineValue:0.##} {found.Unit}";
        yield return found.Latest is { } latest ? $"{latest.Value:0.##}" : "[grey]not judged[/]";
        yield return found.Latest is { } now ? Violated(now) ? $"[red]{now.DeviationPct:+0.0;-0.0;0.0} %[/]" : $"{now.DeviationPct:+0.0;-0.0;0.0} %" : "";
        yield return Tolerance(found);
        yield return found.FirstExceedance is { } first ? $"{first.Time:yyyy-MM-dd HH:mm} ({first.DeviationPct:+0.00;-0.00} %)" + Local(first.Time, clock) : found.JudgedRows > 0 ? "never" : "";
        yield return found.Loss is { Grade: not LossGrade.Slight } loss ? $"{(loss.IsAtLeast ? "at least " : "")}{loss.LossPct:0.0} %" : "";
    }

    static string Local(DateTime utc, LocalClock? clock) => clock is null ? "" : $"\n[grey]{clock.FromUtc(utc):yyyy-MM-dd HH:mm} {Markup.Escape(clock.Zone)}[/]";

    static bool Violated(Exceedance row) => row.Severity > 0;

    static string Tolerance(ParameterAssessment found) => (found.Limits.MinPct, found.Limits.MaxPct) switch
    {
        ({ } min, { } max) => $"{min:0.#} to {max:+0.#} %",
        (null, { } max) => $"up to {max:+0.#} %",
        ({ } min, null) => $"from {min:0.#} %",
        _ => "none",
    };

    static string Colored(PumpStatus? status) => status switch
    {
        PumpStatus.Failure => "[red]Failure[/]",
        PumpStatus.Critical => "[darkorange]Critical[/]",
        PumpStatus.Warning => "[yellow]Warning[/]",
        PumpStatus.Normal => "[green]Normal[/]",
        { } other => $"[grey]{other}[/]",
        null => "[grey]not analysed[/]",
    };
}
