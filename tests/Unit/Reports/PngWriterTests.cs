using Plumbline.Reports.Drawing;
using Plumbline.Reports.Drawing.Raster;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Reports;

public sealed class PngWriterTests
{
    [Theory, MemberData(nameof(Fixtures.Names), MemberType = typeof(Fixtures))]
    public void Every_chart_is_a_picture_of_its_size_with_something_on_it(string fixture)
    {
        foreach (var chart in Fixtures.Charts(fixture))
        {
            var picture = new PngPicture(Write(chart, 48));
            picture.Chunks.ShouldBe(["IHDR", "pHYs", "IDAT", "IEND"]);
            (picture.Width, picture.Height).ShouldBe(((int)chart.Width / 2, (int)chart.Height / 2));
            picture.InkShare(0, 0, picture.Width, picture.Height).ShouldBeGreaterThan(0.005, chart.Name);
        }
    }

    [Theory]
    [InlineData(96, 1056, 576, 3780)]
    [InlineData(150, 1650, 900, 5906)]
    [InlineData(300, 3300, 1800, 11811)]
    public void Resolution_scales_everything(int dpi, int width, int height, int perMetre)
    {
        var picture = new PngPicture(Write(Fixtures.Charts("forty hours, with a forecast")[1], dpi));
        (picture.Width, picture.Height, picture.PixelsPerMetre).ShouldBe((width, height, perMetre));
        // The title is where it was, and as dark.
        var share = picture.InkShare(width / 60, height / 50, width / 5, height / 25);
        share.ShouldBeInRange(0.1, 0.6);
    }

    [Fact]
    public void Same_chart_gives_the_same_bytes_whichever_thread_draws_it()
    {
        var charts = Fixtures.Charts("two months, one-sided").Append(Fixtures.Everything()).ToList();
        var alone = charts.ConvertAll(chart => Write(chart, 96));
        var together = new byte[charts.Count][];
        Parallel.For(0, charts.Count, i => together[i] = Write(charts[i], 96));
        for (var i = 0; i < charts.Count; i++) together[i].AsSpan().SequenceEqual(alone[i]).ShouldBeTrue(charts[i].Name);
    }

    [Theory]
    [InlineData(35)]
    [InlineData(1201)]
    public void Resolution_out_of_range_is_refused(int dpi) => Should.Throw<ArgumentOutOfRangeException>(() => Write(Fixtures.Everything(), dpi));

    static byte[] Write(Chart chart, int dpi)
    {
        using var stream = new MemoryStream();
        PngWriter.Write(chart, stream, dpi);
        return stream.ToArray();
    }
}
