using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace Plumbline.Central;

/// <summary>What every error looks like: RFC 9457, with a sentence for a person, and all wrong fields at once.</summary>
static class Problem
{
    public static Task WriteAsync(HttpContext context, int status, string detail, FieldErrors? errors = null)
    {
        var response = context.Response;
        response.StatusCode = status;
        var isInflux = context.GetEndpoint()?.Metadata.GetMetadata<InfluxErrors>() is not null;
        response.ContentType = isInflux ? "application/json; charset=utf-8" : "application/problem+json";
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body, StrictJson.Plain))
        {
            json.WriteStartObject();
            json.WriteString("title", ReasonPhrases.GetReasonPhrase(status));
            json.WriteNumber("status", status);
            json.WriteString("detail", detail);
            json.WriteString("traceId", context.TraceIdentifier);
            if (isInflux)
            {
                json.WriteString("code", InfluxErrors.Code(status));
                json.WriteString("message", detail);
            }
            if (errors is not null) errors.Write(json);
            json.WriteEndObject();
        }
        response.ContentLength = body.WrittenCount;
        return response.Body.WriteAsync(body.WrittenMemory, context.RequestAborted).AsTask();
    }

    /// <summary>400 with every wrong field.</summary>
    public static Task WriteAsync(HttpContext context, FieldErrors errors) => WriteAsync(context, StatusCodes.Status400BadRequest, errors.Detail, errors);
}

/// <summary>What is wrong with a request, field by field.</summary>
sealed class FieldErrors
{
    readonly SortedDictionary<string, string> _byField = new(StringComparer.Ordinal);

    public bool Any => _byField.Count > 0;

    public string Detail => string.Join(' ', _byField.Select(error => $"{error.Key}: {error.Value}"));

    /// <summary>The first word on a field stands.</summary>
    public void Add(string field, string sentence) => _byField.TryAdd(field, sentence);

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject("errors");
        foreach (var (field, sentence) in _byField)
        {
            json.WriteStartArray(field);
            json.WriteStringValue(sentence);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }
}
