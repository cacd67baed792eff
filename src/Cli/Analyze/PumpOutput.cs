using System.Collections.Concurrent;
using System.Text;
using Plumbline.Cli.Models;
using Plumbline.Reports.Documents;
using Plumbline.Reports.Documents.Diagnosis;
using Plumbline.Reports.Documents.Exchange;
using Plumbline.Reports.Drawing.Raster;
using Plumbline.Reports.Drawing.Vector;
using Plumbline.Reports.PumpCharts;

namespace Plumbline.Cli.Analyze;

/// <summary>The files of one pump's report.</summary>
static class PumpOutput
{
    public const string ReportName = "report.html";

    public static void Write(PumpDiagnosis diagnosis, OutputFolder output, int dpi, LocalClock? clock, CancellationToken cancel)
    {
        var analysis = diagnosis.Analysis;
        var charts = PumpChartSet.Of(analysis);
        // What takes long comes first, so that no core waits for another at the end.
        var work = new List<Action>
        {
            () =>
            {
                var report = PumpReport.Of(analysis, charts, clock);
                using (var markdown = Text(output, "report.md")) MarkdownWriter.Write(report, markdown);
                using var html = Text(output, ReportName);
                HtmlWriter.Write(report, html);
            },
            () =>
            {
                using var csv = output.Create("processed.csv");
                ProcessedCsv.Write(analysis.Rows, csv);
            },
            () =>
            {
                using var json = output.Create("analysis.json");
                AnalysisJson.Write(analysis, json);
            },
        };
        if (diagnosis.Trained is { } model)
        {
            work.Add(() =>
            {
                using (var file = output.Create(ModelStore.ModelFile)) model.Write(file);
                using var card = output.Create(ModelStore.CardFile);
                ModelStore.WriteCard(model.Card, card);
            });
        }
        else
        {
            output.Drop(ModelStore.ModelFile);
            output.Drop(ModelStore.CardFile);
        }
        work.AddRange(charts.Select<Reports.Drawing.Chart, Action>(chart => () =>
        {
            using (var png = output.Create(chart.Name + ".png")) PngWriter.Write(chart, png, dpi);
            using var svg = Text(output, chart.Name + ".svg");
            SvgWriter.Write(chart, svg);
        }));
        Parallel.ForEach(Partitioner.Create(work, EnumerablePartitionerOptions.NoBuffering), new ParallelOptions { CancellationToken = cancel }, action => action());
    }

    public static StreamWriter Text(OutputFolder output, string name) => new(output.Create(name), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16);
}
