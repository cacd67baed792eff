using System.Text;

namespace Plumbline.Unit.Tests.Intake;

/// <summary>Some text, then one line of letters without an end.</summary>
sealed class EndlessLine(string before, long length) : Stream
{
    readonly byte[] _before = Encoding.UTF8.GetBytes(before);

    /// <summary>Bytes that were read.</summary>
    public long Handed { get; private set; }

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        var count = (int)Math.Min(buffer.Length, length - Handed);
        for (var i = 0; i < count; i++) buffer[i] = Handed + i < _before.Length ? _before[Handed + i] : (byte)'a';
        Handed += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
    public override void Flush() => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
