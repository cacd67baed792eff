using System.Runtime.Versioning;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Plumbline.EndToEnd.Tests.Browser;

/// <summary>A report in Debian's chromium, opened as a file: its charts tell values under the cursor and can be zoomed, and it asks nobody for anything.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ReportPageTests
{
    static readonly string Samples = Path.Combine(Checkout.Folder, "samples");

    [Theory]
    [InlineData(ColorScheme.Light, 1200)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task Charts_of_a_report_tell_values_under_the_cursor_and_can_be_zoomed(ColorScheme colours, int width)
    {
        using var scratch = new Scratch();
        Plumb.Run(scratch.Path, "analyze", "-b", Path.Combine(Samples, "wear_baseline.csv"), "-d", Path.Combine(Samples, "wear_log.csv"), "--out", "report").ExitCode.ShouldBe(0);
        await using var pages = await Pages.OpenAsync();
        var page = await pages.NewAsync(colours, width);

        await page.GotoAsync("file://" + scratch["report/report.html"]);
        // Charts are drawn when they come near the window.
        var chart = page.Locator(".plumb-chart[data-chart='head']");
        await chart.ScrollIntoViewIfNeededAsync();
        var over = chart.Locator(".u-over").First;
        var readout = chart.Locator(".plumb-readout").First;
        var reset = chart.GetByRole(AriaRole.Button, new() { Name = "Reset zoom" });
        await over.WaitForAsync();
        await over.ScrollIntoViewIfNeededAsync();
        await Assertions.Expect(reset).ToBeHiddenAsync();

        var middle = await HoverAsync(0.5f);
        middle.ShouldMatch(@"20\d\d", "the time of the reading");
        middle.ShouldMatch(@"\d", "its value");
        var quarter = await HoverAsync(0.25f);
        quarter.ShouldNotBe(middle);

        // Drag from the middle to nine tenths: a quarter across is then a later time than it was.
        var box = (await over.BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(box.X + (box.Width * 0.5f), box.Y + (box.Height / 2));
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X + (box.Width * 0.7f), box.Y + (box.Height / 2));
        await page.Mouse.MoveAsync(box.X + (box.Width * 0.9f), box.Y + (box.Height / 2));
        await page.Mouse.UpAsync();
        await Assertions.Expect(reset).ToBeVisibleAsync();
        (await HoverAsync(0.25f)).ShouldNotBe(quarter);

        await reset.ClickAsync();
        await Assertions.Expect(reset).ToBeHiddenAsync();
        (await HoverAsync(0.25f)).ShouldBe(quarter);
        pages.Trouble.ShouldBeEmpty();

        async Task<string> HoverAsync(float share)
        {
            var place = (await over.BoundingBoxAsync())!;
            await page.Mouse.MoveAsync(place.X + (place.Width * share), place.Y + (place.Height / 2));
            await Assertions.Expect(readout).ToBeVisibleAsync();
            return await readout.InnerTextAsync();
        }
    }
}
