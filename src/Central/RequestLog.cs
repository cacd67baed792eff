using System.Data.Common;
using System.Diagnostics;
using Microsoft.AspNetCore.Diagnostics;

namespace Plumbline.Central;

/// <summary>One line of log for each request, and an answer for whatever was thrown. No header, no body and no query is ever logged: a token may stand in each of them.</summary>
static partial class RequestLog
{
    public static async Task WatchAsync(HttpContext context, RequestDelegate next, ILogger log)
    {
        var start = Stopwatch.GetTimestamp();
        await next(context);
        if (context.Response.StatusCode < StatusCodes.Status400BadRequest && context.GetEndpoint()?.Metadata.GetMetadata<Frequent>() is not null) return;
        var caller = context.Features.Get<Caller>()?.Name;
        Answered(log, context.Request.Method, Shortened(context.Request.Path), context.Response.StatusCode, Stopwatch.GetElapsedTime(start).TotalMilliseconds, caller, context.Features.GetRequiredFeature<Origin>(), context.TraceIdentifier);
    }

    /// <summary>The answer to an exception: a sentence, and never a stack trace.</summary>
    public static Task AnswerAsync(HttpContext context, ILogger log)
    {
        var trouble = context.Features.GetRequiredFeature<IExceptionHandlerFeature>().Error;
        switch (trouble)
        {
            case BadHttpRequestException bad:
                return Problem.WriteAsync(context, bad.StatusCode, "the request cannot be read to its end.");
            case DbException:
                StoreFailed(log, trouble.GetType().Name, trouble.Message, context.TraceIdentifier);
                context.Response.Headers.RetryAfter = "5";
                return Problem.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "the store cannot take or give anything just now; nothing was lost that had been confirmed. Try again.");
            default:
                Failed(log, trouble, context.TraceIdentifier);
                return Problem.WriteAsync(context, StatusCodes.Status500InternalServerError, $"an error of ours; the log has it under {context.TraceIdentifier}.");
        }
    }

    // Somebody will put a token into an address one day.
    static string Shortened(string? path) =>
        path is null ? "" : path.Contains("plumb_", StringComparison.OrdinalIgnoreCase) ? "(hidden)" : path.Length <= 200 ? path : path[..200];

    [LoggerMessage(1, LogLevel.Information, "{Method} {Path} {Status} in {Milliseconds:0.0} ms for {Token} from {Client} ({Trace})")]
    static partial void Answered(ILogger log, string method, string path, int status, double milliseconds, string? token, Origin client, string trace);

    [LoggerMessage(2, LogLevel.Error, "store: {Kind}: {Message} ({Trace})")]
    static partial void StoreFailed(ILogger log, string kind, string message, string trace);

    [LoggerMessage(3, LogLevel.Error, "request failed ({Trace})")]
    static partial void Failed(ILogger log, Exception trouble, string trace);
}
