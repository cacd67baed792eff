using System.Text.Json;
using System.Text.Json.Serialization;

namespace Plumbline.Detectors;

/// <summary>A model as plain numbers: what is stored. Data and nothing else; whatever stands in it, restoring gives a model or an error.</summary>
public sealed record DetectorState
{
    /// <summary>The name of the detector that understands it.</summary>
    public required string Detector { get; init; }

    /// <summary>Of the detector's numbers; another version means others.</summary>
    public required int Version { get; init; }

    /// <summary>The side on which a deviation is an anomaly.</summary>
    public required Direction Direction { get; init; }

    /// <summary>In the unit of the readings.</summary>
    public required double MinDeviation { get; init; }

    /// <summary>The detector's own numbers, by name.</summary>
    public required IReadOnlyDictionary<string, double[]> Numbers { get; init; }

    /// <summary>As JSON in UTF-8; every number is the same double when it is read again.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, DetectorStateJson.Default.DetectorState);

    /// <exception cref="InvalidDataException">The text is no state: broken JSON, a field missing, unknown or twice, a number beyond a double.</exception>
    public static DetectorState FromJson(ReadOnlySpan<byte> text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, DetectorStateJson.Default.DetectorState) ?? throw new InvalidDataException("The state of the detector is null.");
        }
        catch (JsonException trouble)
        {
            throw new InvalidDataException($"The state of the detector cannot be read at {trouble.Path}: {trouble.Message}", trouble);
        }
    }

    /// <summary>A single number.</summary>
    /// <exception cref="InvalidDataException">It is missing, not alone, or not from <paramref name="least"/> to <paramref name="most"/>.</exception>
    internal double Number(string name, double least = -double.MaxValue, double most = double.MaxValue)
    {
        if (!Numbers.TryGetValue(name, out var column)) throw new InvalidDataException($"The state of {Detector} has no {name}.");
        if (column is not [var number]) throw new InvalidDataException($"The state of {Detector} has {column?.Length ?? 0} numbers for {name}, and not one.");
        return number >= least && number <= most ? number : throw new InvalidDataException($"The state of {Detector} has {number} for {name}, which is not from {least} to {most}.");
    }

    /// <summary>A parameter of the detector, in its range.</summary>
    internal double Number(DetectorParameter parameter) => Number(parameter.Name, parameter.Least, parameter.Most);

    internal AnomalyRule Rule => new(Direction, MinDeviation);

    internal static DetectorState Of(string detector, int version, AnomalyRule rule, params IEnumerable<(string Name, double Number)> numbers) => new()
    {
        Detector = detector,
        Version = version,
        Direction = rule.Direction,
        MinDeviation = rule.MinDeviation,
        Numbers = numbers.ToDictionary(pair => pair.Name, pair => new[] { pair.Number }),
    };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true, RespectNullableAnnotations = true,
    AllowDuplicateProperties = false, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(DetectorState))]
sealed partial class DetectorStateJson : JsonSerializerContext;
