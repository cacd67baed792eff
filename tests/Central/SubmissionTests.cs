using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Plumbline.Central.Storage;
using Plumbline.Stores;
using Shouldly;
using Xunit;

namespace Plumbline.Central.Tests;

public sealed class SubmissionTests
{
    // As a device of the older protocol sends it.
    const string Pump = """
        {"sourceType": "log", "description": "Flow exceeded 15% (threshold: 10%)", "siteId": 35482, "pumpId": 1, "sensorId": 101,
         "timestamp": "2024-11-18T14:32:00Z", "logValue": 575.0,
         "additionalContext": {"status": "Warning", "all_deviations": {"flow": 15.0, "head": 3.2, "power": 8.5, "efficiency": -1.2}},
         "metadata": {"modelVersion": "1.0.0", "confidence": 0.87, "prediction_rul_days": 12.5}}
        """;

    [Theory, MemberData(nameof(TestStore.Kinds), MemberType = typeof(TestStore))]
    public async Task A_device_of_the_older_protocol_works_unchanged(string kind)
    {
        await using var server = await TestServer.StartAsync(kind);
        var token = await server.TokenAsync(Scopes.Edge, 35482);

        // What requests.Session().post(url, json=...) puts on the wire.
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Pump));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var stored = (await server.SendAsync(HttpMethod.Post, TestServer.Anomalies, token, content)).Body;
        var listed = (await server.GetAsync(TestServer.Anomalies + "?siteId=35482&pumpId=1&startDate=2024-11-01T00:00:00Z&page=1&pageSize=25", token)).Body;

        var sent = JsonNode.Parse(Pump)!.AsObject();
        foreach (var (field, value) in sent) JsonNode.DeepEquals(stored[field], value).ShouldBeTrue(field);
        stored["id"]!.GetValue<long>().ShouldBePositive();
        stored["createdAt"]!.ToString().ShouldBe("2024-11-18T14:32:05Z");
        listed["total"]!.GetValue<int>().ShouldBe(1);
        listed["skip"]!.GetValue<int>().ShouldBe(0);
        listed["take"]!.GetValue<int>().ShouldBe(25);
        JsonNode.DeepEquals(listed["items"]![0], stored).ShouldBeTrue();
    }

    [Fact]
    public async Task Context_and_metadata_may_be_strings_and_come_back_as_they_were_given()
    {
        await using var server = await TestServer.StartAsync();
        var token = await server.TokenAsync(Scopes.Edge, 1);

        var answer = await server.PostAsync("""{"sourceType":"vision","description":"oil","additionalContext":"{\"status\" : \"critical\"}","metadata":{"z":1.50,"a":[ ]}}""", token);

        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.Text.ShouldContain("""additionalContext":"{\"status\" : \"critical\"}","metadata":{"z":1.50,"a":[ ]},"status":"Critical""");
        (await server.GetAsync(TestServer.Anomalies + "?status=Critical", token)).Body["total"]!.GetValue<int>().ShouldBe(1);
        (await server.GetAsync(TestServer.Anomalies + "?status=Failure", token)).Body["total"]!.GetValue<int>().ShouldBe(0);
    }

    [Fact]
    public async Task What_is_left_out_takes_the_site_of_the_token_and_the_time_of_the_server()
    {
        await using var server = await TestServer.StartAsync();

        var answer = await server.PostAsync("""{"sourceType":"log","description":"x","pumpId":null,"somethingNewer":[1]}""", await server.TokenAsync(Scopes.Edge, 7));

        answer.Body["siteId"]!.GetValue<long>().ShouldBe(7);
        answer.Body["timestamp"]!.ToString().ShouldBe("2024-11-18T14:32:05Z");
        answer.Body["pumpId"].ShouldBeNull();
        answer.Body["state"]!.ToString().ShouldBe("open");
    }

    [Theory]
    [InlineData("2024-11-18T14:32:00", "2024-11-18T14:32:00Z")]
    [InlineData("2024-11-18 14:32:00", "2024-11-18T14:32:00Z")]
    [InlineData("2024-11-18T14:32:00+02:00", "2024-11-18T12:32:00Z")]
    [InlineData("2024-11-18T14:32:00.123456+00:00", "2024-11-18T14:32:00.123456Z")]
    [InlineData("2024-11-18T14:32:00.1234567Z", "2024-11-18T14:32:00.123456Z")]
    [InlineData("2024-11-18T14:32Z", "2024-11-18T14:32:00Z")]
    public async Task Times_are_read_in_every_usual_form(string sent, string kept)
    {
        await using var server = await TestServer.StartAsync();
        var answer = await server.PostAsync($$"""{"sourceType":"log","description":"x","timestamp":"{{sent}}"}""", await server.TokenAsync(Scopes.Edge, 1));
        answer.Body["timestamp"]!.ToString().ShouldBe(kept);
    }

    [Fact]
    public async Task Every_wrong_field_is_named_at_once()
    {
        await using var server = await TestServer.StartAsync();

        var answer = await server.PostAsync(
            """{"sourceType":"radio","description":" ","siteId":1.5,"pumpId":"1","sensorId":-1,"cameraId":true,"logId":1e300,"timestamp":"yesterday","logValue":"12","additionalContext":[],"metadata":"{"}""",
            await server.TokenAsync(Scopes.Edge, 1));

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Type.ShouldBe("application/problem+json");
        answer.WrongFields.ShouldBe(["additionalContext", "cameraId", "description", "logId", "logValue", "metadata", "pumpId", "sensorId", "siteId", "sourceType", "timestamp"]);
        answer.Body["detail"]!.ToString().ShouldContain("sourceType: is required");
        (await server.StoredAsync()).ShouldBe(0);
    }

    [Theory]
    [InlineData("", 400)]
    [InlineData("[]", 400)]
    [InlineData("null", 400)]
    [InlineData("""{"sourceType":"log","description":"x","description":"y"}""", 400)]
    [InlineData("""{"sourceType":"log","description":"x","\u0064escription":"y"}""", 400)]
    [InlineData("""{"sourceType":"log","description":"x","logValue":1e999}""", 400)]
    [InlineData("""{"sourceType":"log","description":"x","metadata":{"a":-1e999}}""", 400)]
    [InlineData("""{"sourceType":"log","description":"x","metadata":"{\"a\":1,\"a\":2}"}""", 400)]
    [InlineData("""{"sourceType":"log","description":"x","logValue":NaN}""", 400)]
    [InlineData("""{"sourceType":"log","description":"a\u0000b"}""", 400)]
    [InlineData("""{"sourceType":"log","description":"\ud800"}""", 400)]
    [InlineData("""{"sourceType":"log","description":"\udc00\ud800"}""", 400)]
    [InlineData("""{"sourceType":"log","description":"x"} {}""", 400)]
    [InlineData("""{"sourceType":"log","description":"x",}""", 400)]
    [InlineData("""{"sourceType":"log","description":"x","timestamp":"1969-12-31T23:59:59Z"}""", 400)]
    [InlineData("""{"sourceType":"log","description":"x","timestamp":"9999-12-31T23:59:59Z"}""", 400)]
    [InlineData("""{"sourceType":"log","description":"\ud83d\ude00 \\ud800"}""", 200)]
    public async Task Json_that_could_mean_two_things_or_none_is_refused(string body, int status)
    {
        await using var server = await TestServer.StartAsync();
        var answer = await server.PostAsync(body, await server.TokenAsync(Scopes.Edge, 1));
        ((int)answer.Status).ShouldBe(status, answer.Text);
        (await server.StoredAsync()).ShouldBe(status == 200 ? 1 : 0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_over_the_limit_is_refused_with_413_and_one_at_the_limit_is_taken(bool isChunked)
    {
        await using var server = await TestServer.StartAsync();
        var token = await server.TokenAsync(Scopes.Edge, 1);

        (await SendAsync(RequestBody.LargestBytes)).Status.ShouldBe(HttpStatusCode.OK);
        (await SendAsync(RequestBody.LargestBytes + 1)).Status.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await server.StoredAsync()).ShouldBe(1);

        Task<Answer> SendAsync(int bytes)
        {
            const string Frame = """{"sourceType":"log","description":"x","metadata":{"pad":""}}""";
            var text = Encoding.UTF8.GetBytes(Frame.Insert(Frame.Length - 3, new string('x', bytes - Frame.Length)));
            HttpContent content = isChunked ? new StreamContent(new Unsized(text)) : new ByteArrayContent(text);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            return server.SendAsync(HttpMethod.Post, TestServer.Anomalies, token, content);
        }
    }

    [Fact]
    public async Task Other_types_and_compressed_bodies_are_refused()
    {
        await using var server = await TestServer.StartAsync();
        var token = await server.TokenAsync(Scopes.Edge, 1);
        var form = new StringContent("""{"sourceType":"log","description":"x"}""", Encoding.UTF8, "text/plain");
        var zipped = new StringContent("""{"sourceType":"log","description":"x"}""", Encoding.UTF8, "application/json");
        zipped.Headers.ContentEncoding.Add("gzip");

        foreach (var content in new[] { form, zipped })
            (await server.SendAsync(HttpMethod.Post, TestServer.Anomalies, token, content)).Status.ShouldBe(HttpStatusCode.UnsupportedMediaType);
    }

    [Theory, MemberData(nameof(TestStore.Kinds), MemberType = typeof(TestStore))]
    public async Task Same_key_answers_with_the_first_record_and_another_body_is_a_conflict(string kind)
    {
        await using var server = await TestServer.StartAsync(kind);
        var token = await server.TokenAsync(Scopes.Edge, 1);
        const string Body = """{"sourceType":"log","description":"x","logValue":1.0}""";

        var first = await server.PostAsync(Body, token, key: "k1");
        server.Clock.Time += TimeSpan.FromHours(1);
        var again = await server.PostAsync(Body, token, key: "k1");
        var reordered = await server.PostAsync("""{ "logValue" : 1.0, "description":"x", "sourceType":"log" }""", token, key: "k1");
        var other = await server.PostAsync("""{"sourceType":"log","description":"y"}""", token, key: "k1");
        var ofAnother = await server.PostAsync(Body, await server.TokenAsync(Scopes.Edge, 1), key: "k1");

        again.Text.ShouldBe(first.Text);
        reordered.Text.ShouldBe(first.Text);
        other.Status.ShouldBe(HttpStatusCode.Conflict);
        ofAnother.Body["id"]!.GetValue<long>().ShouldNotBe(first.Body["id"]!.GetValue<long>());
        (await server.StoredAsync()).ShouldBe(2);
    }

    [Fact]
    public async Task Without_a_key_a_body_with_a_timestamp_is_stored_once_and_one_without_each_time()
    {
        await using var server = await TestServer.StartAsync();
        var token = await server.TokenAsync(Scopes.Edge, 35482);
        for (var i = 0; i < 3; i++) (await server.PostAsync(Pump, token)).Status.ShouldBe(HttpStatusCode.OK);
        (await server.StoredAsync()).ShouldBe(1);
        for (var i = 0; i < 3; i++) (await server.PostAsync("""{"sourceType":"log","description":"x"}""", token)).Status.ShouldBe(HttpStatusCode.OK);
        (await server.StoredAsync()).ShouldBe(4);
    }

    [Fact]
    public async Task A_malformed_key_is_refused()
    {
        await using var server = await TestServer.StartAsync();
        var token = await server.TokenAsync(Scopes.Edge, 1);
        foreach (var key in new[] { new string('k', 256), "a b" })
            (await server.PostAsync("""{"sourceType":"log","description":"x"}""", token, key)).WrongFields.ShouldBe(["Idempotency-Key"]);
    }

    [Theory, MemberData(nameof(TestStore.Kinds), MemberType = typeof(TestStore))]
    public async Task Fifty_duplicates_at_once_store_one(string kind)
    {
        await using var server = await TestServer.StartAsync(kind);
        var token = await server.TokenAsync(Scopes.Edge, 35482);

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => server.PostAsync(Pump, token)));

        answers.ShouldAllBe(answer => answer.Status == HttpStatusCode.OK);
        answers.Select(answer => answer.Text).Distinct().Count().ShouldBe(1);
        (await server.StoredAsync()).ShouldBe(1);
    }

    [Theory, MemberData(nameof(TestStore.Kinds), MemberType = typeof(TestStore))]
    public async Task A_store_that_fails_is_a_503_and_the_server_goes_on(string kind)
    {
        await using var server = await TestServer.StartAsync(kind);
        var token = await server.TokenAsync(Scopes.Edge, 35482);
        await server.Database.WriteAsync(connection => connection.RunAsync("alter table edge_anomalies rename to elsewhere"));

        var posted = await server.PostAsync(Pump, token);
        var asked = await server.GetAsync(TestServer.Anomalies + "/1", token);
        await server.Database.WriteAsync(connection => connection.RunAsync("alter table elsewhere rename to edge_anomalies"));
        var again = await server.PostAsync(Pump, token);

        foreach (var answer in new[] { posted, asked })
        {
            answer.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
            answer.Type.ShouldBe("application/problem+json");
            answer.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(5));
            // Nothing of the store's own words.
            answer.Text.ShouldNotContain("edge_anomalies");
        }
        again.Status.ShouldBe(HttpStatusCode.OK, again.Text);
        (await server.StoredAsync()).ShouldBe(1);
    }

    /// <summary>A body whose length nobody knows before it ends.</summary>
    sealed class Unsized(byte[] text) : MemoryStream(text)
    {
        public override bool CanSeek => false;
    }
}
