using System.Text;
using Plumbline.Plant;

namespace Plumbline.Reports.Documents;

/// <summary>How a run of text stands out.</summary>
enum RunStyle
{
    Plain,
    Strong,
    Code,
    Faint,
}

/// <summary>A piece of text of one style. The text is as the reader should see it: a writer escapes it.</summary>
/// <param name="Text">As the reader should see it.</param>
/// <param name="Style">How it stands out.</param>
/// <param name="Link">Where it leads, relative to the document; null for plain text.</param>
/// <param name="Status">Set where the text is the name of a status, to be shown in its colour.</param>
/// <param name="Drawing">SVG of our own making to show in place of the text, where the format can.</param>
sealed record Run(string Text, RunStyle Style = RunStyle.Plain, string? Link = null, PumpStatus? Status = null, string? Drawing = null);

/// <summary>A sentence or a cell, as runs of text. Immutable.</summary>
sealed class Prose
{
    public static readonly Prose Empty = new([]);

    Prose(IReadOnlyList<Run> runs) => Runs = runs;

    public IReadOnlyList<Run> Runs { get; }

    public bool IsEmpty => Runs.All(run => run.Text.Length == 0 && run.Drawing is null);

    public static Prose Strong(string text) => new([new Run(text, RunStyle.Strong)]);

    public static Prose Code(string text) => new([new Run(text, RunStyle.Code)]);

    public static Prose Faint(string text) => new([new Run(text, RunStyle.Faint)]);

    public static Prose Link(string text, string target) => new([new Run(text, Link: target)]);

    public static Prose Badge(PumpStatus status) => new([new Run(status.ToString(), RunStyle.Strong, Status: status)]);

    public static Prose Drawing(string svg, string text) => new([new Run(text, Drawing: svg)]);

    public static Prose Join(string separator, IEnumerable<Prose> parts)
    {
        var joined = Empty;
        foreach (var part in parts) joined = joined.Runs.Count == 0 ? part : joined + separator + part;
        return joined;
    }

    public static implicit operator Prose(string text) => new([new Run(text)]);

    public static Prose operator +(Prose left, Prose right) => new([.. left.Runs, .. right.Runs]);

    /// <summary>The text without its styles, with ordinary spaces: for JSON and for comparing.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var run in Runs) text.Append(run.Text);
        return text.Replace(Wording.NoBreakSpace, ' ').ToString();
    }
}
