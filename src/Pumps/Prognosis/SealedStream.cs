using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Plumbline.Pumps.Prognosis;

/// <summary>A description and a body in one file that shows damage.</summary>
/// <remarks>
/// <para>All numbers little-endian: 8 bytes <c>PLUMBRUL</c>; int32 format version, 1; int32 length of the description; int64 length of the body; the description, UTF-8
/// JSON; the body; 32 bytes SHA-256 of all that comes before. Nothing follows.</para>
/// <para>The digest tells of damage, not of origin: whoever can write the file can write a digest that fits, so that what is read is still checked piece by piece.</para>
/// </remarks>
static class SealedStream
{
    const int HeadLength = 24;
    const int MostDescription = 16 << 20;
    const long MostBody = 1L << 30;
    const int PieceLength = 1 << 16;

    static ReadOnlySpan<byte> Magic => "PLUMBRUL"u8;

    public static void Write(Stream stream, ReadOnlySpan<byte> description, ReadOnlySpan<byte> body)
    {
        Span<byte> head = stackalloc byte[HeadLength];
        Magic.CopyTo(head);
        BinaryPrimitives.WriteInt32LittleEndian(head[8..], 1);
        BinaryPrimitives.WriteInt32LittleEndian(head[12..], description.Length);
        BinaryPrimitives.WriteInt64LittleEndian(head[16..], body.Length);
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        digest.AppendData(head);
        digest.AppendData(description);
        digest.AppendData(body);
        stream.Write(head);
        stream.Write(description);
        stream.Write(body);
        stream.Write(digest.GetHashAndReset());
    }

    /// <exception cref="InvalidDataException">Not such a file, of a later version, cut short, or damaged.</exception>
    public static (byte[] Description, byte[] Body) Read(Stream stream)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var head = ReadExactly(stream, HeadLength, digest);
        if (!head.AsSpan(0, 8).SequenceEqual(Magic)) throw new InvalidDataException("This is not a Plumbline model file: it does not begin with PLUMBRUL.");
        var version = BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(8));
        if (version != 1) throw new InvalidDataException($"The model file has format version {version}; this program reads version 1.");
        var descriptionLength = BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(12));
        var bodyLength = BinaryPrimitives.ReadInt64LittleEndian(head.AsSpan(16));
        if (descriptionLength is <= 0 or > MostDescription || bodyLength is <= 0 or > MostBody)
            throw new InvalidDataException($"The model file is damaged: it claims a description of {descriptionLength} and a body of {bodyLength} bytes.");

        var description = ReadExactly(stream, descriptionLength, digest);
        var body = ReadExactly(stream, (int)bodyLength, digest);
        var expected = digest.GetHashAndReset();
        if (!ReadExactly(stream, expected.Length, digest).AsSpan().SequenceEqual(expected)) throw new InvalidDataException("The model file is damaged: its checksum does not fit.");
        if (stream.ReadByte() >= 0) throw new InvalidDataException("The model file is damaged: something follows its end.");
        return (description, body);
    }

    // Where it cannot be seen how much there is, it grows with what comes, so that a false length costs no memory.
    static byte[] ReadExactly(Stream stream, int length, IncrementalHash digest)
    {
        if (stream.CanSeek && stream.Length - stream.Position >= length)
        {
            var whole = GC.AllocateUninitializedArray<byte>(length);
            stream.ReadExactly(whole);
            digest.AppendData(whole);
            return whole;
        }
        using var read = new MemoryStream();
        var piece = new byte[Math.Min(length, PieceLength)];
        while (read.Length < length)
        {
            var got = stream.Read(piece, 0, (int)Math.Min(piece.Length, length - read.Length));
            if (got == 0) throw new InvalidDataException($"The model file is cut short: {length - read.Length} bytes are missing.");
            read.Write(piece, 0, got);
        }

        var bytes = read.ToArray();
        digest.AppendData(bytes);
        return bytes;
    }
}
