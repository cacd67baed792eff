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

    // More than any detector has.
    const int MostParameters = 100;

    // Of what is wrong; the rest is counted.
    const int MostNamed = 5;

    readonly FieldErrors _errors = new();
    readonly HashSet<Field> _seen = [];
    Field _field;
    int _wrong;
    bool _isHopeless;
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
        if (context.Request.ContentLength > LargestBytes || !await body.ReadAsync(context.Request.BodyReader, context.RequestAborted))
        {
            await RequestBody.DiscardAsync(context.Request.BodyReader, context.RequestAborted);
            await Problem.WriteAsync(context, StatusCodes.Status413PayloadTooLarge, $"the body is larger than {LargestBytes / 1024 / 1024} MiB.");
            return null;
        }
        if (!body._errors.Any) body.CheckLengths();
        if (!body._errors.Any) return body;
        if (body._wrong > MostNamed) body._errors.Add("body", $"{body._wrong} entries are wrong; these are the first {MostNamed}.");
        await Problem.WriteAsync(context, StatusCodes.Status422UnprocessableEntity, body._errors.Detail, body._errors);
        return null;
    }

    /// <returns>False where it is too large.</returns>
    async Task<bool> ReadAsync(PipeReader pipe, CancellationToken cancel)
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
            var consumed = Parse(read.Buffer, read.IsCompleted, ref state);
            length += read.Buffer.Slice(0, consumed).Length;
            pipe.AdvanceTo(consumed, read.Buffer.End);
            if (read.IsCompleted || _isHopeless) return true;
        }
    }

    SequencePosition Parse(in ReadOnlySequence<byte> buffer, bool isLast, ref JsonReaderState state)
    {
        var json = new Utf8JsonReader(buffer, isLast, state);
        try
        {
            while (!_isHopeless && json.Read()) Take(ref json);
        }
        catch (JsonException)
        {
            GiveUp("body", $"{Place()}the text is not JSON, or nested deeper than {DeepestNesting} levels (NaN and Infinity are no JSON numbers).");
        }
        catch (InvalidOperationException)
        {
            GiveUp("body", "the text is not UTF-8.");
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

    /// <summary>Something is wrong, and the rest can be looked into all the same.</summary>
    void Refuse(string field, string sentence)
    {
        if (_wrong++ < MostNamed) _errors.Add(field, sentence);
    }

    /// <summary>Something is wrong, and nothing can be said of the rest.</summary>
    void GiveUp(string field, string sentence)
    {
        _errors.Add(field, sentence);
        _isHopeless = true;
    }

    void Take(ref Utf8JsonReader json)
    {
        switch (json.CurrentDepth)
        {
            case 0:
                if (json.TokenType is not (JsonTokenType.StartObject or JsonTokenType.EndObject)) GiveUp("body", "must be a JSON object.");
                break;
            case 1 when json.TokenType == JsonTokenType.PropertyName:
                _field = FieldOf(ref json);
                if (_field != Field.Other && !_seen.Add(_field)) Skip("comes twice.");
                break;
            case 1 or 2 when json.TokenType is JsonTokenType.EndArray or JsonTokenType.EndObject:
                break;
            case 1:
                TakeValue(ref json);
                break;
            case 2:
                TakeInner(ref json);
                break;
        }
    }

    /// <summary>The field is wrong as a whole: what is in it is not looked at.</summary>
    void Skip(string sentence)
    {
        Refuse(NameOf(_field), sentence);
        _field = Field.Other;
    }

    void TakeValue(ref Utf8JsonReader json)
    {
        switch (_field)
        {
            case Field.Timestamps or Field.Values:
                if (json.TokenType != JsonTokenType.StartArray) Skip("must be an array of numbers.");
                break;
            case Field.Parameters:
                if (json.TokenType is not (JsonTokenType.StartObject or JsonTokenType.Null)) Skip("must be an object of numbers.");
                break;
            case Field.Threshold:
                if (json.TokenType != JsonTokenType.Null) Threshold = Number(ref json, "threshold");
                break;
            case Field.MinDeviation:
                if (json.TokenType != JsonTokenType.Null) MinDeviation = Number(ref json, "min_deviation");
                if (MinDeviation < 0) Refuse("min_deviation", $"must be 0 or more, not {MinDeviation}.");
                break;
            case Field.Detector:
                if (json.TokenType == JsonTokenType.String) Detector = json.GetString();
                else if (json.TokenType != JsonTokenType.Null) Refuse("detector", "must be the name of a detector, as /detectors lists them.");
                break;
            case Field.Direction:
                TakeDirection(ref json);
                break;
            case Field.AllowConstant:
                AllowConstant = Truth(ref json, "allow_constant");
                break;
            case Field.Bounds:
                WithBounds = Truth(ref json, "bounds");
                break;
        }
    }

    void TakeInner(ref Utf8JsonReader json)
    {
        switch (_field)
        {
            case Field.Timestamps:
                TakeTime(ref json);
                break;
            case Field.Values:
                if (Values.Count == MostPoints) GiveUp("values", $"has more than {MostPoints} points.");
                else if (IsNumber(ref json, out var value)) Values.Add(value);
                else Values.Add(Number(ref json, $"values[{Values.Count}]"));
                break;
            case Field.Parameters when json.TokenType == JsonTokenType.PropertyName:
                _parameter = json.GetString()!;
                if (Parameters.Count == MostParameters) GiveUp("parameters", $"has more than {MostParameters}.");
                else if (Parameters.ContainsKey(_parameter)) Refuse("parameters", $"'{Shortened(_parameter)}' comes twice.");
                break;
            case Field.Parameters:
                Parameters[_parameter] = Number(ref json, $"parameters.{Shortened(_parameter)}");
                break;
        }
    }

    void TakeTime(ref Utf8JsonReader json)
    {
        var row = TimesS.Count;
        var last = row > 0 ? TimesS[row - 1] : -1;
        if (row == MostPoints) GiveUp("timestamps", $"has more than {MostPoints} points.");
        else if (IsWhole(ref json, out var time) && time is >= 0 and <= LatestS && time > last) TimesS.Add(time);
        else
        {
            Refuse($"timestamps[{row}]", WhyNot(ref json, last));
            // Keeps the place: the next one is held against the last that was right.
            TimesS.Add(last);
        }
    }

    // 1609459200.0 too, as tables with a column of floats write it.
    static bool IsWhole(ref Utf8JsonReader json, out long number)
    {
        number = 0;
        if (json.TokenType != JsonTokenType.Number) return false;
        if (json.TryGetInt64(out number)) return true;
        if (!json.TryGetDouble(out var real) || real != Math.Floor(real) || Math.Abs(real) > 1e15) return false;
        number = (long)real;
        return true;
    }

    static string WhyNot(ref Utf8JsonReader json, long last) =>
        !IsWhole(ref json, out var time) ? "must be a whole number of seconds since 1970."
        : time is < 0 or > LatestS ? $"{time} is not within 0 to {LatestS}, seconds since 1970."
        : time == last ? $"{time} comes twice."
        : $"{time} comes after {last}: timestamps must increase.";

    void TakeDirection(ref Utf8JsonReader json)
    {
        if (json.TokenType == JsonTokenType.Null) return;
        if (json.TokenType == JsonTokenType.String && json.ValueTextEquals("both")) Direction = Direction.Both;
        else if (json.TokenType == JsonTokenType.String && json.ValueTextEquals("up")) Direction = Direction.Up;
        else if (json.TokenType == JsonTokenType.String && json.ValueTextEquals("down")) Direction = Direction.Down;
        else Refuse("direction", "must be \"both\", \"up\" or \"down\".");
    }

    bool Truth(ref Utf8JsonReader json, string name)
    {
        if (json.TokenType is not (JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null)) Refuse(name, "must be true or false.");
        return json.TokenType == JsonTokenType.True;
    }

    /// <returns>0, and a refusal, where it is none.</returns>
    double Number(ref Utf8JsonReader json, string name)
    {
        if (IsNumber(ref json, out var number)) return number;
        Refuse(name, json.TokenType == JsonTokenType.Number ? "is beyond what a double can hold." : "must be a number.");
        return 0;
    }

    static bool IsNumber(ref Utf8JsonReader json, out double number)
    {
        number = 0;
        return json.TokenType == JsonTokenType.Number && json.TryGetDouble(out number) && double.IsFinite(number);
    }

    void CheckLengths()
    {
        if (!_seen.Contains(Field.Timestamps)) _errors.Add("timestamps", "is required.");
        else if (TimesS.Count == 0) _errors.Add("timestamps", "is empty.");
        if (!_seen.Contains(Field.Values)) _errors.Add("values", "is required.");
        else if (Values.Count == 0) _errors.Add("values", "is empty.");
        if (!_errors.Any && TimesS.Count != Values.Count) _errors.Add("values", $"has {Values.Count} numbers for {TimesS.Count} timestamps.");
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
