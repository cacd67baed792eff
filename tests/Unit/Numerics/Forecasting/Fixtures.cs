using System.Globalization;

namespace Plumbline.Unit.Tests.Numerics.Forecasting;

/// <summary>What R's stl, mstl, ets and gretl's arima gave on public series; skipped where the files are absent.</summary>
static class Fixtures
{
    internal static string PathOf(string file) => SharedData.PathOf($"benchmarks/decomposition-and-forecast-fixtures/{file}");

    /// <summary>One column of a file with a heading, by its place; what is no number is NaN.</summary>
    internal static double[] Column(string file, int column, int headings = 1) => [.. Rows(file, headings).Select(fields => Number(fields.ElementAtOrDefault(column)))];

    internal static double[] Column(string file, string name)
    {
        var heading = File.ReadLines(PathOf(file)).First().Split(',').Select(field => field.Trim(' ', '"')).ToList();
        return Column(file, heading.IndexOf(name));
    }

    internal static IEnumerable<string[]> Rows(string file, int headings = 1) => File.ReadLines(PathOf(file)).Skip(headings).Select(line => line.Split(','));

    internal static double Number(string? text) => double.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : double.NaN;

    /// <summary>The largest difference, relative to the size of what is expected or to 1, whichever is more.</summary>
    internal static double Distance(IEnumerable<double> actual, IEnumerable<double> expected) => actual.Zip(expected, (a, e) => double.IsNaN(a - e) ? double.PositiveInfinity : Math.Abs(a - e) / Math.Max(1, Math.Abs(e))).Max();
}
