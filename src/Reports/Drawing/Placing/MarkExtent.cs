using Plumbline.Reports.Drawing.Axes;

namespace Plumbline.Reports.Drawing.Placing;

/// <summary>What must be on the axes of a panel so that its marks are seen.</summary>
static class MarkExtent
{
    public static void ReachX(AxisRange range, Mark mark)
    {
        switch (mark)
        {
            case LineMark line when line.X.Length > 0:
                range.Reach(line.X[0]);
                range.Reach(line.X[^1]);
                break;
            case SpanMark spans: Reach(range, spans.Spans); break;
            case BarMark bars: Reach(range, bars.Spans); break;
            case StripMark strip:
                foreach (var run in strip.Runs) { range.Reach(run.From); range.Reach(run.To); }
                break;
            case BlockMark blocks:
                foreach (var block in blocks.Blocks) { range.Reach(block.From); range.Reach(block.To); }
                break;
            case PointMark point: range.Reach(point.X); break;
            case EventMark happening: range.Reach(happening.X); break;
            default: break;
        }
    }

    public static void ReachY(AxisRange range, IReadOnlyList<Mark> marks)
    {
        double[]? stacked = null;
        foreach (var mark in marks)
        {
            switch (mark)
            {
                case LineMark line: range.Reach(line.Y); break;
                case LevelMark { InRange: true } level: range.Reach(level.Y); break;
                case PointMark point: range.Reach(point.Y); break;
                case BandMark band:
                    if (band.Low is { } low) range.Reach(low);
                    if (band.High is { } high) range.Reach(high);
                    break;
                case BarMark bar:
                    stacked ??= new double[bar.Spans.Count];
                    for (var i = 0; i < stacked.Length; i++) stacked[i] += double.IsFinite(bar.Heights[i]) ? bar.Heights[i] : 0;
                    break;
                default: break;
            }
        }
        if (stacked is null) return;
        range.Reach(0);
        range.Reach(stacked);
    }

    static void Reach(AxisRange range, IReadOnlyList<Stretch> spans)
    {
        if (spans.Count == 0) return;
        range.Reach(spans[0].From);
        range.Reach(spans[^1].To);
    }
}
