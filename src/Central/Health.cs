using System.Data.Common;
using System.Reflection;
using Plumbline.Central.Storage;

namespace Plumbline.Central;

/// <summary><c>/health</c>, for load balancers and start scripts: 200 where the store answers, 503 where it does not.</summary>
static class Health
{
    public static readonly string Version = Assembly.GetExecutingAssembly().GetName().Version!.ToString(3);

    public static void Map(IEndpointRouteBuilder app, Database database) => app.MapGet("/health", context => AnswerAsync(context, database)).WithMetadata(Access.Anyone);

    static async Task AnswerAsync(HttpContext context, Database database)
    {
        try
        {
            var schema = await database.ReadAsync(Migration.VersionAsync, context.RequestAborted);
            await context.Response.WriteAsJsonAsync(new { status = "ok", version = Version, store = database.Kind, schema }, context.RequestAborted);
        }
        catch (DbException)
        {
            await Problem.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "the store does not answer.");
        }
    }
}
