using System.Globalization;
using System.Text;
using Plumbline.Edge.Delivery;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Edge.Delivery;

public sealed class DispatchTests
{
    [Fact]
    public async Task Reports_are_sent_oldest_first_and_leave_the_outbox()
    {
        using var centre = new LoopbackCentre(Reaction.Stored);
        using var device = new Device(centre);
        foreach (var hour in new[] { 2, 0, 1 }) device.Outbox.Add(Device.Payload(Device.Hour(hour)));

        var outcome = await device.FlushAsync();

        outcome.Sent.ShouldBe(new[] { 0, 1, 2 }.Select(hour => Device.Payload(Device.Hour(hour)).Key));
        outcome.Remarks.ShouldBeEmpty();
        centre.Requests.Select(request => request.Body).ShouldBe(new[] { 0, 1, 2 }.Select(hour => Device.Payload(Device.Hour(hour)).ToJson()));
        centre.Requests.ShouldAllBe(request => request.Line == "POST /api/v1/edge/anomalies HTTP/1.1");
        centre.Requests.ShouldAllBe(request => request.Headers["Authorization"] == $"Bearer {Device.Secret}" && request.Headers["Content-Type"] == "application/json");
        centre.Requests.Select(request => request.Key).ShouldBe(outcome.Sent);
        device.Files().ShouldBeEmpty();
    }

    [Fact]
    public async Task Empty_outbox_asks_nobody()
    {
        using var centre = new LoopbackCentre(Reaction.Stored);
        using var device = new Device(centre);

        (await device.FlushAsync()).Remarks.ShouldBeEmpty();

        centre.Requests.ShouldBeEmpty();
        Directory.Exists(device.OutboxFolder).ShouldBeFalse();
    }

    public static TheoryData<string> Passing => ["408", "429", "500", "502", "503", "504", "reset", "close", "garbage", "half a header", "half a body", "login page", "no body"];

    [Theory, MemberData(nameof(Passing))]
    public async Task What_may_pass_is_tried_again_under_the_same_key(string trouble)
    {
        using var centre = new LoopbackCentre(ReactionTo(trouble), Reaction.Stored);
        using var device = new Device(centre);
        device.Outbox.Add(Device.Payload(Device.Hour(0)));

        var outcome = await device.FlushAsync();

        outcome.Sent.Count.ShouldBe(1);
        outcome.Remarks.ShouldBeEmpty();
        device.Waits.ShouldBe([3.75]);
        centre.Requests.Count.ShouldBe(2);
        centre.Requests[1].Key.ShouldBe(centre.Requests[0].Key);
        centre.Requests[1].Body.ShouldBe(centre.Requests[0].Body);
    }

    [Theory, MemberData(nameof(Passing))]
    public async Task What_does_not_pass_leaves_every_report_where_it_was(string trouble)
    {
        using var centre = new LoopbackCentre(ReactionTo(trouble));
        using var device = new Device(centre);
        foreach (var hour in Enumerable.Range(0, 5)) device.Outbox.Add(Device.Payload(Device.Hour(hour)));
        var before = device.Everything();

        var outcome = await device.FlushAsync();

        // Three tries of the first; the others wait.
        centre.Requests.Select(request => request.Key).ShouldBe(Enumerable.Repeat(Device.Payload(Device.Hour(0)).Key, 3));
        device.Waits.ShouldBe([3.75, 7.5]);
        outcome.Waiting.ShouldBe(5);
        outcome.Remarks.Count.ShouldBe(2);
        outcome.Remarks[0].ShouldStartWith("The report of 2024-07-25T14:32:00Z was not sent: ");
        outcome.Remarks[1].ShouldBe("5 reports wait in the outbox for the next contact; nothing is lost.");
        device.Everything().ShouldBe(before);
    }

    [Fact]
    public async Task Waits_double_and_chance_takes_up_to_half_of_each_away()
    {
        using var centre = new LoopbackCentre(ReactionTo("500"));
        foreach (var (chance, waits) in new (double, double[])[] { (0, [1, 2, 4, 8]), (0.999, [1.999, 3.998, 7.996, 15.992]) })
        {
            using var device = new Device(centre, options => options with { RetryAttempts = 5, RetryDelay = TimeSpan.FromSeconds(2) }, new FixedChance(chance));
            device.Outbox.Add(Device.Payload(Device.Hour(0)));
            await device.FlushAsync();
            device.Waits.ShouldBe(waits, 1e-6);
        }
    }

    [Theory]
    [InlineData(400), InlineData(413), InlineData(422)]
    public async Task What_the_centre_will_never_take_is_set_apart_with_its_answer_and_the_others_go_on(int status)
    {
        using var centre = new LoopbackCentre(Reaction.Answer(status, """{"detail":"siteId: must be an integer."}""", "Content-Type: application/problem+json"), Reaction.Stored);
        using var device = new Device(centre);
        foreach (var hour in Enumerable.Range(0, 3)) device.Outbox.Add(Device.Payload(Device.Hour(hour)));

        var outcome = await device.FlushAsync();

        (outcome.Sent.Count, outcome.Rejected, outcome.Waiting).ShouldBe((2, 1, 0));
        outcome.Remarks[0].ShouldBe($"The report of 2024-07-25T14:32:00Z was refused for good ({status}: siteId: must be an integer).");
        device.Waits.ShouldBeEmpty();
        device.Files().ShouldBeEmpty();
        var name = PendingReport.NameOf(Device.Payload(Device.Hour(0)));
        device.Files("rejected").ShouldBe([Path.ChangeExtension(name, ".answer.txt"), name]);
        File.ReadAllBytes(Path.Combine(device.OutboxFolder, "rejected", name)).ShouldBe(Device.Payload(Device.Hour(0)).ToJson());
        File.ReadAllText(Path.Combine(device.OutboxFolder, "rejected", Path.ChangeExtension(name, ".answer.txt"))).ShouldContain("siteId: must be an integer.");
    }

    [Fact]
    public async Task What_the_centre_was_told_with_other_figures_is_told()
    {
        using var centre = new LoopbackCentre(Reaction.Answer(409, """{"detail":"this Idempotency-Key came with another body before (anomaly 7)."}""", "Content-Type: application/problem+json"), Reaction.Stored);
        using var device = new Device(centre);
        foreach (var hour in Enumerable.Range(0, 2)) device.Outbox.Add(Device.Payload(Device.Hour(hour)));

        var outcome = await device.FlushAsync();

        (outcome.Sent.Count, outcome.Rejected, outcome.Waiting).ShouldBe((2, 0, 0));
        outcome.Remarks.Count.ShouldBe(2);
        outcome.Remarks[0].ShouldStartWith("The report of 2024-07-25T14:32:00Z was told before, with other figures, which the centre keeps (409: this Idempotency-Key came with another body before (anomaly 7)).");
        device.Waits.ShouldBeEmpty();
        device.Files().ShouldBeEmpty();
        device.Files("rejected").Count.ShouldBe(2, "the report and the answer");
    }

    [Fact]
    public async Task Refused_twice_is_kept_twice()
    {
        using var centre = new LoopbackCentre(ReactionTo("400"));
        using var device = new Device(centre);
        foreach (var flow in new[] { 15, 16 })
        {
            device.Outbox.Add(Device.Payload(Device.Hour(0), flow));
            (await device.FlushAsync()).Rejected.ShouldBe(1);
        }

        device.Files("rejected").Count.ShouldBe(4);
        // Put back by hand, the second is a report as any other.
        var name = device.Files("rejected").Single(file => file.EndsWith("-2.json", StringComparison.Ordinal));
        File.Move(Path.Combine(device.OutboxFolder, "rejected", name), Path.Combine(device.OutboxFolder, name));
        device.Outbox.Read(name, out _)!.Body.ShouldBe(Device.Payload(Device.Hour(0), 16).ToJson());
    }

    [Theory]
    [InlineData(401, "The token is wrong, expired or revoked")]
    [InlineData(404, "mend api.base_url")]
    [InlineData(405, "mend api.base_url")]
    [InlineData(418, "418")]
    [InlineData(301, "put its address into api.base_url")]
    [InlineData(307, "put its address into api.base_url")]
    public async Task What_a_person_must_mend_is_asked_once_and_everything_waits(int status, string words)
    {
        using var centre = new LoopbackCentre(Reaction.Answer(status, ""));
        using var device = new Device(centre);
        foreach (var hour in Enumerable.Range(0, 3)) device.Outbox.Add(Device.Payload(Device.Hour(hour)));

        var outcome = await device.FlushAsync();

        centre.Requests.Count.ShouldBe(1);
        device.Waits.ShouldBeEmpty();
        outcome.Waiting.ShouldBe(3);
        outcome.Remarks[0].ShouldContain(words);
        device.Files().Count.ShouldBe(3);
    }

    [Fact]
    public async Task Reports_of_a_site_that_the_token_is_not_good_for_do_not_hold_up_those_of_another()
    {
        using var centre = new LoopbackCentre(Reaction.Answer(403, """{"detail":"the token 'well1' is not good for site 35482."}"""), Reaction.Stored);
        using var device = new Device(centre);
        device.Outbox.Add(Device.Payload(Device.Hour(0)));
        device.Outbox.Add(Device.Payload(Device.Hour(1)));
        var moved = Device.Payload(Device.Hour(2));
        device.Outbox.Add(moved with { Site = moved.Site with { SiteId = 7 } });

        var outcome = await device.FlushAsync();

        centre.Requests.Count.ShouldBe(2);
        (outcome.Sent.Count, outcome.Waiting).ShouldBe((1, 2));
        outcome.Remarks[0].ShouldBe("The report of 2024-07-25T14:32:00Z waits: 403: the token 'well1' is not good for site 35482. The token is not good for this: make one with the scope edge and this site, or mend site_info.site_id.");
    }

    [Fact]
    public async Task Redirect_does_not_take_the_token_to_another_host()
    {
        using var thief = new LoopbackCentre(Reaction.Stored);
        using var centre = new LoopbackCentre(Reaction.Answer(307, "", $"Location: {thief.BaseUrl}/edge/anomalies"));
        using var device = new Device(centre);
        device.Outbox.Add(Device.Payload(Device.Hour(0)));

        var outcome = await device.FlushAsync();

        thief.Requests.ShouldBeEmpty();
        outcome.Waiting.ShouldBe(1);
        outcome.Remarks[0].ShouldContain($"at {thief.BaseUrl.GetLeftPart(UriPartial.Authority)};");
    }

    [Fact]
    public async Task Server_that_stores_and_loses_its_answer_ends_with_each_report_once()
    {
        // Every odd request is stored and its answer lost.
        using var centre = new LoopbackCentre([.. Enumerable.Range(0, 20).Select(i => i % 2 == 0 ? Reaction.Reset : Reaction.Stored), Reaction.Stored]);
        using var device = new Device(centre);
        var payloads = Enumerable.Range(0, 10).Select(hour => Device.Payload(Device.Hour(hour))).ToList();
        foreach (var payload in payloads) device.Outbox.Add(payload);

        (await device.FlushAsync()).Sent.Count.ShouldBe(10);

        centre.Requests.Count.ShouldBe(20);
        centre.Requests.Select(request => (request.Key, request.Text)).Distinct().ShouldBe(payloads.Select(payload => (payload.Key, Encoding.UTF8.GetString(payload.ToJson()))));
    }

    [Fact]
    public async Task Answer_is_read_to_a_limit()
    {
        using var centre = new LoopbackCentre(Reaction.Answer(400, new string('x', 5_000_000)));
        using var device = new Device(centre);
        device.Outbox.Add(Device.Payload(Device.Hour(0)));

        var outcome = await device.FlushAsync();

        outcome.Rejected.ShouldBe(1);
        outcome.Remarks[0].Length.ShouldBeLessThan(500);
        Directory.EnumerateFiles(Path.Combine(device.OutboxFolder, "rejected"), "*.answer.txt").Sum(file => new FileInfo(file).Length).ShouldBeInRange(500_000, 600_000);
    }

    [Fact]
    public async Task Nobody_at_the_address_is_told_in_a_sentence()
    {
        var gone = new LoopbackCentre(Reaction.Stored);
        gone.Dispose();
        using var device = new Device(gone);
        device.Outbox.Add(Device.Payload(Device.Hour(0)));

        var outcome = await device.FlushAsync();

        outcome.Remarks[0].ShouldStartWith($"The report of 2024-07-25T14:32:00Z was not sent: no connection to {gone.BaseUrl.Authority} (");
        outcome.Remarks[1].ShouldBe("1 report waits in the outbox for the next contact; nothing is lost.");
    }

    static Reaction ReactionTo(string trouble) => trouble switch
    {
        "reset" => Reaction.Reset,
        "close" => Reaction.Raw("", Ending.Close),
        "garbage" => Reaction.Raw("\u0016\u0003\u0001 no HTTP at all\r\n\r\n", Ending.Close),
        "half a header" => Reaction.Raw("HTTP/1.1 200 OK\r\nContent-Le", Ending.Close),
        "half a body" => Reaction.Raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"id\":7", Ending.Close),
        "login page" => Reaction.Answer(200, "<html>Please log in</html>", "Content-Type: text/html"),
        "no body" => Reaction.Answer(200, ""),
        _ => Reaction.Answer(int.Parse(trouble, CultureInfo.InvariantCulture), "trouble"),
    };
}
