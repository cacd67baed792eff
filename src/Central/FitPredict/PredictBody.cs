using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace Plumbline.Central.FitPredict;

/// <summary>The one reading of a prediction, read from its bytes.</summary>
static class PredictBody
{
    public const int LargestBytes = 16 * 1024;

    /// <returns>False where something is wrong, which <paramref name="errors"/> then says. Unknown fields are ignored.</returns>
    public static bool TryRead(ReadOnlySpan<byte> text, out DateTime time, out double value, ref FieldErrors? errors)
    {
        (time, value) = (default, 0);
        var (hasTime, hasValue) = (false, false);
        var json = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = 32 });
        try
        {
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject) return Wrong(ref errors, "body", "must be a JSON object.");
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                if (json.ValueTextEquals("timestamp"u8))
                {
                    json.Read();
                    if (hasTime) return Wrong(ref errors, "timestamp", "comes twice.");
                    if (!TryTime(ref json, out time)) return Wrong(ref errors, "timestamp", $"must be seconds since 1970, from 0 to {SeriesBody.LatestS}, as a number or a string, or an ISO 8601 time such as 2024-11-18T14:32:00Z.");
                    hasTime = true;
                }
                else if (json.ValueTextEquals("value"u8))
                {
                    json.Read();
                    if (hasValue) return Wrong(ref errors, "value", "comes twice.");
                    if (json.TokenType != JsonTokenType.Number || !json.TryGetDouble(out value) || !double.IsFinite(value)) return Wrong(ref errors, "value", "must be a number that a double can hold.");
                    hasValue = true;
                }
                else
                {
                    json.Skip();
                }
            }
            // What follows the object is an error too.
            while (json.Read())
            {
            }
        }
        // The second is what a name with half of a surrogate pair is told by.
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return Wrong(ref errors, "body", "the text is not JSON (NaN and Infinity are no JSON numbers).");
        }

        if (!hasTime) Wrong(ref errors, "timestamp", "is required.");
        if (!hasValue) Wrong(ref errors, "value", "is required.");
        return errors is null;
    }

    static bool TryTime(ref Utf8JsonReader json, out DateTime time)
    {
        time = default;
        if (json.TokenType is not (JsonTokenType.Number or JsonTokenType.String)) return false;
        var text = json.ValueSpan;
        if (Utf8Parser.TryParse(text, out long seconds, out var read) && read == text.Length)
        {
            if (seconds is < 0 or > SeriesBody.LatestS) return false;
            time = Seconds.ToTime(seconds);
            return true;
        }
        if (Utf8Parser.TryParse(text, out double fraction, out read) && read == text.Length)
        {
            if (!(fraction >= 0 && fraction < SeriesBody.LatestS)) return false;
            time = DateTime.UnixEpoch.AddTicks((long)(fraction * TimeSpan.TicksPerSecond));
            return true;
        }
        if (json.TokenType != JsonTokenType.String || json.ValueIsEscaped || text.Length > 40 || UtcTime.Parse(Encoding.ASCII.GetString(text)) is not { } parsed) return false;
        time = parsed;
        return true;
    }

    static bool Wrong(ref FieldErrors? errors, string field, string sentence)
    {
        errors ??= new FieldErrors();
        errors.Add(field, sentence);
        return false;
    }
}
