using System.Net;
using Plumbline.Stores;
using Shouldly;
using Xunit;

namespace Plumbline.Central.Tests;

public sealed class QueryTests
{
    [Theory, MemberData(nameof(TestStore.Kinds), MemberType = typeof(TestStore))]
    public async Task Filters_pages_and_order_are_what_was_asked_for(string kind)
    {
        await using var server = await TestServer.StartAsync(kind);
        var token = await server.TokenAsync(Scopes.Write);
        for (var i = 0; i < 30; i++)
        {
            var answer = await server.PostAsync(
                $$"""{ "sourceType":"log","description":"{{i}}","siteId":{{i % 2}},"pumpId":{{i % 3}},"sensorId":{{i % 5}},"cameraId":{{i % 4}},"timestamp":"2024-11-{{1 + (i / 2):00}}T12:00:00Z","additionalContext":{"status":"{{(i % 2 == 0 ? "Warning" : "Critical")}}" } }""",
                token);
            answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        }

        (await AskAsync("")).ShouldBe(30, Enumerable.Range(5, 25).Reverse());
        (await AskAsync("page=2&pageSize=10")).ShouldBe(30, Enumerable.Range(10, 10).Reverse());
        (await AskAsync("page=4&pageSize=10")).ShouldBe(30, []);
        (await AskAsync("skip=28&take=5&sortDirection=asc")).ShouldBe(30, [28, 29]);
        (await AskAsync("siteId=1&pumpId=0")).ShouldBe(5, [27, 21, 15, 9, 3]);
        (await AskAsync("sensorId=4&cameraId=0")).ShouldBe(2, [24, 4]);
        (await AskAsync("status=critical&startDate=2024-11-14")).ShouldBe(2, [29, 27]);
        (await AskAsync("startDate=2024-11-03T12:00:00Z&endDate=2024-11-03T12:00:00Z&sortDirection=asc")).ShouldBe(2, [4, 5]);
        (await AskAsync("endDate=2024-11-01")).ShouldBe(2, [1, 0]);
        (await AskAsync("endDate=2024-11-01T11:59:59Z")).ShouldBe(0, []);
        (await AskAsync("state=open&somethingElse=1")).ShouldBe(30, Enumerable.Range(5, 25).Reverse());
        (await AskAsync("state=resolved")).ShouldBe(0, []);
        (await AskAsync("siteId=77")).ShouldBe(0, []);

        async Task<Page> AskAsync(string query)
        {
            var body = (await server.GetAsync($"{TestServer.Anomalies}?{query}", token)).Body;
            return new Page(body["total"]!.GetValue<int>(), [.. body["items"]!.AsArray().Select(item => int.Parse(item!["description"]!.ToString()))]);
        }
    }

    [Theory]
    [InlineData("page=0", "page")]
    [InlineData("pageSize=0", "pageSize")]
    [InlineData("pageSize=101", "pageSize")]
    [InlineData("take=101", "take")]
    [InlineData("skip=-1", "skip")]
    [InlineData("page=1&skip=1", "skip")]
    [InlineData("page=99999999999999999999", "page")]
    [InlineData("siteId=x", "siteId")]
    [InlineData("pumpId=1.5", "pumpId")]
    [InlineData("startDate=yesterday", "startDate")]
    [InlineData("startDate=2024-11-02&endDate=2024-11-01", "startDate")]
    [InlineData("status=bad", "status")]
    [InlineData("status=3", "status")]
    [InlineData("state=closed", "state")]
    [InlineData("sortDirection=up", "sortDirection")]
    public async Task Wrong_parameter_is_named(string query, string field)
    {
        await using var server = await TestServer.StartAsync();
        var answer = await server.GetAsync($"{TestServer.Anomalies}?{query}", await server.TokenAsync(Scopes.Read));
        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.WrongFields.ShouldBe([field]);
    }

    [Fact]
    public async Task An_address_or_method_that_is_not_there_is_a_problem_document_too()
    {
        await using var server = await TestServer.StartAsync();
        var token = await server.TokenAsync(Scopes.Admin);
        foreach (var path in new[] { "/nothing", TestServer.Anomalies + "/x", TestServer.Anomalies + "/1/2", TestServer.Anomalies + "/99999999999999999999" })
        {
            var answer = await server.GetAsync(path, token);
            answer.Status.ShouldBe(HttpStatusCode.NotFound);
            answer.Type.ShouldBe("application/problem+json");
        }
        (await server.SendAsync(HttpMethod.Delete, TestServer.Anomalies, token, content: null)).Status.ShouldBe(HttpStatusCode.MethodNotAllowed);
    }

    sealed record Page(int Total, IReadOnlyList<int> Items)
    {
        public void ShouldBe(int total, IEnumerable<int> items)
        {
            Total.ShouldBe(total);
            Items.ShouldBe(items);
        }
    }
}
