using Plumbline.Reports.Drawing.Lettering;
using Plumbline.Reports.Drawing.Raster;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Reports;

public sealed class StrokeFontTests
{
    const string Needed = "±%°²³·–—−×≥≤µ→Ø…";

    [Fact]
    public void Every_printable_character_of_ascii_and_every_symbol_of_the_charts_has_a_drawing()
    {
        var box = StrokeFont.Of('漢');
        foreach (var character in Enumerable.Range(33, 94).Select(code => (char)code).Concat(Needed))
        {
            StrokeFont.Of(character).Strokes.ShouldNotBeEmpty(character.ToString());
            StrokeFont.Of(character).ShouldNotBeSameAs(box, character.ToString());
        }
    }

    [Fact]
    public void Every_letter_stays_inside_its_box()
    {
        // Half a pen beyond the line; accents on capitals may rise above.
        const double HalfPen = 4.25;
        foreach (var character in StrokeFont.Characters)
        {
            var glyph = StrokeFont.Of(character);
            foreach (var spot in glyph.Strokes.SelectMany(stroke => stroke))
            {
                spot.X.ShouldBeInRange(HalfPen - 4, glyph.Advance - HalfPen + 4, character.ToString());
                spot.Y.ShouldBeInRange(-100 * StrokeFont.Descent + HalfPen - 1, 100 * StrokeFont.Ascent - HalfPen + (char.IsAscii(character) ? 0 : 16), character.ToString());
            }
        }
    }

    [Fact]
    public void Letters_look_different()
    {
        var drawings = StrokeFont.Characters.Except(['\u03BC', '\u2011']).Select(c => string.Join(';', StrokeFont.Of(c).Strokes.Select(stroke => string.Join(' ', stroke)))).ToList();
        drawings.Distinct().Count().ShouldBe(drawings.Count);
    }

    [Fact]
    public void Digits_have_one_width_so_that_numbers_stand_in_line() => "0123456789".Select(c => StrokeFont.Of(c).Advance).Distinct().Count().ShouldBe(1);

    [Fact]
    public void Unknown_characters_are_a_box_and_a_surrogate_pair_is_one_of_them()
    {
        StrokeFont.Measure("漢", 10).ShouldBe(5.6, 1e-9);
        StrokeFont.Measure("🚰", 10).ShouldBe(5.6, 1e-9);
        StrokeFont.Measure("\u0001", 10).ShouldBe(5.6, 1e-9);
    }

    [Fact]
    public void Length_of_text_grows_with_its_size_and_weight()
    {
        StrokeFont.Measure("Flow (gpm)", 20).ShouldBe(2 * StrokeFont.Measure("Flow (gpm)", 10), 1e-9);
        StrokeFont.Measure("Flow (gpm)", 10, bold: true).ShouldBeGreaterThan(StrokeFont.Measure("Flow (gpm)", 10));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(12)]
    [InlineData(15.625)]
    [InlineData(18.75)]
    public void Small_letters_stand_on_the_pixel_grid(double size)
    {
        var half = GridFit.PenWidth(size, isBold: false) / 2;
        foreach (var character in "HITLEFnhmiu")
        {
            var strokes = GridFit.Fit(StrokeFont.Of(character), size, isBold: false);
            var stems = strokes.SelectMany(stroke => stroke.Zip(stroke.Skip(1))).Where(pair => pair.First.X == pair.Second.X && Math.Abs(pair.First.Y - pair.Second.Y) > 3).ToList();
            stems.ShouldNotBeEmpty(character.ToString());
            foreach (var (first, _) in stems) (first.X - half).ShouldBe(Math.Round(first.X - half), 1e-6, character.ToString());
        }
    }
}
