using System.Globalization;
using Plumbline.Edge.Delivery;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Edge.Delivery;

/// <summary>How long a device waits, on a clock that the test moves.</summary>
public sealed class PatienceTests
{
    [Theory]
    [InlineData("17", null, 17)]
    [InlineData("0", null, 0)]
    [InlineData("Fri, 26 Jul 2024 00:00:40 GMT", null, 40)] // by the device's clock
    [InlineData("Mon, 01 Jan 2035 00:00:30 GMT", "Mon, 01 Jan 2035 00:00:00 GMT", 30)] // by the centre's, whatever the device's says
    [InlineData("Thu, 25 Jul 2024 00:00:00 GMT", null, 0)] // over already
    public async Task Wait_is_as_long_as_the_centre_asks_and_a_little_more(string retryAfter, string? date, double seconds)
    {
        using var centre = new LoopbackCentre(Reaction.Answer(429, "", date is null ? [$"Retry-After: {retryAfter}"] : [$"Retry-After: {retryAfter}", $"Date: {date}"]), Reaction.Stored);
        using var device = new Device(centre);
        device.Outbox.Add(Device.Payload(Device.Hour(0)));

        (await device.FlushAsync()).Sent.Count.ShouldBe(1);

        device.Waits.ShouldBe([seconds + 1.25]);
    }

    [Theory]
    [InlineData("soon"), InlineData("-5"), InlineData("1e9"), InlineData("99999999999999999999"), InlineData("Fri, 99 Jul 2024 00:00:00 GMT")]
    public async Task Retry_After_that_makes_no_sense_is_passed_over(string retryAfter)
    {
        using var centre = new LoopbackCentre(Reaction.Answer(503, "", $"Retry-After: {retryAfter}"), Reaction.Stored);
        using var device = new Device(centre);
        device.Outbox.Add(Device.Payload(Device.Hour(0)));

        (await device.FlushAsync()).Sent.Count.ShouldBe(1);

        device.Waits.ShouldBe([3.75]);
    }

    [Fact]
    public async Task Centre_that_asks_for_more_than_a_flush_may_take_is_left_alone_until_then()
    {
        using var centre = new LoopbackCentre(Reaction.Answer(429, """{"detail":"come back in 600 s."}""", "Retry-After: 600"), Reaction.Stored);
        using var device = new Device(centre);
        foreach (var hour in Enumerable.Range(0, 3)) device.Outbox.Add(Device.Payload(Device.Hour(hour)));

        (await device.FlushAsync()).Remarks[0].ShouldBe("The report of 2024-07-25T14:32:00Z was not sent: 429: come back in 600 s.");
        device.Clock.Advance(TimeSpan.FromSeconds(599));
        // The clock on the wall may jump; that is not time that passes.
        device.Clock.Wall = device.Clock.Wall.AddDays(-400);
        (await device.FlushAsync()).Remarks[0].ShouldBe("The centre asked to be left alone for another 1 s.");
        device.Waits.ShouldBeEmpty();
        centre.Requests.Count.ShouldBe(1);

        device.Clock.Advance(TimeSpan.FromSeconds(1));
        (await device.FlushAsync()).Sent.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Rest_that_the_centre_asked_for_is_kept_over_runs()
    {
        using var centre = new LoopbackCentre(Reaction.Answer(429, "", "Retry-After: 600"), Reaction.Stored);
        using var device = new Device(centre);
        device.Outbox.Add(Device.Payload(Device.Hour(0)));
        await device.FlushAsync();

        device.Restart();
        device.Clock.Advance(TimeSpan.FromSeconds(540));
        (await device.FlushAsync()).Remarks[0].ShouldBe("The centre asked to be left alone for another 60 s.");
        centre.Requests.Count.ShouldBe(1);

        device.Restart();
        device.Clock.Advance(TimeSpan.FromSeconds(60));
        (await device.FlushAsync()).Sent.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("-1.00:00:00")]
    [InlineData("-00:00:01")]
    [InlineData("1.00:00:00")]
    public async Task Clock_that_jumps_between_runs_ends_the_rest(string jump)
    {
        using var centre = new LoopbackCentre(Reaction.Answer(429, "", "Retry-After: 600"), Reaction.Stored);
        using var device = new Device(centre);
        device.Outbox.Add(Device.Payload(Device.Hour(0)));
        await device.FlushAsync();

        device.Restart();
        device.Clock.Wall += TimeSpan.Parse(jump, CultureInfo.InvariantCulture);

        (await device.FlushAsync()).Sent.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\0\0\0\0")]
    [InlineData("tomorrow")]
    [InlineData("2024-07-26T00:00:00Z 9999-12-31T00:00:00Z")]
    public async Task Rest_that_cannot_be_read_or_is_too_long_is_none(string kept)
    {
        using var centre = new LoopbackCentre(Reaction.Stored);
        using var device = new Device(centre);
        device.Outbox.Add(Device.Payload(Device.Hour(0)));
        Directory.CreateDirectory(Path.GetDirectoryName(device.RestPath)!);
        File.WriteAllText(device.RestPath, kept);

        (await device.FlushAsync()).Sent.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Rest_that_cannot_be_kept_is_kept_by_the_process()
    {
        using var centre = new LoopbackCentre(Reaction.Answer(429, "", "Retry-After: 600"), Reaction.Stored);
        using var device = new Device(centre);
        device.Outbox.Add(Device.Payload(Device.Hour(0)));
        File.WriteAllText(Path.GetDirectoryName(device.RestPath)!, "a file where the folder should be");

        await device.FlushAsync();

        (await device.FlushAsync()).Remarks[0].ShouldBe("The centre asked to be left alone for another 600 s.");
    }

    [Fact]
    public async Task Centre_that_asks_for_years_is_left_alone_for_an_hour()
    {
        using var centre = new LoopbackCentre(Reaction.Answer(503, "", "Retry-After: 2000000000"), Reaction.Stored);
        using var device = new Device(centre);
        device.Outbox.Add(Device.Payload(Device.Hour(0)));

        await device.FlushAsync();
        device.Clock.Advance(TimeSpan.FromHours(1));

        (await device.FlushAsync()).Sent.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Centre_that_never_answers_costs_the_time_of_one_report_at_most()
    {
        using var centre = new LoopbackCentre(Reaction.Silence);
        using var device = new Device(centre);
        centre.OnRequest = _ => device.Clock.Advance(TimeSpan.FromSeconds(30));
        foreach (var hour in Enumerable.Range(0, 100)) device.Outbox.Add(Device.Payload(Device.Hour(hour)));
        var start = device.Clock.GetTimestamp();

        var outcome = await device.FlushAsync();

        centre.Requests.Count.ShouldBe(3);
        device.Clock.GetElapsedTime(start).ShouldBe(TimeSpan.FromSeconds(30 + 3.75 + 30 + 7.5 + 30));
        outcome.Waiting.ShouldBe(100);
        outcome.Remarks[0].ShouldBe($"The report of 2024-07-25T14:32:00Z was not sent: {centre.BaseUrl.Authority} gave no answer within 30 s.");
    }

    [Fact]
    public async Task Slow_centre_is_sent_as_much_as_the_time_of_a_flush_allows()
    {
        using var centre = new LoopbackCentre(Reaction.Stored);
        using var device = new Device(centre);
        centre.OnRequest = _ => device.Clock.Advance(TimeSpan.FromSeconds(25));
        foreach (var hour in Enumerable.Range(0, 20)) device.Outbox.Add(Device.Payload(Device.Hour(hour)));

        var outcome = await device.FlushAsync();

        // 25, 50, 75, 100 s; the fifth is cut off at 120 s, and whether it arrived the next flush will see.
        outcome.Sent.Count.ShouldBe(4);
        outcome.Waiting.ShouldBe(16);
        centre.Requests.Count.ShouldBe(5);
        outcome.Remarks[0].ShouldEndWith("gave no answer within 20 s.");

        centre.OnRequest = _ => { };
        (await device.FlushAsync()).Sent.Count.ShouldBe(16);
        centre.Requests.Select(request => request.Key).Distinct().Count().ShouldBe(20);
    }

    [Fact]
    public async Task Stop_comes_through_at_once_and_the_report_stays()
    {
        using var centre = new LoopbackCentre(Reaction.Silence);
        using var device = new Device(centre);
        using var stop = new CancellationTokenSource();
        centre.OnRequest = _ => stop.Cancel();
        device.Outbox.Add(Device.Payload(Device.Hour(0)));

        await Should.ThrowAsync<OperationCanceledException>(() => device.Dispatch.FlushAsync(stop.Token));

        device.Files().ShouldBe([PendingReport.NameOf(Device.Payload(Device.Hour(0)))]);
    }
}
