using System.Text;
using Plumbline.Plant;
using Plumbline.Pumps.Condition;

namespace Plumbline.Reports.Documents.Overview;

/// <summary>A pump's whole period in the space of a word: the worst status of each slice of time.</summary>
/// <remarks>Height tells the statuses apart as well as colour does: off and unknown lowest, failure highest.</remarks>
static class StatusStrip
{
    const int Slices = 96;
    const int TextSlices = 24;

    const int Height = 20;

    /// <summary>One status a slice, from the first reading to the last; null for a slice without readings.</summary>
    public static PumpStatus?[] Of(JudgedLog rows)
    {
        var slices = new PumpStatus?[Slices];
        if (rows.Count == 0) return slices;
        var (start, span) = (rows.Times[0].Ticks, Math.Max(1, rows.Times[^1].Ticks - rows.Times[0].Ticks));
        for (var row = 0; row < rows.Count; row++)
        {
            var slice = Math.Min(Slices - 1, (int)((double)(rows.Times[row].Ticks - start) / span * Slices));
            var status = rows.Statuses[row];
            if (slices[slice] is not { } worst || Rank(status) > Rank(worst)) slices[slice] = status;
        }
        return slices;
    }

    /// <summary>An <c>svg</c> element that takes its colours from the page's style.</summary>
    public static string Svg(PumpStatus?[] slices)
    {
        var svg = new StringBuilder($"<svg class=\"strip\" viewBox=\"0 0 {Slices} {Height}\" width=\"{Slices * 3 / 2}\" height=\"{Height}\" role=\"img\" aria-label=\"{Label(slices)}\" preserveAspectRatio=\"none\">");
        foreach (var status in Enum.GetValues<PumpStatus>())
        {
            var path = new StringBuilder();
            for (var from = 0; from < slices.Length;)
            {
                var to = from + 1;
                while (to < slices.Length && slices[to] == slices[from]) to++;
                if (slices[from] == status) path.Append($"M{from} {Height}V{Height - Tall(status)}H{to}V{Height}Z");
                from = to;
            }
            if (path.Length > 0) svg.Append($"<path class=\"{status.ToString().ToLowerInvariant()}\" d=\"{path}\"/>");
        }
        return svg.Append("</svg>").ToString();
    }

    /// <summary>The same in characters, for formats without pictures.</summary>
    public static string Text(PumpStatus?[] slices)
    {
        var text = new char[TextSlices];
        for (var i = 0; i < text.Length; i++)
        {
            PumpStatus? worst = null;
            foreach (var status in slices.AsSpan(i * Slices / TextSlices, Slices / TextSlices))
                if (status is { } known && (worst is null || Rank(known) > Rank(worst.Value))) worst = known;
            text[i] = worst switch
            {
                PumpStatus.Normal => '▁',
                PumpStatus.Warning => '▃',
                PumpStatus.Critical => '▅',
                PumpStatus.Failure => '█',
                PumpStatus.Off => '·',
                PumpStatus.Unknown => '?',
                _ => ' ',
            };
        }
        return new string(text);
    }

    // Which status stands for a slice that has several: running before off, what could not be judged before what was found normal, and what is out of order before all.
    static int Rank(PumpStatus status) => status switch { PumpStatus.Off => 0, PumpStatus.Normal => 1, PumpStatus.Unknown => 2, _ => (int)status };

    static int Tall(PumpStatus status) => status switch { PumpStatus.Off => 2, PumpStatus.Unknown => 4, PumpStatus.Normal => 6, PumpStatus.Warning => 10, PumpStatus.Critical => 15, _ => Height };

    static string Label(PumpStatus?[] slices)
    {
        var worst = slices.Where(status => status is not null).Select(status => status!.Value).DefaultIfEmpty(PumpStatus.Unknown).MaxBy(Rank);
        return $"Status over the period; worst {worst}";
    }
}
