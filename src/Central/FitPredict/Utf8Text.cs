using System.Globalization;

namespace Plumbline.Central.FitPredict;

/// <summary>Text that is put together in place. The caller gives it room enough: 24 bytes for a number.</summary>
ref struct Utf8Text(Span<byte> room)
{
    readonly Span<byte> _room = room;

    public int Length { get; private set; }

    public void Add(ReadOnlySpan<byte> text)
    {
        text.CopyTo(_room[Length..]);
        Length += text.Length;
    }

    /// <summary>The shortest digits that are read as the same number; null where it is not finite.</summary>
    public void Add(double number)
    {
        if (!double.IsFinite(number)) Add("null"u8);
        else if (number.TryFormat(_room[Length..], out var written, default, CultureInfo.InvariantCulture)) Length += written;
    }

    public void Add(long number)
    {
        if (number.TryFormat(_room[Length..], out var written, default, CultureInfo.InvariantCulture)) Length += written;
    }
}
