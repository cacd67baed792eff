using Plumbline.Reports.Drawing.Axes;
using Plumbline.Reports.Drawing.Lettering;

namespace Plumbline.Reports.Drawing.Placing;

/// <summary>A vertical line whose words have found a row above the plot.</summary>
/// <param name="Mark">What it is.</param>
/// <param name="Row">0 is next to the plot; −1: there was no room for the words.</param>
/// <param name="IsLeft">Whether the words stand at the left of the line.</param>
sealed record PlacedEvent(EventMark Mark, int Row, bool IsLeft)
{
    const int MostRows = 6;
    public const double Offset = 4;

    /// <summary>Rows such that no words cross other words or another's line.</summary>
    /// <param name="panel">Its events are placed, the rightmost first.</param>
    /// <param name="x">Places of x.</param>
    /// <param name="rightEdge">Words end before this, px.</param>
    public static IReadOnlyList<PlacedEvent> Place(Panel panel, LinearScale x, double rightEdge)
    {
        var events = panel.Marks.OfType<EventMark>().Where(mark => x.Holds(mark.X)).OrderByDescending(mark => mark.X).ToList();
        var placed = new List<PlacedEvent>();
        foreach (var mark in events) placed.Add(FindRow(mark, placed, x, rightEdge));
        return placed;
    }

    static PlacedEvent FindRow(EventMark mark, List<PlacedEvent> placed, LinearScale x, double rightEdge)
    {
        if (mark.Label.Length == 0) return new(mark, -1, false);
        for (var row = 0; row < MostRows; row++)
        {
            foreach (var isLeft in (ReadOnlySpan<bool>)[false, true])
            {
                var candidate = new PlacedEvent(mark, row, isLeft);
                var (from, to) = candidate.Words(x);
                if (from >= x.Start - 40 && to <= rightEdge && placed.TrueForAll(other => !candidate.Hinders(other, x) && !other.Hinders(candidate, x))) return candidate;
            }
        }
        return new(mark, -1, false);
    }

    bool Hinders(PlacedEvent other, LinearScale x)
    {
        if (Row < 0) return false;
        var (from, to) = Words(x);
        var line = x.At(other.Mark.X);
        var crossesLine = other.Row >= Row && line > from - 3 && line < to + 3;
        var (otherFrom, otherTo) = other.Words(x);
        var crossesWords = other.Row == Row && from < otherTo + 8 && otherFrom < to + 8;
        return crossesLine || crossesWords;
    }

    public (double From, double To) Words(LinearScale x)
    {
        var at = x.At(Mark.X);
        var length = StrokeFont.Measure(Mark.Label, Sizes.Text);
        return IsLeft ? (at - Offset - length, at - Offset) : (at + Offset, at + Offset + length);
    }
}
