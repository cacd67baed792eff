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
}
