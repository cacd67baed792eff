using FsCheck;
using FsCheck.Fluent;
using Plumbline.Reports.Drawing;
using Plumbline.Reports.Drawing.Raster;
using Plumbline.Unit.Tests.Numerics;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Reports;

public sealed class RasterTests
{
    const int Size = 40;

    [Fact]
    public void Coverage_of_a_box_is_exact()
    {
        var mask = new CoverageMask(Size, Size);
        mask.Polygon([new(3.25, 2.5), new(8.75, 2.5), new(8.75, 6.5), new(3.25, 6.5)]);
        var coverage = mask.ToBytes();
        coverage[(4 * Size) + 5].ShouldBe((byte)255);
        coverage[(4 * Size) + 3].ShouldBe((byte)191);
        coverage[(2 * Size) + 5].ShouldBe((byte)128);
        coverage[(2 * Size) + 3].ShouldBe((byte)96);
        coverage[(4 * Size) + 9].ShouldBe((byte)0);
        coverage[(7 * Size) + 5].ShouldBe((byte)0);
    }

    static Arbitrary<Spot[]> Triangles => (
        from corners in Gen.Choose(-1000, 5000).Select(v => v / 100.0).ArrayOf(6)
        select (Spot[])[new(corners[0], corners[1]), new(corners[2], corners[3]), new(corners[4], corners[5])]).ToArbitrary();

    [Fact]
    public void Coverage_of_a_triangle_agrees_with_counting_in_a_fine_grid() => Properties.Hold(Triangles, corners =>
    {
        var mask = new CoverageMask(Size, Size);
        mask.Polygon(corners);
        var coverage = mask.ToBytes();
        for (var y = 0; y < Size; y++)
            for (var x = 0; x < Size; x++)
                if (Math.Abs((coverage[(y * Size) + x] / 255.0) - Counted(corners, x, y)) > 0.13) return false;
        return true;
    });

    [Fact]
    public void What_lies_outside_of_the_clip_stays_as_it_is()
    {
        var mask = new CoverageMask(Size, Size);
        var pixels = new uint[Size * Size];
        mask.ClipTo(new(10, 12, 20, 22));
        mask.Polygon([new(-50, -50), new(90, -40), new(90, 90), new(-40, 90)]);
        mask.Paint(pixels, new(0xFFFFFF, 256));
        for (var y = 0; y < Size; y++)
            for (var x = 0; x < Size; x++) pixels[(y * Size) + x].ShouldBe(x is >= 10 and < 20 && y is >= 12 and < 22 ? 0xFFFFFFu : 0u, $"{x}, {y}");
    }

    [Fact]
    public void Mask_is_empty_again_after_painting() => Properties.Hold(Triangles, corners =>
    {
        var mask = new CoverageMask(Size, Size);
        mask.ClipTo(new(5, 5, 30, 30));
        mask.Polygon(corners);
        mask.Paint(new uint[Size * Size], new(0, 256));
        return mask.ToBytes().All(value => value == 0);
    });

    [Theory]
    [InlineData(2.0, false)]
    [InlineData(2.0, true)]
    [InlineData(7.0, true)]
    public void A_line_covers_its_length_times_its_width(double width, bool isRound)
    {
        var mask = new CoverageMask(200, 200);
        Pen.Draw(mask, [new(30, 40), new(130, 60), new(170, 160)], width, isRound);
        var length = Math.Sqrt((100 * 100) + (20 * 20)) + Math.Sqrt((40 * 40) + (100 * 100));
        var area = mask.ToBytes().Sum(value => value / 255.0);
        area.ShouldBe((length * width) + (isRound ? Math.PI * width * width / 4 : 0), length * width * 0.02);
    }

    [Fact]
    public void Dashes_have_their_lengths_around_corners_too()
    {
        var dashes = Pen.Dashes([new(0, 0), new(10, 0), new(10, 10)], [4, 3]).ToList();
        dashes.Select(Length).ShouldBe([4, 4, 4], 1e-9);
        dashes[1].ShouldBe([new Spot(7, 0), new Spot(10, 0), new Spot(10, 1)]);
    }

    [Fact]
    public void Blending_ends_at_the_colours_themselves()
    {
        PixelColour.Blend(0x123456, 0xFEDCBA, 0).ShouldBe(0x123456u);
        PixelColour.Blend(0x123456, 0xFEDCBA, 256).ShouldBe(0xFEDCBAu);
        PixelColour.Blend(0x000000, 0xFFFFFF, 128).ShouldBe(0x808080u);
    }

    static double Length(Spot[] line) => line.Zip(line.Skip(1)).Sum(pair => Math.Sqrt(Math.Pow(pair.Second.X - pair.First.X, 2) + Math.Pow(pair.Second.Y - pair.First.Y, 2)));

    static double Counted(Spot[] corners, int x, int y)
    {
        const int Fine = 8;
        var inside = 0;
        for (var i = 0; i < Fine * Fine; i++)
        {
            var at = new Spot(x + (((i % Fine) + 0.5) / Fine), y + (((i / Fine) + 0.5) / Fine));
            double a = Side(corners[0], corners[1], at), b = Side(corners[1], corners[2], at), c = Side(corners[2], corners[0], at);
            if ((a > 0 && b > 0 && c > 0) || (a < 0 && b < 0 && c < 0)) inside++;
        }
        return inside / (double)(Fine * Fine);
    }

    static double Side(Spot a, Spot b, Spot at) => ((b.X - a.X) * (at.Y - a.Y)) - ((b.Y - a.Y) * (at.X - a.X));
}
