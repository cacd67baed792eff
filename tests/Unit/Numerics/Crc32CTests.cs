using System.Text;
using Plumbline.Numerics;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Numerics;

public sealed class Crc32CTests
{
    [Fact]
    public void Sums_are_those_of_the_standard()
    {
        // RFC 3720, appendix B.4; and the check value of the catalogues.
        Crc32C.Of(new byte[32]).ShouldBe(0x8A9136AAu);
        Crc32C.Of([.. Enumerable.Repeat((byte)0xFF, 32)]).ShouldBe(0x62A8AB43u);
        Crc32C.Of([.. Enumerable.Range(0, 32).Select(i => (byte)i)]).ShouldBe(0x46DD794Eu);
        Crc32C.Of([.. Enumerable.Range(0, 32).Select(i => (byte)(31 - i))]).ShouldBe(0x113FDB5Cu);
        Crc32C.Of(Encoding.ASCII.GetBytes("123456789")).ShouldBe(0xE3069283u);
        Crc32C.Of([]).ShouldBe(0u);
    }

    [Fact]
    public void It_does_not_matter_in_which_pieces_bytes_come()
    {
        var random = new Random(3);
        var bytes = new byte[200_001];
        random.NextBytes(bytes);
        var whole = Crc32C.Of(bytes);

        for (var i = 0; i < 50; i++)
        {
            var cut = random.Next(bytes.Length);
            Crc32C.Append(Crc32C.Of(bytes.AsSpan(0, cut)), bytes.AsSpan(cut)).ShouldBe(whole);
        }

        Crc32C.Append(0, new MemoryStream(bytes), bytes.Length).ShouldBe(whole);
        Crc32C.Append(Crc32C.Of(bytes.AsSpan(0, 7)), new MemoryStream(bytes, 7, bytes.Length - 7), bytes.Length - 7).ShouldBe(whole);
        Should.Throw<EndOfStreamException>(() => Crc32C.Append(0, new MemoryStream(bytes), bytes.Length + 1));
    }
}
