using System.Net;
using Shouldly;
using Xunit;

namespace Plumbline.Central.Tests;

public sealed class HandlingTests
{
    [Fact]
    public async Task An_anomaly_is_acknowledged_then_resolved_with_a_note_each()
    {
        await using var server = await TestServer.StartAsync();
        var token = await server.TokenAsync(Scopes.Write, 1);
        var id = await ReportAsync(server, token);

        var acknowledged = await server.PatchAsync(id, """{ "state": "acknowledged", "note": "bearing ordered" }""", token);
        server.Clock.Time += TimeSpan.FromHours(1);
        var resolved = await server.PatchAsync(id, """{ "state": "Resolved" }""", token);

        acknowledged.Body["state"]!.ToString().ShouldBe("acknowledged");
        resolved.Body["state"]!.ToString().ShouldBe("resolved");
        resolved.Body["acknowledgement"]!["note"]!.ToString().ShouldBe("bearing ordered");
        resolved.Body["acknowledgement"]!["at"]!.ToString().ShouldBe("2024-11-18T14:32:05Z");
        resolved.Body["resolution"]!["at"]!.ToString().ShouldBe("2024-11-18T15:32:05Z");
        resolved.Body["resolution"]!["by"]!.ToString().ShouldBe("token-" + token[6..18]);
        resolved.Body["resolution"]!["note"].ShouldBeNull();
        (await server.GetAsync($"{TestServer.Anomalies}/{id}", token)).Text.ShouldBe(resolved.Text);
        (await server.GetAsync(TestServer.Anomalies + "?state=resolved", token)).Body["total"]!.GetValue<int>().ShouldBe(1);
        (await server.GetAsync(TestServer.Anomalies + "?state=open", token)).Body["total"]!.GetValue<int>().ShouldBe(0);
    }

    [Theory]
    [InlineData("acknowledged,acknowledged", 200)]
    [InlineData("acknowledged:a,acknowledged:a", 200)]
    [InlineData("acknowledged:a,acknowledged:b", 409)]
    [InlineData("resolved", 200)]
    [InlineData("resolved:a,resolved:a", 200)]
    [InlineData("resolved:a,resolved:b", 409)]
    [InlineData("resolved,acknowledged", 409)]
    [InlineData("acknowledged:a,resolved,acknowledged:a", 200)]
    [InlineData("acknowledged,open", 409)]
    [InlineData("open", 409)]
    public async Task There_is_no_way_back_and_repetition_is_harmless(string steps, int lastStatus)
    {
        await using var server = await TestServer.StartAsync();
        var token = await server.TokenAsync(Scopes.Write, 1);
        var id = await ReportAsync(server, token);
        Answer? before = null, last = null;
        foreach (var step in steps.Split(',').Select(step => step.Split(':')))
        {
            before = await server.GetAsync($"{TestServer.Anomalies}/{id}", token);
            last = await server.PatchAsync(id, step.Length == 1 ? $$"""{"state":"{{step[0]}}"}""" : $$"""{"state":"{{step[0]}}","note":"{{step[1]}}"}""", token);
        }

        ((int)last!.Status).ShouldBe(lastStatus, last.Text);
        if (lastStatus == 409) (await server.GetAsync($"{TestServer.Anomalies}/{id}", token)).Text.ShouldBe(before!.Text);
    }

    [Fact]
    public async Task Wrong_fields_are_named_and_unknown_anomalies_not_found()
    {
        await using var server = await TestServer.StartAsync();
        var token = await server.TokenAsync(Scopes.Write, 1);
        var id = await ReportAsync(server, token);

        (await server.PatchAsync(id, """{ "state": "done", "note": 7 }""", token)).WrongFields.ShouldBe(["note", "state"]);
        (await server.PatchAsync(id, "[]", token)).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await server.PatchAsync(id + 1, """{ "state": "resolved" }""", token)).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    static async Task<long> ReportAsync(TestServer server, string token) =>
        (await server.PostAsync("""{ "sourceType": "log", "description": "x" }""", token)).Body["id"]!.GetValue<long>();
}
