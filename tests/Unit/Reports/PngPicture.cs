using System.Buffers.Binary;
using System.IO.Compression;
using Shouldly;

namespace Plumbline.Unit.Tests.Reports;

/// <summary>Reads a PNG as any program would: checks every chunk, undoes the filters. Only for true colour of 8 bits.</summary>
sealed class PngPicture
{
    readonly byte[] _rgb;

    public PngPicture(byte[] file)
    {
        file.AsSpan(0, 8).ToArray().ShouldBe([0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10]);
        using var packed = new MemoryStream();
        for (var at = 8; at < file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            var name = System.Text.Encoding.ASCII.GetString(file, at + 4, 4);
            var content = file.AsSpan(at + 8, length);
            BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at + 8 + length)).ShouldBe(Crc(file.AsSpan(at + 4, length + 4)), name);
            Chunks.Add(name);
            if (name == "IHDR")
            {
                (Width, Height) = (BinaryPrimitives.ReadInt32BigEndian(content), BinaryPrimitives.ReadInt32BigEndian(content[4..]));
                content[8..].ToArray().ShouldBe([8, 2, 0, 0, 0]);
            }
            if (name == "pHYs") PixelsPerMetre = BinaryPrimitives.ReadInt32BigEndian(content);
            if (name == "IDAT") packed.Write(content);
            at += length + 12;
        }
        packed.Position = 0;
        using var inflate = new ZLibStream(packed, CompressionMode.Decompress);
        using var raw = new MemoryStream();
        inflate.CopyTo(raw);
        _rgb = Unfilter(raw.ToArray());
    }

    public int Width { get; }
    public int Height { get; }
    public int PixelsPerMetre { get; }
    public List<string> Chunks { get; } = [];

    /// <summary>0xRRGGBB.</summary>
    public int this[int x, int y] => (_rgb[((y * Width) + x) * 3] << 16) | (_rgb[(((y * Width) + x) * 3) + 1] << 8) | _rgb[(((y * Width) + x) * 3) + 2];

    /// <summary>Share of the pixels of a rectangle that are not of the given colour.</summary>
    public double InkShare(int left, int top, int width, int height, int paper = 0xFFFFFF)
    {
        var inked = 0;
        for (var y = top; y < top + height; y++)
            for (var x = left; x < left + width; x++)
                if (this[x, y] != paper) inked++;
        return inked / (double)(width * height);
    }

    byte[] Unfilter(byte[] raw)
    {
        var length = Width * 3;
        raw.Length.ShouldBe((length + 1) * Height);
        var rgb = new byte[length * Height];
        for (var y = 0; y < Height; y++)
        {
            var filter = raw[y * (length + 1)];
            filter.ShouldBeOneOf((byte)0, (byte)2);
            for (var i = 0; i < length; i++)
            {
                var above = filter == 2 && y > 0 ? rgb[((y - 1) * length) + i] : 0;
                rgb[(y * length) + i] = (byte)(raw[(y * (length + 1)) + 1 + i] + above);
            }
        }
        return rgb;
    }

    // Bit by bit, unlike the table of the code under test.
    static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
        }
        return ~crc;
    }
}
