using Plumbline.Reports.Drawing.Lettering;

namespace Plumbline.Reports.Drawing.Placing;

/// <summary>Breaks text into lines that fit.</summary>
static class TextBlock
{
    const string Ellipsis = "…";

    /// <summary>At most <paramref name="most"/> lines no wider than <paramref name="width"/>; what does not fit ends in an ellipsis.</summary>
    public static IReadOnlyList<string> Wrap(string text, double width, double size, bool bold = false, int most = int.MaxValue)
    {
        var lines = new List<string>();
        // A percent sign stays with its number.
        foreach (var paragraph in text.ReplaceLineEndings("\n").Replace(" %", "\u00A0%", StringComparison.Ordinal).Split('\n'))
        {
            var line = "";
            foreach (var word in paragraph.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                var longer = line.Length == 0 ? word : line + " " + word;
                if (line.Length > 0 && StrokeFont.Measure(longer, size, bold) > width)
                {
                    lines.Add(line);
                    longer = word;
                }
                line = longer;
            }
            lines.Add(line);
        }
        var isCut = lines.Count > most;
        if (isCut) lines.RemoveRange(most, lines.Count - most);
        if (isCut) lines[^1] += Ellipsis;
        for (var i = 0; i < lines.Count; i++) lines[i] = Fit(lines[i], width, size, bold);
        return lines;
    }

    /// <summary>The text, or as much of its beginning as fits, with an ellipsis.</summary>
    public static string Fit(string text, double width, double size, bool bold = false)
    {
        if (StrokeFont.Measure(text, size, bold) <= width) return text;
        var room = width - StrokeFont.Measure(Ellipsis, size, bold);
        var length = 0;
        for (var sum = 0.0; length < text.Length; length++)
        {
            sum += StrokeFont.Measure(text.AsSpan(length, 1), size, bold);
            if (sum > room) break;
        }
        if (length > 0 && char.IsHighSurrogate(text[length - 1])) length--;
        return text.AsSpan(0, length).TrimEnd().ToString() + Ellipsis;
    }

    public static double Width(IEnumerable<string> lines, double size, bool bold = false)
    {
        var widest = 0.0;
        foreach (var line in lines) widest = Math.Max(widest, StrokeFont.Measure(line, size, bold));
        return widest;
    }
}
