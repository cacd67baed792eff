using System.Globalization;
using System.IO.Compression;

namespace Plumbline.Cli.Evaluate;

/// <summary>One series of the M4 competition.</summary>
/// <param name="Name">As in the file: H1, W17.</param>
/// <param name="Train">What may be looked at.</param>
/// <param name="Test">What is to be forecast.</param>
sealed record M4Series(string Name, double[] Train, double[] Test);

/// <summary>What the competition prescribes for a frequency.</summary>
/// <param name="Name">As the files are called.</param>
/// <param name="Horizon">Steps to forecast.</param>
/// <param name="Period">The m of MASE and of the benchmarks.</param>
/// <param name="Periods">Seasons that such a clock may have: what the product goes by.</param>
sealed record M4Frequency(string Name, int Horizon, int Period, IReadOnlyList<int> Periods)
{
    public static IReadOnlyList<M4Frequency> All { get; } = [new("Hourly", 48, 24, [24, 168]), new("Weekly", 13, 1, [52])];
}

/// <summary>The files of the competition, whole or in part: <c>Hourly-train*.csv</c> and <c>Hourly-test*.csv</c>, also as <c>.gz</c>.</summary>
static class M4Files
{
    /// <exception cref="BadInputException">A file is absent or not of this kind; the message names file, line and column.</exception>
    public static IReadOnlyList<M4Series> Read(string directory, M4Frequency frequency)
    {
        var test = Rows(directory, $"{frequency.Name}-test").ToDictionary(row => row.Name, row => row.Values);
        var series = new List<M4Series>();
        foreach (var (name, values) in Rows(directory, $"{frequency.Name}-train"))
        {
            if (!test.TryGetValue(name, out var truth)) throw new BadInputException($"{frequency.Name}-test has no series {name}, which {frequency.Name}-train has.");
            if (truth.Length != frequency.Horizon) throw new BadInputException($"{frequency.Name}-test: {name} has {truth.Length} values; {frequency.Horizon} are to be forecast.");
            series.Add(new(name, values, truth));
        }

        return series.Count > 0 ? series : throw new BadInputException($"{frequency.Name}-train holds no series.");
    }

    static IEnumerable<(string Name, double[] Values)> Rows(string directory, string part)
    {
        if (!Directory.Exists(directory)) throw new BadInputException($"There is no folder {directory}.");
        var path = Directory.EnumerateFiles(directory, part + "*").Where(path => path.EndsWith(".csv", StringComparison.Ordinal) || path.EndsWith(".csv.gz", StringComparison.Ordinal)).Order(StringComparer.Ordinal).FirstOrDefault()
            ?? throw new BadInputException($"There is no {part}.csv or .csv.gz in {directory}.");
        using var file = File.OpenRead(path);
        using var text = new StreamReader(path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file);
        text.ReadLine();
        for (var number = 2; text.ReadLine() is { } line; number++)
        {
            var fields = line.TrimEnd(',').Split(',');
            if (fields.Length < 2) continue;
            var place = $"{Path.GetFileName(path)}:{number}";
            yield return (fields[0].Trim('"'), [.. fields.Skip(1).Where(field => field is not ("" or "\"\"")).Select((field, column) => Number(field.Trim('"'), place, column + 2))]);
        }
    }

    static double Number(string text, string place, int column) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? value
            : throw new BadInputException($"{place}: '{text}' in column {column} is not a number.");
}
