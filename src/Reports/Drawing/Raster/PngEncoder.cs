using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.Intrinsics;

namespace Plumbline.Reports.Drawing.Raster;

/// <summary>Writes pixels as PNG: 8 bits each of red, green and blue.</summary>
/// <remarks>ISO/IEC 15948:2004. Each row is stored as the difference to the one above, which suits charts: most rows resemble their neighbour.</remarks>
static class PngEncoder
{
    const byte Up = 2;

    static readonly uint[] CrcTable = NewCrcTable();

    public static void Write(Stream stream, ReadOnlySpan<uint> pixels, int width, int height, double dpi)
    {
        stream.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);

        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8] = 8; // bits
        header[9] = 2; // red, green, blue
        header[10..].Clear();
        Chunk(stream, "IHDR"u8, header);

        Span<byte> density = stackalloc byte[9];
        var perMetre = (int)Math.Round(dpi / 0.0254);
        BinaryPrimitives.WriteInt32BigEndian(density, perMetre);
        BinaryPrimitives.WriteInt32BigEndian(density[4..], perMetre);
        density[8] = 1;
        Chunk(stream, "pHYs"u8, density);

        using var packed = Packed(pixels, width, height);
        Chunk(stream, "IDAT"u8, packed.GetBuffer().AsSpan(0, (int)packed.Length));
        Chunk(stream, "IEND"u8, []);
    }

    static MemoryStream Packed(ReadOnlySpan<uint> pixels, int width, int height)
    {
        var packed = new MemoryStream(1 << 18);
        using var deflate = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true);
        var length = width * 3;
        var (row, above, filtered) = (new byte[length], new byte[length], new byte[length + 1]);
        filtered[0] = Up;
        for (var y = 0; y < height; y++)
        {
            Unpack(pixels.Slice(y * width, width), row);
            Subtract(row, above, filtered.AsSpan(1));
            deflate.Write(filtered);
            (row, above) = (above, row);
        }
        return packed;
    }

    static void Unpack(ReadOnlySpan<uint> pixels, Span<byte> row)
    {
        for (int x = 0, at = 0; x < pixels.Length; x++, at += 3)
        {
            var pixel = pixels[x];
            row[at] = (byte)(pixel >> 16);
            row[at + 1] = (byte)(pixel >> 8);
            row[at + 2] = (byte)pixel;
        }
    }

    static void Subtract(ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, Span<byte> difference)
    {
        var i = 0;
        // Of a fixed width, which unlike Vector<T> is compiled ahead.
        for (; i <= row.Length - Vector128<byte>.Count; i += Vector128<byte>.Count) (Vector128.Create(row[i..]) - Vector128.Create(above[i..])).CopyTo(difference[i..]);
        for (; i < row.Length; i++) difference[i] = (byte)(row[i] - above[i]);
    }

    static void Chunk(Stream stream, ReadOnlySpan<byte> name, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        stream.Write(number);
        stream.Write(name);
        stream.Write(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc(Crc(uint.MaxValue, name), content));
        stream.Write(number);
    }

    static uint Crc(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes) crc = CrcTable[(byte)(crc ^ value)] ^ (crc >> 8);
        return crc;
    }

    static uint[] NewCrcTable()
    {
        var table = new uint[256];
        for (uint i = 0; i < 256; i++)
        {
            var crc = i;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1;
            table[i] = crc;
        }
        return table;
    }
}
