using Plumbline.Pumps;

namespace Plumbline.Reports.Documents.Diagnosis;

/// <summary>How the deviations move: the leading indicators.</summary>
static class TrendSection
{
    public static Section Write(Findings findings, Figure trends)
    {
        var moving = findings.Analysis.Parameters.Where(assessment => assessment.Trend is not null).ToList();
        var blocks = new List<Block>();
        if (moving.Count == 0) blocks.Add(new Paragraph("Too few judged readings to tell a trend of any parameter: readings of at least 24 different hours are needed."));
        else
        {
            blocks.Add(new Table(
                [new("Parameter"), new("Trend, % of baseline a day", true), new("95 % interval", true), new("In words"), new("From readings of")],
                [.. moving.Select(assessment => Row(findings, assessment))]));
            if (moving.All(assessment => !assessment.Trend!.IsSignificant)) blocks.Add(new Paragraph("No parameter moves clearly: every interval holds zero."));
        }
        blocks.Add(trends);
        return new("trends", "Leading indicators", "Trends", blocks);
    }

    public static string InWords(DeviationTrend trend) => trend switch
    {
        { IsSignificant: false } => "no clear trend",
        { SlopePctPerDay: > 0 } => "rising",
        _ => "falling",
    };

    static List<Prose> Row(Findings findings, ParameterAssessment assessment)
    {
        var trend = assessment.Trend!;
        var median = findings[assessment.Parameter].MedianPct;
        var towards = !trend.IsSignificant || double.IsNaN(median) || Math.Abs(median) < 1 ? ""
            : (median > 0) == (trend.SlopePctPerDay > 0) ? ", away from the baseline" : ", towards the baseline";
        return
        [
            Wording.Title(assessment.Parameter), Wording.Signed(trend.SlopePctPerDay, 2), $"{Wording.Signed(trend.LowPctPerDay, 2)} to {Wording.Signed(trend.HighPctPerDay, 2)}",
            InWords(trend) + towards + (assessment.Clipped.Any(sensor => sensor.Period.End >= trend.Window.Start && sensor.Period.Start <= trend.Window.End) ? "; clipped, so that the truth moves further" : ""), $"{Wording.Date(trend.Window.Start)} to {Wording.Date(trend.Window.End)}",
        ];
    }
}
