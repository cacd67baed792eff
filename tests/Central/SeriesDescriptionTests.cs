using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Plumbline.Central.ApiPages;
using Plumbline.Central.Storage;
using Shouldly;
using Xunit;

namespace Plumbline.Central.Tests;

/// <summary>What the description of the series service promises, asked of the server: each route, each status, each body.</summary>
public sealed class SeriesDescriptionTests
{
    const string ThreePoints = """{ "timestamps": [1, 2, 3], "values": [1, 2, 4] }""";
    const string Reading = """{ "timestamp": 4, "value": 2 }""";

    // In the form of a token, and nobody's: the store is asked for it.
    const string Unseen = "plumb_0123456789ab_0123456789012345678901234567890123456789abc";

    static readonly (string Name, string Value) Elsewhere = ("X-Forwarded-For", "203.0.113.9");

    static readonly Route[] Routes =
    [
        new("/fit/{series_id}", "post", "/fit/s", ThreePoints, Wrong: "/fit/a%20b"),
        new("/predict/{series_id}", "post", "/predict/s", Reading, "/predict/unknown", "/predict/s?version=2"),
        new("/predict/{series_id}/batch", "post", "/predict/s/batch", """{ "timestamps": [4, 5], "values": [2, 90], "bounds": true }""", "/predict/unknown/batch", "/predict/s/batch?version=2"),
        new("/plot", "get", "/plot?series_id=s", Unknown: "/plot?series_id=unknown", Wrong: "/plot"),
        new("/models", "get", "/models", Wrong: "/models?take=0"),
        new("/models/{series_id}", "delete", "/models/once", Unknown: "/models/unknown", Wrong: "/models/a%20b"),
        new("/models/{series_id}/{version}", "delete", "/models/twice/v1", Unknown: "/models/unknown/v1", Wrong: "/models/s/latest"),
        new("/detectors", "get", "/detectors"),
        new("/dashboard", "get", "/dashboard", Unknown: "/dashboard?series_id=unknown", Wrong: "/dashboard?version=2"),
        new("/healthcheck", "get", "/healthcheck"),
        new("/metrics", "get", "/metrics"),
    ];

    static JsonObject Paths => DocumentationPages.Description["paths"]!.AsObject();

    [Fact]
    public void Each_operation_of_the_series_service_is_asked()
    {
        var described = Paths.SelectMany(path => path.Value!.AsObject().Where(method => (string)method.Value!["tags"]![0]! == "Series" || path.Key == "/metrics").Select(method => (path.Key, method.Key)));

        described.ShouldBe(Routes.Select(route => (route.Path, route.Method)), ignoreOrder: true);
    }

    [Fact]
    public async Task Each_status_that_is_described_is_answered_and_its_body_is_as_described()
    {
        await using var server = await TestServer.StartAsync(options: new CentralOptions { RolePorts = [(FitPredict.ServiceRoles.Training, 0), (FitPredict.ServiceRoles.Inference, 0), (FitPredict.ServiceRoles.Monitoring, 0)] });
        foreach (var series in new[] { "s", "once", "twice", "twice" }) (await AskAsync(server, "post", "/fit/" + series, ThreePoints)).Status.ShouldBe(HttpStatusCode.OK);
        var asked = new HashSet<(string, string, string)>();

        foreach (var route in Routes)
        {
            var statuses = Paths[route.Path]![route.Method]!["responses"]!.AsObject().Select(status => status.Key).ToList();
            foreach (var status in statuses.Where(status => status is not "503")) await ShouldAnswerAsync(route, status);
        }
        foreach (var form in new[] { "image/svg+xml", "text/html" })
        {
            var picture = await AskAsync(server, "get", "/plot?series_id=s", null, ("Accept", form));
            picture.Type.ShouldBe(form);
            ShouldBeAsDescribed(picture, "/plot", "get", "200");
        }
        foreach (var url in server.Urls.Skip(1)) ShouldBeAsDescribed(await server.GetAsync(url + "/healthcheck"), "/healthcheck", "get", "200");

        // A store without tables answers nothing.
        foreach (var table in new[] { "series_models", "series_heads", "tokens" }) await server.Database.WriteAsync(connection => connection.RunAsync($"alter table {table} rename to lost_{table}"));
        foreach (var route in Routes.Where(route => Paths[route.Path]![route.Method]!["responses"]!["503"] is not null)) await ShouldAnswerAsync(route, "503");

        asked.Count.ShouldBe(Routes.Sum(route => Paths[route.Path]![route.Method]!["responses"]!.AsObject().Count));

        async Task ShouldAnswerAsync(Route route, string status)
        {
            var answer = await AnswerAsync(server, route, status);
            answer.Status.ShouldBe((HttpStatusCode)int.Parse(status, CultureInfo.InvariantCulture), $"{route.Method} {route.Path}: {answer.Text}");
            ShouldBeAsDescribed(answer, route.Path, route.Method, status);
            asked.Add((route.Path, route.Method, status)).ShouldBeTrue();
        }
    }

    static async Task<Answer> AnswerAsync(TestServer server, Route route, string status)
    {
        var (method, body) = (route.Method, route.Body);
        switch (status)
        {
            case "200": return await AskAsync(server, method, route.Good, body);
            case "401": return await AskAsync(server, method, route.Good, body, Elsewhere);
            case "403":
                // No token that is made by command has no scope at all; for most routes any one will do.
                var scope = route.Path switch { "/dashboard" => Scopes.Edge, "/fit/{series_id}" => Scopes.Read, _ => method == "delete" ? Scopes.Read : Scopes.None };
                return await AskAsync(server, method, route.Good, body, Elsewhere, Bearer(await server.TokenAsync(scope)));
            case "404": return await AskAsync(server, method, route.Unknown!, body);
            case "405": return await AskAsync(server, "put", route.Good, body);
            case "413": return await AskAsync(server, method, route.Good, new string(' ', route.Path == "/predict/{series_id}" ? 16 * 1024 : 64 * 1024 * 1024) + body);
            case "415": return await AskAsync(server, method, route.Good, body, type: "text/plain");
            case "422": return await AskAsync(server, method, route.Wrong!, body);
            case "429":
                var once = Bearer(await server.LimitedTokenAsync(1, Scopes.Admin));
                (await AskAsync(server, method, route.Unknown ?? route.Good, body, Elsewhere, once)).Status.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.NotFound);
                return await AskAsync(server, method, route.Unknown ?? route.Good, body, Elsewhere, once);
            case "503":
                // These ask the store for nothing but the token.
                return route.Path is "/detectors" or "/metrics"
                    ? await AskAsync(server, method, route.Good, body, Elsewhere, Bearer(Unseen))
                    : await AskAsync(server, method, route.Unknown ?? route.Good, body);
            default: throw new InvalidOperationException($"{method} {route.Path} has {status}, for which nobody knows how to ask");
        }
    }

    static (string Name, string Value) Bearer(string token) => ("Authorization", "Bearer " + token);

    static Task<Answer> AskAsync(TestServer server, string method, string path, string? body, params (string Name, string Value)[] headers) => AskAsync(server, method, path, body, "application/json", headers);

    static Task<Answer> AskAsync(TestServer server, string method, string path, string? body, string type, params (string Name, string Value)[] headers) =>
        server.SendAsync(HttpMethod.Parse(method.ToUpperInvariant()), path, token: null, body is null ? null : new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue(type)), key: null, headers);

    static void ShouldBeAsDescribed(Answer answer, string path, string method, string status)
    {
        var described = Followed(Paths[path]![method]!["responses"]![status]!);
        var place = $"{method} {path} {status}";
        foreach (var (header, _) in described["headers"]?.AsObject() ?? [])
            if (header != "Warning" && header != "Allow") answer.Headers.Contains(header).ShouldBeTrue($"{place}: {header}");
        var form = described["content"]![answer.Type!];
        form.ShouldNotBeNull($"{place}: {answer.Type}");
        if (answer.Type!.EndsWith("json", StringComparison.Ordinal)) Differences(answer.Body, form["schema"]!, place).ShouldBeEmpty();
        if (form["example"] is { } example && answer.Type.EndsWith("json", StringComparison.Ordinal)) Differences(example, form["schema"]!, place + " (example)").ShouldBeEmpty();
    }

    /// <summary>Where a value is not as its schema has it: of OpenAPI 3.0's keywords those that we use. A field that is not described is one, too.</summary>
    static IEnumerable<string> Differences(JsonNode? value, JsonNode schema, string place)
    {
        schema = Followed(schema);
        if (schema["oneOf"] is JsonArray choices)
        {
            var fitting = choices.Count(choice => !Differences(value, choice!, place).Any());
            return fitting == 1 ? [] : [$"{place}: {fitting} of {choices.Count} schemas fit"];
        }
        if (value is null) return (bool?)schema["nullable"] == true ? [] : [$"{place}: null"];
        var kind = value.GetValueKind();
        return ((string)schema["type"]!, kind) switch
        {
            ("object", JsonValueKind.Object) => OfObject(value.AsObject(), schema, place),
            ("array", JsonValueKind.Array) => value.AsArray().SelectMany((item, row) => Differences(item, schema["items"]!, $"{place}[{row}]")),
            ("string", JsonValueKind.String) => OfText((string)value!, schema, place),
            ("integer", JsonValueKind.Number) => value.AsValue().TryGetValue<long>(out var whole) && whole >= ((long?)schema["minimum"] ?? long.MinValue) ? [] : [$"{place}: {value}"],
            ("number", JsonValueKind.Number) => (double)value >= ((double?)schema["minimum"] ?? double.NegativeInfinity) ? [] : [$"{place}: {value}"],
            ("boolean", JsonValueKind.True or JsonValueKind.False) => [],
            var (wanted, _) => [$"{place}: {kind}, not {wanted}"],
        };
    }

    static IEnumerable<string> OfObject(JsonObject value, JsonNode schema, string place)
    {
        var properties = schema["properties"]?.AsObject() ?? [];
        foreach (var name in schema["required"]?.AsArray() ?? [])
            if (!value.ContainsKey((string)name!)) yield return $"{place}.{name}: missing";
        foreach (var (name, field) in value)
        {
            if ((properties[name] ?? schema["additionalProperties"]) is not { } inner) yield return $"{place}.{name}: not described";
            else foreach (var difference in Differences(field, inner, $"{place}.{name}")) yield return difference;
        }
    }

    static IEnumerable<string> OfText(string value, JsonNode schema, string place)
    {
        if (schema["enum"] is JsonArray words && !words.Any(word => (string)word! == value)) yield return $"{place}: '{value}' is none of {words.ToJsonString()}";
        if ((string?)schema["pattern"] is { } pattern && !Regex.IsMatch(value, pattern, RegexOptions.None, TimeSpan.FromSeconds(10))) yield return $"{place}: '{value}' is not {pattern}";
        if ((string?)schema["format"] == "date-time" && !DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, out _)) yield return $"{place}: '{value}' is no time";
    }

    static JsonNode Followed(JsonNode node) =>
        (string?)node["$ref"] is { } reference ? reference[2..].Split('/').Aggregate((JsonNode)DocumentationPages.Description, (inner, name) => inner[name]!) : node;

    /// <param name="Good">The address at which it answers 200, with the body where it takes one.</param>
    /// <param name="Unknown">At which it answers 404.</param>
    /// <param name="Wrong">At which it answers 422.</param>
    sealed record Route(string Path, string Method, string Good, string? Body = null, string? Unknown = null, string? Wrong = null);
}
