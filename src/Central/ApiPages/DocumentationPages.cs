using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;

namespace Plumbline.Central.ApiPages;

/// <summary><c>/openapi.json</c>, and two pages that show it: <c>/docs</c> to try it, <c>/redoc</c> to read it. Nothing is loaded from elsewhere.</summary>
static class DocumentationPages
{
    const string Fragments = "openapi/";

    /// <summary>The description of the API: the frame, and what each slice says of its own routes.</summary>
    public static JsonObject Description { get; } = Joined();

    public static void Use(IApplicationBuilder app)
    {
        app.UseSwaggerUI(page =>
        {
            page.RoutePrefix = "docs";
            page.DocumentTitle = "Plumbline API";
            page.SwaggerEndpoint("../openapi.json", "v1");
            page.ConfigObject.ValidatorUrl = null;
        });
        app.UseReDoc(page =>
        {
            page.RoutePrefix = "redoc";
            page.IndexStream = () => Resource("redoc.html");
        });
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        var text = Encoding.UTF8.GetBytes(Description.ToJsonString());
        app.MapGet("/openapi.json", context =>
        {
            context.Response.ContentType = "application/json; charset=utf-8";
            context.Response.ContentLength = text.Length;
            return context.Response.Body.WriteAsync(text, context.RequestAborted).AsTask();
        }).WithMetadata(Access.Page);
    }

    static JsonObject Joined()
    {
        var names = Assembly.GetExecutingAssembly().GetManifestResourceNames().Where(name => name.StartsWith(Fragments, StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();
        var whole = Read(Fragments + "frame.openapi.json");
        whole["info"]!["version"] = Health.Version;
        foreach (var name in names.Where(name => name != Fragments + "frame.openapi.json")) Merge(whole, Read(name));
        return whole;
    }

    static void Merge(JsonObject into, JsonObject from)
    {
        foreach (var (key, value) in from)
        {
            switch (into[key])
            {
                case JsonObject inner:
                    Merge(inner, value!.AsObject());
                    break;
                case JsonArray list:
                    foreach (var item in value!.AsArray()) list.Add(item!.DeepClone());
                    break;
                default:
                    into[key] = value?.DeepClone();
                    break;
            }
        }
    }

    static JsonObject Read(string name)
    {
        using var stream = Resource(name);
        return JsonNode.Parse(stream)!.AsObject();
    }

    static Stream Resource(string name) => Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
}
