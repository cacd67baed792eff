using System.Text.RegularExpressions;
using Plumbline.Plant;
using Plumbline.Reports.Drawing;
using Plumbline.Reports.Drawing.Interactive;

namespace Plumbline.Reports.Documents;

/// <summary>Writes a document as one HTML file that needs nothing else: no network, no file beside it.</summary>
/// <remarks>The markup is well-formed XML as well, scripts and styles apart, so that a program can take it apart.</remarks>
public static partial class HtmlWriter
{
    /// <summary>Writes the whole page.</summary>
    /// <param name="document">What to write.</param>
    /// <param name="writer">Not closed.</param>
    public static void Write(Document document, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(writer);
        new Pass(writer).Document(document);
    }

    [GeneratedRegex(@"\b\d{4}-\d{2}-\d{2}([ \u00A0]\d{2}:\d{2}(:\d{2})?)?\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    static partial Regex Times { get; }

    sealed class Pass(TextWriter writer)
    {
        readonly List<Chart> _charts = [];

        public void Document(Document document)
        {
            // The policy lets nothing in from outside, whatever a name in the data may contain.
            writer.Write("""
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"/>
                <meta name="color-scheme" content="light dark"/>
                <title>
                """);
            Escape.Html(writer, document.Title);
            writer.Write("</title>\n<style>\n");
            writer.Write(PageAssets.Style);
            writer.Write("</style>\n</head>\n<body>\n");
            Header(document);
            writer.Write("<div class=\"page\">\n");
            if (document.Sections.Count > 2) Contents(document.Sections);
            writer.Write("<main>\n");
            foreach (var section in document.Sections) Section(section);
            writer.Write("</main>\n</div>\n");
            if (document.Colophon.Length > 0) Element("footer", document.Colophon);
            if (_charts.Count > 0) InteractiveChart.WriteScript(_charts, writer);
            writer.Write("</body>\n</html>\n");
        }

        void Header(Document document)
        {
            writer.Write("<header>\n");
            if (document.Kicker.Length > 0) Element("p", document.Kicker, "kicker");
            writer.Write("<h1>");
            Escape.Html(writer, document.Title);
            if (document.Status is { } status)
            {
                writer.Write(' ');
                Badge(status, status.ToString());
            }
            writer.Write("</h1>\n");
            if (!document.Lead.IsEmpty) Element("p", document.Lead, "lead");
            if (document.Facts.Count > 0)
            {
                writer.Write("<dl class=\"facts\">\n");
                foreach (var fact in document.Facts)
                {
                    writer.Write("<div>");
                    Element("dt", fact.Name);
                    Element("dd", fact.Value);
                    writer.Write("</div>\n");
                }
                writer.Write("</dl>\n");
            }
            writer.Write("</header>\n");
        }

        void Contents(IReadOnlyList<Section> sections)
        {
            writer.Write("<nav aria-label=\"Contents\"><ol>\n");
            foreach (var section in sections)
            {
                writer.Write($"<li><a href=\"#{section.Id}\">");
                Escape.Html(writer, section.Short);
                writer.Write("</a></li>\n");
            }
            writer.Write("</ol></nav>\n");
        }

        void Section(Section section)
        {
            writer.Write($"<section id=\"{section.Id}\">\n");
            Element("h2", section.Heading);
            foreach (var block in section.Blocks) Block(block);
            writer.Write("</section>\n");
        }

        void Block(Block block)
        {
            switch (block)
            {
                case Subheading sub: Element("h3", sub.Text); break;
                case Paragraph paragraph: Element("p", paragraph.Text); break;
                case Callout callout: Callout(callout); break;
                case BulletList list: List(list); break;
                case Table table: Table(table); break;
                case Figure figure: Figure(figure); break;
                case Fold fold: Fold(fold); break;
                default: throw new ArgumentOutOfRangeException(nameof(block), block, "A block that HTML has no form for.");
            }
        }

        void Callout(Callout callout)
        {
            writer.Write($"<div class=\"callout {Name(callout.Tone)}\" role=\"note\">");
            Element("p", callout.Text);
            writer.Write("</div>\n");
        }

        void List(BulletList list)
        {
            var name = list.Numbered ? "ol" : "ul";
            writer.Write($"<{name}>\n");
            foreach (var item in list.Items) Element("li", item);
            writer.Write($"</{name}>\n");
        }

        // The box scrolls, the page does not: with the keyboard too, hence the tab stop.
        void Table(Table table)
        {
            writer.Write("<div class=\"scroll\" tabindex=\"0\">\n<table>\n");
            if (table.Caption.Length > 0) Element("caption", table.Caption);
            writer.Write("<thead><tr>");
            foreach (var column in table.Columns)
            {
                writer.Write($"<th scope=\"col\"{Class(column)}>");
                Escape.Html(writer, column.Heading);
                writer.Write("</th>");
            }
            writer.Write("</tr></thead>\n<tbody>\n");
            foreach (var row in table.Rows)
            {
                writer.Write("<tr>");
                for (var i = 0; i < row.Count; i++) Cell(row[i], table.Columns[i], isName: i == 0 && table.RowsAreNamed);
                writer.Write("</tr>\n");
            }
            writer.Write("</tbody>\n</table>\n</div>\n");
        }

        void Cell(Prose text, Column column, bool isName)
        {
            writer.Write(isName ? $"<th scope=\"row\"{Class(column)}>" : $"<td{Class(column)}>");
            Text(text);
            writer.Write(isName ? "</th>" : "</td>");
        }

        static string Class(Column column) => column.IsNumber ? " class=\"number\"" : column.IsWide ? " class=\"wide\"" : "";

        void Figure(Figure figure)
        {
            writer.Write($"<figure id=\"figure-{figure.Chart.Name}\">\n");
            InteractiveChart.Write(figure.Chart, writer);
            _charts.Add(figure.Chart);
            writer.Write("</figure>\n");
        }

        void Fold(Fold fold)
        {
            writer.Write("<details>");
            Element("summary", fold.Summary);
            foreach (var inner in fold.Blocks) Block(inner);
            writer.Write("</details>\n");
        }

        void Element(string name, Prose text, string? css = null)
        {
            writer.Write(css is null ? $"<{name}>" : $"<{name} class=\"{css}\">");
            Text(text);
            writer.Write($"</{name}>\n");
        }

        void Text(Prose text)
        {
            foreach (var run in text.Runs)
            {
                if (run.Drawing is { } drawing) writer.Write(drawing);
                else if (run.Status is { } status) Badge(status, run.Text);
                else if (run.Link is { } link) Wrapped($"a href=\"{Escape.Address(link)}\"", run.Text);
                else if (run.Style is RunStyle.Strong) Wrapped("strong", run.Text);
                else if (run.Style is RunStyle.Code) Wrapped("code", run.Text);
                else if (run.Style is RunStyle.Faint) Wrapped("small", run.Text);
                else Plain(run.Text);
            }
        }

        // Marked, a time is not broken at the end of a line.
        void Plain(string text)
        {
            var done = 0;
            foreach (var match in Times.EnumerateMatches(text))
            {
                Escape.Html(writer, text[done..match.Index]);
                done = match.Index + match.Length;
                Wrapped("time", text[match.Index..done]);
            }
            Escape.Html(writer, text[done..]);
        }

        void Badge(PumpStatus status, string text) => Wrapped($"span class=\"badge {Name(status)}\"", text);

        void Wrapped(string element, string text)
        {
            writer.Write($"<{element}>");
            Escape.Html(writer, text);
            writer.Write($"</{element.AsSpan(0, element.IndexOf(' ', StringComparison.Ordinal) is >= 0 and var end ? end : element.Length)}>");
        }

        static string Name<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
    }
}
