using Plumbline.Plant;

namespace Plumbline.Reports.Documents;

/// <summary>A document before it has a format: written as Markdown or as HTML, with the same content.</summary>
/// <remarks>Immutable; safe from many threads. It holds text as the reader should see it; the writers escape it, so a pump may have any name.</remarks>
public sealed class Document
{
    internal Document(string title, IReadOnlyList<Section> sections)
    {
        Title = title;
        Sections = sections;
    }

    /// <summary>The heading, and the title of the HTML page.</summary>
    public string Title { get; }

    /// <summary>A line above the title that says what kind of document this is.</summary>
    internal string Kicker { get; init; } = "";

    /// <summary>Shown beside the title.</summary>
    internal PumpStatus? Status { get; init; }

    /// <summary>The one sentence that a reader in a hurry needs.</summary>
    internal Prose Lead { get; init; } = Prose.Empty;

    /// <summary>What the document is about, in names and values, under the lead.</summary>
    internal IReadOnlyList<Fact> Facts { get; init; } = [];

    internal IReadOnlyList<Section> Sections { get; }

    /// <summary>Closing line: what made the document.</summary>
    internal string Colophon { get; init; } = "";
}

/// <summary>A name and its value.</summary>
sealed record Fact(string Name, Prose Value);

/// <summary>A part of a document with a heading of its own.</summary>
/// <param name="Id">Name of the place for links: lower-case letters, digits and hyphens.</param>
/// <param name="Heading">As shown.</param>
/// <param name="Short">As shown in the table of contents.</param>
/// <param name="Blocks">What it holds, in order.</param>
sealed record Section(string Id, string Heading, string Short, IReadOnlyList<Block> Blocks);

abstract record Block;

sealed record Subheading(string Text) : Block;

sealed record Paragraph(Prose Text) : Block;

sealed record BulletList(IReadOnlyList<Prose> Items, bool Numbered = false) : Block;

/// <summary>A box that must not be overlooked.</summary>
sealed record Callout(Tone Tone, Prose Text) : Block;

enum Tone
{
    Note,
    Caution,
    Alarm,
}

/// <summary>A table.</summary>
sealed record Table(IReadOnlyList<Column> Columns, IReadOnlyList<IReadOnlyList<Prose>> Rows) : Block
{
    /// <summary>Shown above; may be empty.</summary>
    public string Caption { get; init; } = "";

    /// <summary>Whether the first cell of a row is its name.</summary>
    public bool RowsAreNamed { get; init; } = true;
}

/// <param name="Heading">As shown.</param>
/// <param name="IsNumber">Numbers stand under each other, at the right.</param>
/// <param name="IsWide">Holds sentences: not to be squeezed on a small screen.</param>
sealed record Column(string Heading, bool IsNumber = false, bool IsWide = false);

/// <summary>Blocks that most readers skip: folded away where the format can.</summary>
sealed record Fold(string Summary, IReadOnlyList<Block> Blocks) : Block;
