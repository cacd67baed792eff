using System.Collections.Frozen;
using System.Globalization;

namespace Plumbline.Reports.Drawing.Lettering;

/// <summary>A letter as the path of a pen.</summary>
/// <param name="Advance">Distance to the next letter, in hundredths of the font size.</param>
/// <param name="Strokes">Lines of (x, y) in hundredths of the font size, y upwards from the baseline.</param>
sealed record Glyph(double Advance, IReadOnlyList<Spot[]> Strokes);

/// <summary>The one font of all pictures: what text measures, and how its letters are drawn where no font is at hand.</summary>
/// <remarks>Safe from many threads. A character that the font lacks is a box.</remarks>
static class StrokeFont
{
    /// <summary>Ink of a capital above the baseline, as a share of the font size.</summary>
    public const double CapitalHeight = 0.72;

    /// <summary>Room above the baseline that no letter without an accent leaves.</summary>
    public const double Ascent = 0.80;

    /// <summary>Room below the baseline that no letter leaves.</summary>
    public const double Descent = 0.22;

    /// <summary>From baseline to baseline.</summary>
    public const double LineHeight = 1.3;

    /// <summary>Bold letters are this much wider.</summary>
    public const double BoldWidening = 1.09;

    // How far a quarter arc bulges: 0.552 would be an ellipse, more is squarer.
    const double Bulge = 0.58;
    const int StepsPerCurve = 7;

    static readonly FrozenDictionary<char, Glyph> Glyphs = ReadAll();
    static readonly Glyph Missing = new(56, [[new(9, 4), new(9, 68), new(47, 68), new(47, 4), new(9, 4)]]);
    static readonly Glyph Blank = new(28, []);
    static readonly Glyph Nothing = new(0, []);

    /// <summary>The characters that have a drawing.</summary>
    internal static IEnumerable<char> Characters => Glyphs.Keys;

    public static Glyph Of(char character) =>
        Glyphs.TryGetValue(character, out var glyph) ? glyph
        : char.IsWhiteSpace(character) ? Blank
        : char.IsLowSurrogate(character) || character is '\u200B' or '\uFEFF' or (>= '\u0300' and <= '\u036F') ? Nothing
        : Missing;

    /// <summary>Width of one line of text, px.</summary>
    public static double Measure(ReadOnlySpan<char> text, double size, bool bold = false)
    {
        var sum = 0.0;
        foreach (var character in text) sum += Of(character).Advance;
        return sum * size / 100 * (bold ? BoldWidening : 1);
    }

    static FrozenDictionary<char, Glyph> ReadAll()
    {
        var glyphs = new Dictionary<char, Glyph>();
        foreach (var line in GlyphTable.Glyphs.AsSpan().EnumerateLines())
        {
            var advanceEnd = 2 + line[2..].IndexOf(' ');
            glyphs.Add(line[0], new(double.Parse(line[2..advanceEnd], CultureInfo.InvariantCulture), PenPath.Read(line[advanceEnd..], Bulge, StepsPerCurve)));
        }
        glyphs.Add('\u03BC', glyphs['µ']);
        glyphs.Add('\u2011', glyphs['-']);

        var accents = new Dictionary<char, IReadOnlyList<Spot[]>>();
        foreach (var line in GlyphTable.Accents.AsSpan().EnumerateLines()) accents.Add(line[0], PenPath.Read(line[1..], Bulge, StepsPerCurve));
        for (var i = 0; i < GlyphTable.Accented.Length; i += 3)
            glyphs.Add(GlyphTable.Accented[i], WithAccent(GlyphTable.Accented[i + 1], glyphs[GlyphTable.Accented[i + 1]], accents[GlyphTable.Accented[i + 2]]));
        return glyphs.ToFrozenDictionary();
    }

    static Glyph WithAccent(char letter, Glyph glyph, IReadOnlyList<Spot[]> accent)
    {
        var middle = glyph.Advance / 2;
        var isBelow = accent[0][^1].Y < 20;
        var lift = char.IsUpper(letter) && !isBelow ? 18 : 0;
        return new(glyph.Advance, [.. glyph.Strokes, .. accent.Select(stroke => stroke.Select(p => new Spot(p.X + middle, p.Y + lift)).ToArray())]);
    }
}
