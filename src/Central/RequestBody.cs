using System.IO.Pipelines;
using System.Text.Json;

namespace Plumbline.Central;

/// <summary>Bodies of requests, read with a limit and strictly.</summary>
static class RequestBody
{
    public const int LargestBytes = 256 * 1024;

    /// <summary>Of a body with many points or rows.</summary>
    public const int LargestBatchBytes = 64 * 1024 * 1024;

    /// <summary>Reads a JSON object; where there is none, answers the request (400, 413 or 415) and returns null.</summary>
    public static async Task<JsonDocument?> ReadObjectAsync(HttpContext context)
    {
        if (!IsJson(context.Request)) return await RefuseAsync(context, StatusCodes.Status415UnsupportedMediaType, "send the body as application/json, in UTF-8, not compressed.");
        if (await ReadAsync(context) is not { } text) return await RefuseAsync(context, StatusCodes.Status413PayloadTooLarge, $"the body is larger than {LargestBytes / 1024} KiB.");

        var document = StrictJson.Read(text, out var defect);
        if (document is null) return await RefuseAsync(context, StatusCodes.Status400BadRequest, "body: " + defect);
        if (document.RootElement.ValueKind == JsonValueKind.Object) return document;
        document.Dispose();
        return await RefuseAsync(context, StatusCodes.Status400BadRequest, "body: must be a JSON object.");
    }

    /// <summary>Reads on to the end of a body that is too large, within limits: most clients send all of it before they look for an answer, and would be cut off instead of hearing why.</summary>
    public static async Task DiscardAsync(PipeReader pipe, CancellationToken cancel)
    {
        for (var discarded = 0L; discarded < LargestBatchBytes;)
        {
            var read = await pipe.ReadAsync(cancel);
            discarded += read.Buffer.Length;
            pipe.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted) return;
        }
    }

    static async Task<JsonDocument?> RefuseAsync(HttpContext context, int status, string detail)
    {
        await Problem.WriteAsync(context, status, detail);
        return null;
    }

    // A client that names no type is taken at its word; one that names another is not (a form posted by a web page, for one).
    public static bool IsJson(HttpRequest request) =>
        (request.ContentType is null || request.HasJsonContentType()) && request.Headers.ContentEncoding.Count == 0;

    /// <returns>Null where it is too large.</returns>
    static async Task<byte[]?> ReadAsync(HttpContext context)
    {
        if (context.Request.ContentLength > LargestBytes) return null;
        using var text = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0)
        {
            if (text.Length + read > LargestBytes) return null;
            text.Write(buffer, 0, read);
        }
        return text.ToArray();
    }
}
