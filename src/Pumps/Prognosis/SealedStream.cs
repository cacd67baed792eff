using System.Buffers.Binary;
using Plumbline.Numerics;

namespace Plumbline.Pumps.Prognosis;

/// <summary>A description and a body in one file that shows damage.</summary>
/// <remarks>
/// <para>All numbers little-endian: 8 bytes <c>PLUMBRUL</c>; int32 format version, 2; int32 length of the description; int64 length of the body; the description, UTF-8
/// JSON; the body; uint32 CRC-32C of all that comes before. Nothing follows.</para>
/// <para>The sum tells of damage, not of origin: whoever can write the file can write a sum that fits, so that what is read is still checked piece by piece.</para>
/// </remarks>
static class SealedStream
{
    const int Version = 2;
    const int HeadLength = 24;
    const int MostDescription = 16 << 20;
    const long MostBody = 1L << 30;
    const int PieceLength = 1 << 16;

    static ReadOnlySpan<byte> Magic => "PLUMBRUL"u8;

    public static void Write(Stream stream, ReadOnlySpan<byte> description, ReadOnlySpan<byte> body)
    {
        Span<byte> head = stackalloc byte[HeadLength];
        Magic.CopyTo(head);
        BinaryPrimitives.WriteInt32LittleEndian(head[8..], Version);
        BinaryPrimitives.WriteInt32LittleEndian(head[12..], description.Length);
        BinaryPrimitives.WriteInt64LittleEndian(head[16..], body.Length);
        stream.Write(head);
        stream.Write(description);
        stream.Write(body);
        Span<byte> sum = stackalloc byte[Crc32C.Bytes];
        BinaryPrimitives.WriteUInt32LittleEndian(sum, Crc32C.Append(Crc32C.Append(Crc32C.Of(head), description), body));
        stream.Write(sum);
    }

    /// <summary>The description; and a stream where the body begins, with the place where it ends. That is the stream itself where it can be looked through beforehand, so that nothing lies in memory twice.</summary>
    /// <exception cref="InvalidDataException">Not such a file, of a later version, cut short, or damaged.</exception>
    public static (byte[] Description, Stream Body, long End) Open(Stream stream)
    {
        if (!stream.CanSeek) stream = Copy(stream);
        var start = stream.Position;
        var head = new byte[HeadLength];
        var missing = HeadLength - stream.ReadAtLeast(head, HeadLength, throwOnEndOfStream: false);
        if (missing > 0) throw CutShort(missing);
        if (!head.AsSpan(0, 8).SequenceEqual(Magic)) throw new InvalidDataException("This is not a Plumbline model file: it does not begin with PLUMBRUL.");
        var version = BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(8));
        if (version != Version) throw new InvalidDataException($"The model file has format version {version}; this program reads version {Version}.");
        var descriptionLength = BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(12));
        var bodyLength = BinaryPrimitives.ReadInt64LittleEndian(head.AsSpan(16));
        if (descriptionLength is <= 0 or > MostDescription || bodyLength is <= 0 or > MostBody)
            throw new InvalidDataException($"The model file is damaged: it claims a description of {descriptionLength} and a body of {bodyLength} bytes.");

        var end = start + HeadLength + descriptionLength + bodyLength;
        if (stream.Length < end + Crc32C.Bytes) throw CutShort(end + Crc32C.Bytes - stream.Length);
        if (stream.Length > end + Crc32C.Bytes) throw new InvalidDataException("The model file is damaged: something follows its end.");
        var sum = Crc32C.Append(Crc32C.Of(head), stream, descriptionLength + bodyLength);
        Span<byte> said = stackalloc byte[Crc32C.Bytes];
        stream.ReadExactly(said);
        if (BinaryPrimitives.ReadUInt32LittleEndian(said) != sum) throw new InvalidDataException("The model file is damaged: its checksum does not fit.");

        stream.Position = start + HeadLength;
        var description = new byte[descriptionLength];
        stream.ReadExactly(description);
        return (description, stream, end);
    }

    static MemoryStream Copy(Stream stream)
    {
        var copy = new MemoryStream();
        var piece = new byte[PieceLength];
        for (int read; (read = stream.Read(piece, 0, piece.Length)) > 0;)
        {
            if (copy.Length + read > MostBody) throw new InvalidDataException($"The model file is longer than {MostBody} bytes.");
            copy.Write(piece, 0, read);
        }

        copy.Position = 0;
        return copy;
    }

    static InvalidDataException CutShort(long missing) => new($"The model file is cut short: {missing} bytes are missing.");
}
