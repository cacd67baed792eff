using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Plumbline.Detectors;

namespace Plumbline.Central.FitPredict;

/// <summary>A body with the points of a series, read from its bytes as they arrive: what is kept is the numbers.</summary>
sealed class SeriesBody
{
    public const int LargestBytes = RequestBody.LargestBatchBytes;
    public const int MostPoints = 1_000_000;

    /// <summary>The last second of the year 9999.</summary>
    public const long LatestS = 253_402_300_799;

    const int DeepestNesting = 32;

    readonly HashSet<Field> _seen = [];
    Field _field;
    string _parameter = "";

    public Growing<long> TimesS { get; } = new();

    public Growing<double> Values { get; } = new();

    public string? Detector { get; private set; }

    public double? Threshold { get; private set; }

    public Dictionary<string, double> Parameters { get; } = [];

    public Direction Direction { get; private set; }

    public double MinDeviation { get; private set; }

    public bool AllowConstant { get; private set; }

    public bool WithBounds { get; private set; }

    enum Field
    {
        None,
        Timestamps,
        Values,
        Threshold,
        Detector,
        Parameters,
        Direction,
        MinDeviation,
        AllowConstant,
        Bounds,
        Other,
    }

    /// <summary>Reads the body; where it is no good, answers the request (413, 415 or 422) and returns null.</summary>
    public static async Task<SeriesBody?> ReadAsync(HttpContext context)
    {
        if (!RequestBody.IsJson(context.Request))
        {
            await Problem.WriteAsync(context, StatusCodes.Status415UnsupportedMediaType, "send the body as application/json, in UTF-8, not compressed.");
            return null;
        }
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = null;
        var body = new SeriesBody();
        var errors = new FieldErrors();
        if (context.Request.ContentLength > LargestBytes || !await body.ReadAsync(context.Request.BodyReader, errors, context.RequestAborted))
        {
            await RequestBody.DiscardAsync(context.Request.BodyReader, context.RequestAborted);
            await Problem.WriteAsync(context, StatusCodes.Status413PayloadTooLarge, $"the body is larger than {LargestBytes / 1024 / 1024} MiB.");
            return null;
        }
        if (!errors.Any) body.CheckLengths(errors);
        if (!errors.Any) return body;
        await Problem.WriteAsync(context, StatusCodes.Status422UnprocessableEntity, errors.Detail, errors);
        return null;
    }

    /// <returns>False where it is too large.</returns>
    async Task<bool> ReadAsync(PipeReader pipe, FieldErrors errors, CancellationToken cancel)
    {
        var state = new JsonReaderState(new JsonReaderOptions { MaxDepth = DeepestNesting });
        var length = 0L;
        while (true)
        {
            var read = await pipe.ReadAsync(cancel);
            if (length + read.Buffer.Length > LargestBytes)
            {
                pipe.AdvanceTo(read.Buffer.End);
                return false;
            }
            var consumed = Parse(read.Buffer, read.IsCompleted, ref state, errors);
            length += read.Buffer.Slice(0, consumed).Length;
            pipe.AdvanceTo(consumed, read.Buffer.End);
            if (read.IsCompleted || errors.Any) return true;
        }
    }

    SequencePosition Parse(in ReadOnlySequence<byte> buffer, bool isLast, ref JsonReaderState state, FieldErrors errors)
    {
        var json = new Utf8JsonReader(buffer, isLast, state);
        try
        {
            while (!errors.Any && json.Read()) Take(ref json, errors);
        }
        catch (JsonException)
        {
            errors.Add("body", $"{Place()}the text is not JSON, or nested deeper than {DeepestNesting} levels (NaN and Infinity are no JSON numbers).");
        }
        catch (InvalidOperationException)
        {
            errors.Add("body", "the text is not UTF-8.");
        }
        state = json.CurrentState;
        return json.Position;
    }

    // Where the reader was: what a person looks for first in a body of a million numbers.
    string Place() => _field switch
    {
        Field.Timestamps => $"at timestamps[{TimesS.Count}] ",
        Field.Values => $"at values[{Values.Count}] ",
        _ => "",
    };

    void Take(ref Utf8JsonReader json, FieldErrors errors)
    {
        switch (json.CurrentDepth)
        {
            case 0:
                if (json.TokenType is not (JsonTokenType.StartObject or JsonTokenType.EndObject)) errors.Add("body", "must be a JSON object.");
                break;
            case 1 when json.TokenType == JsonTokenType.PropertyName:
                _field = FieldOf(ref json);
                if (_field != Field.Other && !_seen.Add(_field)) errors.Add(NameOf(_field), "comes twice.");
                break;
            case 1:
                TakeValue(ref json, errors);
                break;
            default:
                TakeInner(ref json, errors);
                break;
        }
    }

    void TakeValue(ref Utf8JsonReader json, FieldErrors errors)
    {
        switch (_field)
        {
            case Field.Timestamps or Field.Values:
                if (json.TokenType is not (JsonTokenType.StartArray or JsonTokenType.EndArray)) errors.Add(NameOf(_field), "must be an array of numbers.");
                break;
            case Field.Parameters:
                if (json.TokenType is not (JsonTokenType.StartObject or JsonTokenType.EndObject or JsonTokenType.Null)) errors.Add("parameters", "must be an object of numbers.");
                break;
            case Field.Threshold:
                if (json.TokenType != JsonTokenType.Null) Threshold = Number(ref json, "threshold", errors);
                break;
            case Field.MinDeviation:
                if (json.TokenType != JsonTokenType.Null) MinDeviation = Number(ref json, "min_deviation", errors);
                if (MinDeviation < 0) errors.Add("min_deviation", $"must be 0 or more, not {MinDeviation}.");
                break;
            case Field.Detector:
                if (json.TokenType == JsonTokenType.String) Detector = json.GetString();
                else if (json.TokenType != JsonTokenType.Null) errors.Add("detector", "must be the name of a detector, as /detectors lists them.");
                break;
            case Field.Direction:
                TakeDirection(ref json, errors);
                break;
            case Field.AllowConstant:
                AllowConstant = Truth(ref json, "allow_constant", errors);
                break;
            case Field.Bounds:
                WithBounds = Truth(ref json, "bounds", errors);
                break;
        }
    }

    void TakeInner(ref Utf8JsonReader json, FieldErrors errors)
    {
        switch (_field)
        {
            case Field.Timestamps:
                TakeTime(ref json, errors);
                break;
            case Field.Values:
                if (Values.Count == MostPoints) errors.Add("values", $"has more than {MostPoints} points.");
                else Values.Add(Number(ref json, $"values[{Values.Count}]", errors));
                break;
            case Field.Parameters when json.TokenType == JsonTokenType.PropertyName:
                _parameter = json.GetString()!;
                if (Parameters.ContainsKey(_parameter)) errors.Add("parameters", $"'{Shortened(_parameter)}' comes twice.");
                break;
            case Field.Parameters:
                Parameters[_parameter] = Number(ref json, $"parameters.{Shortened(_parameter)}", errors);
                break;
        }
    }

    void TakeTime(ref Utf8JsonReader json, FieldErrors errors)
    {
        var row = TimesS.Count;
        if (row == MostPoints) errors.Add("timestamps", $"has more than {MostPoints} points.");
        else if (json.TokenType != JsonTokenType.Number || !json.TryGetInt64(out var time)) errors.Add($"timestamps[{row}]", "must be a whole number of seconds since 1970.");
        else if (time is < 0 or > LatestS) errors.Add($"timestamps[{row}]", $"{time} is not within 0 to {LatestS}, seconds since 1970.");
        else if (row > 0 && time <= TimesS[row - 1]) errors.Add($"timestamps[{row}]", time == TimesS[row - 1] ? $"{time} comes twice." : $"{time} comes after {TimesS[row - 1]}: timestamps must increase.");
        else TimesS.Add(time);
    }

    void TakeDirection(ref Utf8JsonReader json, FieldErrors errors)
    {
        if (json.TokenType == JsonTokenType.Null) return;
        if (json.TokenType == JsonTokenType.String && json.ValueTextEquals("both")) Direction = Direction.Both;
        else if (json.TokenType == JsonTokenType.String && json.ValueTextEquals("up")) Direction = Direction.Up;
        else if (json.TokenType == JsonTokenType.String && json.ValueTextEquals("down")) Direction = Direction.Down;
        else errors.Add("direction", "must be \"both\", \"up\" or \"down\".");
    }

    static bool Truth(ref Utf8JsonReader json, string name, FieldErrors errors)
    {
        if (json.TokenType is not (JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null)) errors.Add(name, "must be true or false.");
        return json.TokenType == JsonTokenType.True;
    }

    static double Number(ref Utf8JsonReader json, string name, FieldErrors errors)
    {
        if (json.TokenType == JsonTokenType.Number && json.TryGetDouble(out var number) && double.IsFinite(number)) return number;
        errors.Add(name, json.TokenType == JsonTokenType.Number ? "is beyond what a double can hold." : "must be a number.");
        return 0;
    }

    void CheckLengths(FieldErrors errors)
    {
        if (!_seen.Contains(Field.Timestamps)) errors.Add("timestamps", "is required.");
        else if (TimesS.Count == 0) errors.Add("timestamps", "is empty.");
        if (!_seen.Contains(Field.Values)) errors.Add("values", "is required.");
        else if (Values.Count == 0) errors.Add("values", "is empty.");
        if (!errors.Any && TimesS.Count != Values.Count) errors.Add("values", $"has {Values.Count} numbers for {TimesS.Count} timestamps.");
    }

    static string Shortened(string name) => name.Length <= 40 ? name : name[..40] + "…";

    static Field FieldOf(ref Utf8JsonReader json) =>
        json.ValueTextEquals("timestamps"u8) ? Field.Timestamps
        : json.ValueTextEquals("values"u8) ? Field.Values
        : json.ValueTextEquals("threshold"u8) ? Field.Threshold
        : json.ValueTextEquals("detector"u8) ? Field.Detector
        : json.ValueTextEquals("parameters"u8) ? Field.Parameters
        : json.ValueTextEquals("direction"u8) ? Field.Direction
        : json.ValueTextEquals("min_deviation"u8) ? Field.MinDeviation
        : json.ValueTextEquals("allow_constant"u8) ? Field.AllowConstant
        : json.ValueTextEquals("bounds"u8) ? Field.Bounds
        : Field.Other;

    static string NameOf(Field field) => field switch
    {
        Field.MinDeviation => "min_deviation",
        Field.AllowConstant => "allow_constant",
        _ => field.ToString().ToLowerInvariant(),
    };

    /// <summary>Numbers whose count is not known beforehand.</summary>
    public sealed class Growing<T>
        where T : struct
    {
        T[] _items = new T[256];

        public int Count { get; private set; }

        public ReadOnlySpan<T> Items => _items.AsSpan(0, Count);

        public T this[int row] => _items[row];

        public void Add(T item)
        {
            if (Count == _items.Length) Array.Resize(ref _items, 2 * Count);
            _items[Count++] = item;
        }
    }
}
