using System.Text.Json;
using System.Text.Json.Serialization;

namespace Plumbline.Energy.Baselines;

/// <summary>A baseline in a file: plain JSON, that can be kept under version control and shown to an auditor.</summary>
/// <param name="Machine">Whose baseline it is.</param>
/// <param name="Baseline">The baseline.</param>
public sealed record BaselineFile(string Machine, EnergyBaseline Baseline)
{
    /// <summary>What the first field of every such file says.</summary>
    public const string FormatName = "plumbline-energy-baseline";

    /// <summary>Of the format that is written, and the only one that is read.</summary>
    public const int FormatVersion = 1;

    /// <summary>First field of the file.</summary>
    public string Format { get; init; } = FormatName;

    /// <summary>Second field of the file.</summary>
    public int Version { get; init; } = FormatVersion;

    /// <summary>Writes the file.</summary>
    public void Write(Stream stream) => JsonSerializer.Serialize(stream, this, BaselineFileContext.Default.BaselineFile);

    /// <summary>Reads a file.</summary>
    /// <param name="json">At most some hundreds of KiB.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="InvalidDataException">It is no such file, or its parts do not fit together.</exception>
    public static BaselineFile Read(ReadOnlySpan<byte> json, string name)
    {
        BaselineFile? file;
        try
        {
            file = JsonSerializer.Deserialize(json, BaselineFileContext.Default.BaselineFile);
        }
        catch (JsonException trouble)
        {
            throw new InvalidDataException($"{name} is no energy baseline: {trouble.Message}", trouble);
        }

        if (file is not { Format: FormatName, Machine: not null, Baseline: not null }) throw new InvalidDataException($"{name} is no energy baseline: its format is not '{FormatName}'.");
        if (file.Version != FormatVersion) throw new InvalidDataException($"{name} has version {file.Version} of the format; this program reads version {FormatVersion}.");
        return Trouble(file.Baseline) is { } trouble2 ? throw new InvalidDataException($"{name} is damaged: {trouble2}.") : file;
    }

    static string? Trouble(EnergyBaseline baseline)
    {
        var (line, columns, groups) = (baseline.Line, baseline.Terms?.Count ?? -1, baseline.HasHourOfWeek ? SiteClock.HoursOfWeek : 1);
        if (line?.Coefficients is null || line.Effects is null || line.Counts is null || line.Means is null || line.Inverse is null || baseline.Noise?.Coefficients is null || baseline.InSample is null || baseline.OutOfSample is null)
            return "a part is missing";
        if (line.Coefficients.Length != columns || line.Inverse.Length != columns || Array.Exists(line.Inverse, row => row?.Length != columns)) return $"it has {columns} drivers, and coefficients for others";
        if (line.Counts.Length != groups || line.Effects.Length != groups || line.Means.Length != groups || Array.Exists(line.Means, row => row?.Length != columns)) return $"it should have {groups} groups";
        if (baseline.Terms!.Any(term => term?.Driver is null || !Driver.All.Contains(term.Driver.Name) || term.Driver.IsDegreeHours != term.Driver.BalancePointC.HasValue)) return "a driver is unknown";
        if (Array.Exists(line.Counts, count => count < 0) || baseline.Samples < 1 || baseline.DegreesOfFreedom < 1 || baseline.DegreesOfFreedom > baseline.Samples) return "a count is impossible";
        if (!line.Coefficients.Concat(line.Effects).Append(baseline.ResidualStdKwh).Append(baseline.Noise.Variance).Concat(baseline.Noise.Coefficients).All(double.IsFinite)) return "a number is not finite";
        return SiteClock.Find(baseline.TimeZone ?? "") is null ? $"time zone '{baseline.TimeZone}' is not known" : null;
    }
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(BaselineFile))]
sealed partial class BaselineFileContext : JsonSerializerContext;
