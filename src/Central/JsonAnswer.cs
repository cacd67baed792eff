using System.Buffers;
using System.Text.Json;

namespace Plumbline.Central;

/// <summary>Answers in JSON: small ones whole, long ones as they are written.</summary>
static class JsonAnswer
{
    const int FlushAtBytes = 64 * 1024;

    public static Task WriteAsync(HttpContext context, Action<Utf8JsonWriter> write, int status = StatusCodes.Status200OK)
    {
        var body = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(body, StrictJson.Plain)) write(json);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = body.WrittenCount;
        return context.Response.Body.WriteAsync(body.WrittenMemory, context.RequestAborted).AsTask();
    }

    /// <summary>Writes an answer of any length with little memory.</summary>
    public static async Task StreamAsync(HttpContext context, Func<Utf8JsonWriter, Task> write)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter, StrictJson.Plain);
        await write(json);
        await json.FlushAsync(context.RequestAborted);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    /// <summary>Sends what was written where it has become much.</summary>
    public static async ValueTask SendIfMuchAsync(HttpContext context, Utf8JsonWriter json)
    {
        if (json.BytesPending < FlushAtBytes) return;
        await json.FlushAsync(context.RequestAborted);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    /// <summary>A number, or null where it is not finite.</summary>
    public static void WriteFinite(this Utf8JsonWriter json, double number)
    {
        if (double.IsFinite(number)) json.WriteNumberValue(number);
        else json.WriteNullValue();
    }

    public static void WriteFinite(this Utf8JsonWriter json, string name, double number)
    {
        json.WritePropertyName(name);
        json.WriteFinite(number);
    }
}
