namespace Plumbline.Reports.Documents;

/// <summary>Writes a document as GitHub-flavoured Markdown. Figures are links to PNG files beside it.</summary>
public static class MarkdownWriter
{
    /// <summary>Writes the whole document, lines ended by a line feed.</summary>
    /// <param name="document">What to write.</param>
    /// <param name="writer">Not closed.</param>
    /// <param name="figureFolder">Where the PNG files of the figures are, relative to the document: empty for beside it, else without a slash at the end.</param>
    public static void Write(Document document, TextWriter writer, string figureFolder = "")
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(writer);
        new Pass(writer, figureFolder).Document(document);
    }

    sealed class Pass(TextWriter writer, string figureFolder)
    {
        public void Document(Document document)
        {
            Line("# ", document.Title);
            if (!document.Lead.IsEmpty) Line("", document.Lead);
            if (document.Facts.Count > 0) Block(new BulletList([.. document.Facts.Select(fact => Prose.Strong(fact.Name + ":") + " " + fact.Value)]));
            foreach (var section in document.Sections)
            {
                Line("## ", section.Heading);
                foreach (var block in section.Blocks) Block(block);
            }
            if (document.Colophon.Length > 0)
            {
                writer.Write("---\n\n");
                Text(document.Colophon);
                writer.Write('\n');
            }
        }

        void Block(Block block)
        {
            switch (block)
            {
                case Subheading sub: Line("### ", sub.Text); break;
                case Paragraph paragraph: Line("", paragraph.Text); break;
                case Callout callout: Callout(callout); break;
                case BulletList list: List(list); break;
                case Table table: Table(table); break;
                case Figure figure: Figure(figure); break;
                case Fold fold:
                    Line("", Prose.Strong(fold.Summary));
                    foreach (var inner in fold.Blocks) Block(inner);
                    break;
                default: throw new ArgumentOutOfRangeException(nameof(block), block, "A block that Markdown has no form for.");
            }
        }

        void Callout(Callout callout)
        {
            writer.Write(callout.Tone switch { Tone.Alarm => "> [!CAUTION]\n", Tone.Caution => "> [!WARNING]\n", _ => "> [!NOTE]\n" });
            Line("> ", callout.Text);
        }

        void List(BulletList list)
        {
            for (var i = 0; i < list.Items.Count; i++)
            {
                writer.Write(list.Numbered ? $"{i + 1}. " : "- ");
                Text(list.Items[i], atLineStart: true);
                writer.Write('\n');
            }
            writer.Write('\n');
        }

        void Table(Table table)
        {
            if (table.Caption.Length > 0) Line("", table.Caption);
            Row(table.Columns.Select(column => (Prose)column.Heading));
            writer.Write('|');
            foreach (var column in table.Columns) writer.Write(column.IsNumber ? " ---: |" : " --- |");
            writer.Write('\n');
            foreach (var row in table.Rows) Row(row);
            writer.Write('\n');
        }

        void Row(IEnumerable<Prose> cells)
        {
            writer.Write('|');
            foreach (var cell in cells)
            {
                if (!cell.IsEmpty) writer.Write(' ');
                Text(cell);
                writer.Write(" |");
            }
            writer.Write('\n');
        }

        void Figure(Figure figure)
        {
            writer.Write("![");
            Escape.Markdown(writer, figure.Chart.Text);
            writer.Write("](");
            writer.Write(Escape.Address((figureFolder.Length > 0 ? figureFolder + "/" : "") + figure.Chart.Name + ".png"));
            writer.Write(")\n\n");
        }

        void Line(string start, Prose text)
        {
            writer.Write(start);
            Text(text, atLineStart: true);
            writer.Write("\n\n");
        }

        void Text(Prose text, bool atLineStart = false)
        {
            foreach (var run in text.Runs)
            {
                if (run.Text.Length == 0) continue;
                Run(run, atLineStart);
                atLineStart = false;
            }
        }

        void Run(Run run, bool atLineStart)
        {
            if (run.Link is { } link)
            {
                writer.Write('[');
                Escape.Markdown(writer, run.Text);
                writer.Write($"]({Escape.Address(link)})");
            }
            else if (run.Style is RunStyle.Code)
            {
                Code(run.Text);
            }
            else if (run.Style is RunStyle.Strong)
            {
                // Markdown takes stars for emphasis only where no space is inside them.
                var text = run.Text.Trim();
                var before = run.Text.Length - run.Text.TrimStart().Length;
                writer.Write(run.Text[..before]);
                writer.Write("**");
                Escape.Markdown(writer, text);
                writer.Write("**");
                writer.Write(run.Text[(before + text.Length)..]);
            }
            else
            {
                Escape.Markdown(writer, run.Text, atLineStart);
            }
        }

        // Inside code nothing can be escaped; a fence longer than any inside keeps it whole. A bar would still end a cell.
        void Code(string text)
        {
            var clean = text.ReplaceLineEndings(" ").Replace("|", "\\|", StringComparison.Ordinal);
            var longest = 0;
            for (int i = 0, run = 0; i < clean.Length; i++) longest = Math.Max(longest, run = clean[i] == '`' ? run + 1 : 0);
            var fence = new string('`', longest + 1);
            var space = longest > 0 ? " " : "";
            writer.Write(fence + space + clean + space + fence);
        }
    }
}
