using Plumbline.Cli;
using Plumbline.Cli.Analyze;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Cli;

public sealed class SummaryTests
{
    [Theory]
    [InlineData("power 16.7 % below, flow steady", 11, "power|16.7 %|below, flow|steady")]
    [InlineData("power 16.7 % below", 80, "power 16.7 % below")]
    [InlineData("a-word-that-is-longer than the line", 10, "a-word-that-is-longer|than the|line")]
    public void A_number_stays_with_its_percent_sign(string text, int width, string lines) =>
        string.Join('|', Summary.Lines(text, width)).ShouldBe(lines);

    [Fact]
    public void Clock_of_a_zone_knows_summer_time_and_UTC_has_none()
    {
        var clock = CommandLine.ClockOf("America/Chicago").ShouldNotBeNull();

        clock.FromUtc(new(2024, 7, 20, 21, 0, 0, DateTimeKind.Utc)).ShouldBe(new(2024, 7, 20, 16, 0, 0));
        clock.FromUtc(new(2024, 1, 20, 21, 0, 0, DateTimeKind.Utc)).ShouldBe(new(2024, 1, 20, 15, 0, 0));
        CommandLine.ClockOf("UTC").ShouldBeNull();
    }
}
