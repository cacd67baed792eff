using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Plumbline.Bench.Speed.Load;
using Plumbline.Central;

namespace Plumbline.Bench.Speed.FitPredict;

/// <summary>The server of the product with one route beside its own: addressed, guarded, counted and answered as a prediction is, and the answer is always the same.</summary>
static class ConstantRoute
{
    static readonly byte[] Answer = """{"anomaly":false,"model_version":"v1","timestamp":1609459500,"score":0.31415926535897931,"expected":20.00123,"lower":17.0123456789,"upper":22.9876543211,"severity":0}"""u8.ToArray();

    /// <summary>Serves the store at <paramref name="place"/> until standard input ends.</summary>
    public static async Task ServeAsync(string place)
    {
        await using var database = Place.Open(place);
        await database.MigrateAsync();
        await using var server = CentralServer.Create(new CentralOptions { Address = IPAddress.Loopback, Port = 0 }, database, more: Map);
        await server.StartAsync(CancellationToken.None);
        Console.WriteLine($"serving on {server.Url} ");
        await server.RunUntilStoppedAsync(CancellationToken.None);
    }

    static void Map(IEndpointRouteBuilder app) => app.MapPost("/constant/{series_id}", context =>
    {
        var response = context.Response;
        Answer.CopyTo(response.BodyWriter.GetSpan(Answer.Length));
        response.BodyWriter.Advance(Answer.Length);
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = Answer.Length;
        return Task.CompletedTask;
    }).WithMetadata(Access.Page, Frequent.Instance);
}
