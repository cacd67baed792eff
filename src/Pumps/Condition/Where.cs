using System.Globalization;
using Plumbline.Plant;

namespace Plumbline.Pumps.Condition;

/// <summary>How places in a log are said.</summary>
static class Where
{
    public static string Time(DateTime utc) => utc.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    public static string All(PumpLog log) => Span(log.Times[0], log.Times[^1]);

    public static string Span(DateTime first, DateTime last) => first == last ? Time(first) : $"{Time(first)} to {Time(last)}";

    /// <summary>The first few spans, and how many more there are.</summary>
    public static string Spans(IReadOnlyList<Period> spans)
    {
        const int Shown = 3;
        var said = string.Join("; ", spans.Take(Shown).Select(span => Span(span.Start, span.End)));
        return spans.Count > Shown ? $"{said}; and {spans.Count - Shown} more" : said;
    }

    public static string Rows(long count) => count == 1 ? "1 reading" : Count(count) + " readings";

    public static string Count(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);
}
