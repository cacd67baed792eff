using System.Buffers.Binary;
using System.Numerics;

namespace Plumbline.Numerics;

/// <summary>
/// CRC-32C, the cyclic redundancy check of Castagnoli, Bräuer and Herrmann (1993) as RFC 3720, appendix B.4, lays it down. It finds damage, not forgery: every run of up to 32 wrong bits, and of any
/// other damage all but one case in 4 × 10⁹.
/// </summary>
public static class Crc32C
{
    const int PieceLength = 1 << 16;

    /// <summary>Length of a sum as bytes; little-endian in files.</summary>
    public const int Bytes = 4;

    /// <summary>The sum of some bytes; 0 for none.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes) => Append(0, bytes);

    /// <summary>The sum of what came before and of what follows it.</summary>
    /// <param name="sum">Of what came before; 0 where nothing did.</param>
    /// <param name="bytes">What follows.</param>
    public static uint Append(uint sum, ReadOnlySpan<byte> bytes)
    {
        var crc = ~sum;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..]) crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var one in bytes) crc = BitOperations.Crc32C(crc, one);
        return ~crc;
    }

    /// <summary>The sum of what came before and of the next bytes of a stream, of which no more than a piece is in memory at a time.</summary>
    /// <param name="sum">Of what came before; 0 where nothing did.</param>
    /// <param name="stream">Is read on from where it stands.</param>
    /// <param name="length">How many bytes; 0 or more.</param>
    /// <exception cref="EndOfStreamException">There are fewer.</exception>
    public static uint Append(uint sum, Stream stream, long length)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var piece = new byte[Math.Min(length, PieceLength)];
        for (; length > 0; length -= Math.Min(length, piece.Length))
        {
            var next = piece.AsSpan(0, (int)Math.Min(length, piece.Length));
            stream.ReadExactly(next);
            sum = Append(sum, next);
        }

        return sum;
    }
}
