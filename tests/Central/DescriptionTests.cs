using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Plumbline.Central.ApiPages;
using Shouldly;
using Xunit;

namespace Plumbline.Central.Tests;

/// <summary>The description of the API is written by hand; these keep it true.</summary>
public sealed class DescriptionTests
{
    static JsonObject Paths => DocumentationPages.Description["paths"]!.AsObject();

    [Fact]
    public async Task Every_route_is_described_and_nothing_else()
    {
        await using var server = await TestServer.StartAsync();
        var routes = server.Routes.Select(route => (route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Single().ToLowerInvariant(), route.RoutePattern.RawText!.Replace(":long", "", StringComparison.Ordinal)));

        var described = Paths.SelectMany(path => path.Value!.AsObject().Select(method => (method.Key, path.Key)));

        described.ShouldBe(routes, ignoreOrder: true);
    }

    [Fact]
    public void Every_reference_leads_somewhere()
    {
        var references = All(DocumentationPages.Description).OfType<JsonObject>().Select(node => node["$ref"]?.ToString()).OfType<string>().ToList();

        references.Count.ShouldBeGreaterThan(20);
        references.ShouldAllBe(reference => Find(reference) != null);
    }

    [Fact]
    public void Every_answer_has_an_example_and_every_guarded_route_says_that_it_is()
    {
        foreach (var operation in Paths.SelectMany(path => path.Value!.AsObject()).Select(method => method.Value!.AsObject()))
        {
            operation["summary"]!.ToString().ShouldNotBeEmpty();
            var answers = operation["responses"]!.AsObject();
            if (operation["tags"]![0]!.ToString() != "Server" && operation["operationId"]!.ToString() != "healthcheck")
                new[] { answers.ContainsKey("204") ? "204" : "200", "401", "403", "503" }.ShouldAllBe(status => answers.ContainsKey(status));
            if (answers.ContainsKey("403")) answers.ContainsKey("429").ShouldBe(!operation["operationId"]!.ToString().StartsWith("predict", StringComparison.Ordinal), "predictions alone are not counted");
            foreach (var (status, answer) in answers.Where(answer => answer.Key != "204"))
            {
                var whole = answer!["$ref"] is { } reference ? Find(reference.ToString())! : answer;
                if (operation["operationId"]!.ToString() == "description" && status == "200") continue;
                string[] wanted = (status, operation["operationId"]!.ToString()) switch
                {
                    ("200", "dashboard") => ["text/html"],
                    ("503", "dashboard") => ["text/html", "application/problem+json"],
                    ("200", "plot") => ["application/json", "image/svg+xml", "text/html"],
                    ("200", "metrics") => ["text/plain"],
                    ("503", "healthcheck") or ("200", _) => ["application/json"],
                    (_, "writeLines") => ["application/json", "application/problem+json"],
                    _ => ["application/problem+json"],
                };
                whole["content"]!.AsObject().Select(content => content.Key).ShouldBeSubsetOf(wanted);
                foreach (var (_, content) in whole["content"]!.AsObject()) content!["example"].ShouldNotBeNull();
            }
        }
    }

    [Fact]
    public async Task Examples_of_requests_are_accepted_and_answers_have_the_fields_of_the_schema()
    {
        await using var server = await TestServer.StartAsync();
        var token = await server.TokenAsync(Scopes.Admin);
        var fields = DocumentationPages.Description["components"]!["schemas"]!["Anomaly"]!["properties"]!.AsObject().Select(property => property.Key).Order().ToList();
        foreach (var example in Examples("/api/v1/edge/anomalies", "post"))
        {
            var answer = await server.PostAsync(example.ToJsonString(), token);
            ((int)answer.Status).ShouldBe(200, answer.Text);
            answer.Body.AsObject().Select(field => field.Key).Order().ShouldBe(fields);
        }
        foreach (var example in Examples("/api/v1/edge/anomalies/{id}", "patch"))
            ((int)(await server.PatchAsync(1, example.ToJsonString(), token)).Status).ShouldBe(200);
        Paths["/api/v1/edge/anomalies"]!["get"]!["responses"]!["200"]!["content"]!["application/json"]!["example"]!["items"]![0]!.AsObject().Select(field => field.Key).Order().ShouldBe(fields);
    }

    [Fact]
    public async Task Pages_name_no_other_host()
    {
        await using var server = await TestServer.StartAsync();
        foreach (var page in new[] { "/docs/index.html", "/redoc/index.html" })
        {
            var text = (await server.GetAsync(page)).Text;
            text.ShouldNotContain("http://");
            text.ShouldNotContain("https://");
        }
        var csp = string.Join(' ', (await server.GetAsync("/redoc/index.html")).Headers.GetValues("Content-Security-Policy"));
        csp.ShouldStartWith("default-src 'none'; script-src 'self';");
        csp.ShouldNotContain("http");
    }

    static IEnumerable<JsonNode> Examples(string path, string method) =>
        Paths[path]![method]!["requestBody"]!["content"]!["application/json"]!["examples"]!.AsObject().Select(example => example.Value!["value"]!);

    static JsonNode? Find(string reference) =>
        reference[2..].Split('/').Aggregate((JsonNode?)DocumentationPages.Description, (node, name) => node?[name]);

    static IEnumerable<JsonNode> All(JsonNode? node) => node switch
    {
        JsonObject all => [all, .. all.SelectMany(entry => All(entry.Value))],
        JsonArray all => all.SelectMany(All),
        _ => [],
    };
}
