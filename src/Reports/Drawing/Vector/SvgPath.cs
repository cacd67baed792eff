using System.Text;

namespace Plumbline.Reports.Drawing.Vector;

/// <summary>Path data in as few characters as tenths of a px need.</summary>
sealed class SvgPath
{
    readonly StringBuilder _text = new();
    long _x, _y;

    public void Line(ReadOnlySpan<Spot> spots, bool isClosed = false)
    {
        MoveTo(spots[0]);
        if (spots.Length == 1) _text.Append("h0");
        for (var i = 1; i < spots.Length; i++)
        {
            var (x, y) = (Tenths(spots[i].X), Tenths(spots[i].Y));
            if (x == _x && y == _y) continue;
            if (y == _y) Command('h', x - _x);
            else if (x == _x) Command('v', y - _y);
            else
            {
                Command('l', x - _x);
                Number(y - _y, isFirst: false);
            }
            (_x, _y) = (x, y);
        }
        if (isClosed) _text.Append('z');
    }

    public void Box(Box box)
    {
        MoveTo(new(box.Left, box.Top));
        Command('h', Tenths(box.Right) - _x);
        Command('v', Tenths(box.Bottom) - _y);
        Command('H', _x);
        _text.Append('z');
    }

    public void Circle(Spot middle, double radius)
    {
        var r = Math.Max(1, Tenths(radius));
        MoveTo(new(middle.X - (r / 10.0), middle.Y));
        foreach (var across in (ReadOnlySpan<long>)[2 * r, -2 * r])
        {
            Command('a', r);
            Number(r, isFirst: false);
            _text.Append(" 0 1 0");
            Number(across, isFirst: false);
            _text.Append(" 0");
        }
        _text.Append('z');
    }

    public bool IsEmpty => _text.Length == 0;

    public override string ToString() => _text.ToString();

    void MoveTo(Spot spot)
    {
        (_x, _y) = (Tenths(spot.X), Tenths(spot.Y));
        Command('M', _x);
        Number(_y, isFirst: false);
    }

    void Command(char letter, long tenths)
    {
        _text.Append(letter);
        Number(tenths, isFirst: true);
    }

    void Number(long tenths, bool isFirst)
    {
        if (tenths < 0) _text.Append('-');
        else if (!isFirst) _text.Append(' ');
        var size = Math.Abs(tenths);
        if (size >= 10 || size == 0) _text.Append(size / 10);
        if (size % 10 != 0) _text.Append('.').Append(size % 10);
    }

    static long Tenths(double px) => (long)Math.Round(px * 10);
}
