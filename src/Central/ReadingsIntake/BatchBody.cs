using System.IO.Compression;

namespace Plumbline.Central.ReadingsIntake;

/// <summary>A body with many rows, as it came or packed by gzip, read whole with a limit.</summary>
static class BatchBody
{
    /// <summary>Reads the body; where it is no good, answers the request (400, 413 or 415) and returns null.</summary>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpContext context)
    {
        var request = context.Request;
        var packing = request.Headers.ContentEncoding.ToString();
        if (packing is not ("" or "identity" or "gzip"))
        {
            await Problem.WriteAsync(context, StatusCodes.Status415UnsupportedMediaType, "the body may be packed by gzip, or not at all.");
            return null;
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = null;
        try
        {
            await using var unpacked = packing == "gzip" ? new GZipStream(request.Body, CompressionMode.Decompress, leaveOpen: true) : request.Body;
            var text = request.ContentLength > RequestBody.LargestBatchBytes ? null : await ReadAsync(unpacked, packing == "gzip" ? 0 : (int)(request.ContentLength ?? 0), context.RequestAborted);
            if (text is not null) return text;
            if (packing != "gzip") await RequestBody.DiscardAsync(request.BodyReader, context.RequestAborted);
            await Problem.WriteAsync(context, StatusCodes.Status413PayloadTooLarge, $"the body is larger than {RequestBody.LargestBatchBytes / 1024 / 1024} MiB, unpacked: send fewer rows at a time.");
        }
        catch (InvalidDataException)
        {
            await Problem.WriteAsync(context, StatusCodes.Status400BadRequest, "body: it is not packed by gzip, as Content-Encoding says.");
        }

        return null;
    }

    /// <returns>Null where it is too large.</returns>
    static async Task<ReadOnlyMemory<byte>?> ReadAsync(Stream body, int expected, CancellationToken cancel)
    {
        var text = new byte[Math.Max(expected + 1, 64 * 1024)];
        var length = 0;
        while (true)
        {
            var read = await body.ReadAsync(text.AsMemory(length), cancel);
            if (read == 0) return text.AsMemory(0, length);
            length += read;
            if (length > RequestBody.LargestBatchBytes) return null;
            if (length == text.Length) Array.Resize(ref text, 2 * length);
        }
    }
}
