using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Plumbline.Central.Storage;
using Plumbline.Plant;
using Plumbline.Stores;
using Shouldly;
using Xunit;

namespace Plumbline.Central.Tests;

public sealed class ReadingsIntakeTests
{
    const string Readings = "/api/v1/readings";
    const string Write = "/api/v2/write?bucket=plant&org=us&precision=s";
    const string Rejects = "/api/v1/readings/rejects";

    static readonly Factory Works = new() { Id = Guid.Parse("6d1f4f50-0000-4000-8000-000000000001"), Name = "Works", SiteId = 7 };
    static readonly Machine Press = new() { Id = Guid.Parse("6d1f4f50-0000-4000-8000-0000000000a1"), FactoryId = Works.Id, Name = "press-1" };
    static readonly DateTime Noon = new(2024, 11, 18, 12, 0, 0, DateTimeKind.Utc);

    [Theory, MemberData(nameof(TestStore.Kinds), MemberType = typeof(TestStore))]
    public async Task What_Telegraf_sends_is_kept(string kind)
    {
        await using var server = await StartAsync(kind);
        var lines = string.Join('\n', Enumerable.Range(0, 90).Select(minute => $"energy,host=plc,machine=press-1 power_kw={40 + (minute % 2)} {new DateTimeOffset(Noon.AddMinutes(minute)).ToUnixTimeSeconds()}")) + "\ncpu,host=plc usage_idle=97.5,name=\"x\" 1731931200\n";

        foreach (var _ in (int[])[1, 2])
        {
            using var packed = new ByteArrayContent(Packed(lines)) { Headers = { ContentType = new("text/plain") { CharSet = "utf-8" }, ContentEncoding = { "gzip" } } };
            var answer = await server.SendAsync(HttpMethod.Post, Write, null, packed);
            (answer.Status, answer.Text).ShouldBe((HttpStatusCode.NoContent, ""));
        }

        (await EnergyAsync(server)).ShouldBe(90 * 40.5 / 60, 1e-9);
        (await CountAsync(server, "plain_readings")).ShouldBe(1);
        var metrics = (await server.GetAsync("/metrics")).Text;
        metrics.ShouldContain("plumbline_rows_accepted_total 182");
        metrics.ShouldContain("plumbline_values_ignored_total 2");
    }

    [Fact]
    public async Task Rows_in_JSON_are_counted_and_kept()
    {
        await using var server = await StartAsync();
        var answer = await PostAsync(server, Readings, $"[{Row(0, 40)}, {Row(1, 41)}, {Row(2, -1)}]");

        (answer.Status, answer.Text).ShouldBe((HttpStatusCode.OK, """{"accepted":2,"rejected":1,"ignored_values":0,"rejects":[{"where":"row 3","code":"value_out_of_range","what":"power_kw is -1, below 0."}]}"""));
        (await PostAsync(server, Readings, $"{Row(1, 41)}\n{Row(2, 42)}\n", "application/x-ndjson")).Body["accepted"]!.GetValue<int>().ShouldBe(2);
        (await EnergyAsync(server)).ShouldBe((40 + 41 + 42) / 60.0, 1e-9);
    }

    [Theory, MemberData(nameof(TestStore.Kinds), MemberType = typeof(TestStore))]
    public async Task Rows_of_an_unknown_machine_are_kept_and_taken_once_it_is_there(string kind)
    {
        await using var server = await StartAsync(kind);
        var mill = Row(0, 30).Replace("press-1", "mill", StringComparison.Ordinal);
        (await PostAsync(server, Readings, $"[{Row(0, 40)}, {mill}]")).Status.ShouldBe(HttpStatusCode.OK);
        var lines = await PostAsync(server, Write, "energy,machine=mill power_kw=31 1731931260\nenergy,machine=mill power_kw=nonsense 1731931260\nenergy,machine=mill power_kw=32", "text/plain");
        (lines.Status, lines.Body["code"]!.ToString()).ShouldBe((HttpStatusCode.BadRequest, "invalid"));
        lines.Body["message"]!.ToString().ShouldBe("3 of 3 rows cannot be taken; the first is line 1: There is no machine 'mill'. They are kept, and can be tried again: /api/v1/readings/rejects.");

        var page = (await server.GetAsync(Rejects)).Body;
        (page["total_count"]!.GetValue<int>(), page["by_code"]!.ToJsonString()).ShouldBe((4, """{"machine_unknown":3,"number_unreadable":1}"""));
        (page["rejects"]![0]!["row"]!.ToString(), page["rejects"]![0]!["where"]!.ToString(), page["rejects"]![0]!["received_at"]!.ToString()).ShouldBe((mill, "row 2", "2024-11-18T14:32:05Z"));
        (await server.GetAsync(Rejects + "?code=number_unreadable")).Body["rejects"]!.AsArray().Count.ShouldBe(1);

        await new PlantTable(server.Database).AddAsync(Press with { Id = Guid.NewGuid(), Name = "mill" });
        server.Clock.Time += TimeSpan.FromHours(1);
        (await PostAsync(server, Rejects + "/replay", "")).Text.ShouldBe("""{"accepted":3,"rejected":1}""");

        // The line without a time is of the moment at which it came, not of now.
        (await TimesAsync(server, "mill")).ShouldBe([Noon, Noon.AddMinutes(1), new(2024, 11, 18, 14, 32, 5, DateTimeKind.Utc)]);
        (await server.SendAsync(HttpMethod.Delete, Rejects, null, null)).Text.ShouldBe("""{"removed":1}""");
        (await server.GetAsync(Rejects)).Body["total_count"]!.GetValue<int>().ShouldBe(0);
    }

    [Fact]
    public async Task A_token_writes_to_the_machines_of_its_sites_alone()
    {
        await using var server = await StartAsync(options: new CentralOptions { Address = IPAddress.Any });
        var (own, other, reader) = (await server.TokenAsync(Scopes.Edge, 7), await server.TokenAsync(Scopes.Edge, 8), await server.TokenAsync(Scopes.Read));

        (await PostAsync(server, Readings, Row(0, 40), token: null)).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await PostAsync(server, Readings, Row(0, 40), token: reader)).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await PostAsync(server, Readings, Row(0, 40), token: own)).Status.ShouldBe(HttpStatusCode.OK);
        // Not to be told from a machine that does not exist.
        var foreign = await PostAsync(server, Readings, Row(0, 50), token: other);
        (foreign.Status, foreign.Body["detail"]!.ToString()).ShouldBe((HttpStatusCode.UnprocessableEntity, "1 of 1 rows cannot be taken; the first is row 1: There is no machine 'press-1'. They are kept, and can be tried again: /api/v1/readings/rejects."));
        (await PostAsync(server, Rejects + "/replay", "", token: await server.TokenAsync(Scopes.Write, 7))).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await PostAsync(server, Rejects + "/replay", "", token: await server.TokenAsync(Scopes.Write))).Text.ShouldBe("""{"accepted":0,"rejected":1}""");
        (await EnergyAsync(server)).ShouldBe(40 / 60.0, 1e-9);

        using var lines = new StringContent("energy,machine=press-1 power_kw=40 1731931200");
        (await server.SendAsync(HttpMethod.Post, Write, null, lines, headers: ("Authorization", "Token " + own))).Status.ShouldBe(HttpStatusCode.NoContent);
        var refused = await server.SendAsync(HttpMethod.Post, Write, null, null, headers: ("Authorization", "Token nonsense"));
        (refused.Status, refused.Body["code"]!.ToString()).ShouldBe((HttpStatusCode.Unauthorized, "unauthorized"));
    }

    [Theory]
    [InlineData(Readings, "[", "application/json", null, 400, "body: the text is not JSON")]
    [InlineData(Readings, "", "application/json", null, 400, "body: the text is not JSON")]
    [InlineData(Readings, "[]", "application/json", null, 400, "body: there are no rows in it.")]
    [InlineData(Readings, "x", "text/plain", null, 415, "send the rows as application/json")]
    [InlineData(Readings, "[]", "application/json", "br", 415, "the body may be packed by gzip")]
    [InlineData(Readings, "[]", "application/json", "gzip", 400, "body: it is not packed by gzip")]
    [InlineData("/api/v2/write?precision=h", "x", "text/plain", null, 400, "precision 'h' is none of ns, us, ms and s.")]
    [InlineData(Rejects + "/replay?x", "", "text/plain", null, 200, "")]
    public async Task A_body_that_cannot_be_read_is_told_why(string path, string body, string type, string? packing, int status, string detail)
    {
        await using var server = await StartAsync();
        using var content = new StringContent(body, Encoding.UTF8, type);
        if (packing is not null) content.Headers.ContentEncoding.Add(packing);
        var answer = await server.SendAsync(HttpMethod.Post, path, null, content);

        ((int)answer.Status).ShouldBe(status, answer.Text);
        if (status != 200) answer.Body["detail"]!.ToString().ShouldStartWith(detail);
        (await CountAsync(server, "machine_readings")).ShouldBe(0);
    }

    [Fact]
    public async Task A_little_body_that_unpacks_to_a_huge_one_is_refused()
    {
        await using var server = await StartAsync();
        using var content = new ByteArrayContent(Packed(new string('\n', RequestBody.LargestBatchBytes + 1))) { Headers = { ContentEncoding = { "gzip" } } };
        (await server.SendAsync(HttpMethod.Post, Write, null, content)).Status.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    static async Task<TestServer> StartAsync(string kind = "sqlite", CentralOptions? options = null)
    {
        var server = await TestServer.StartAsync(kind, options);
        var plants = new PlantTable(server.Database);
        await plants.AddAsync(Works);
        await plants.AddAsync(Press);
        return server;
    }

    static string Row(int minute, double powerKw) => FormattableString.Invariant($$$"""{"machine":"press-1","time":"{{{Noon.AddMinutes(minute):yyyy-MM-ddTHH:mm:ss}}}Z","energy":{"power_kw":{{{powerKw}}}}}""");

    static async Task<Answer> PostAsync(TestServer server, string path, string body, string type = "application/json", string? token = null)
    {
        using var content = new StringContent(body, Encoding.UTF8, MediaTypeHeaderValue.Parse(type));
        return await server.SendAsync(HttpMethod.Post, path, token, content);
    }

    static async Task<double> EnergyAsync(TestServer server)
    {
        var machine = (await new PlantTable(server.Database).MachineAsync(Press.Id, default))!;
        var slices = await server.Database.ReadAsync(connection => new HourTable(server.Database).SlicesAsync(connection, machine, EnergyType.Electricity, new(Noon, Noon.AddDays(1))), default);
        return slices.Sum(slice => slice.EnergyKwh);
    }

    static async Task<DateTime[]> TimesAsync(TestServer server, string name)
    {
        var machine = (await new PlantTable(server.Database).MachinesAsync(default)).Single(machine => machine.Machine.Name == name);
        return await server.Database.ReadAsync(async connection => (await ReadingTable.LogAsync(connection, server.Database, machine, EnergyType.Electricity, new(Noon, Noon.AddDays(1)))).Times.ToArray(), default);
    }

    static Task<long> CountAsync(TestServer server, string table) => server.Database.ReadAsync(async connection => (long)(await connection.OneAsync($"select count(*) from {table}"))!, default);

    static byte[] Packed(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }
}
