using System.Globalization;
using Shouldly;

namespace Plumbline.Unit.Tests.Numerics;

/// <summary>NIST's statistical reference data (www.itl.nist.gov/div898/strd), and how their certified digits are counted.</summary>
static class Nist
{
    /// <summary>Digits in agreement: the log relative error −log₁₀(|actual − certified| / |certified|), 15 at most, as many as are certified.</summary>
    internal static double Digits(double actual, double certified)
    {
        var off = certified == 0 ? Math.Abs(actual) : Math.Abs(actual - certified) / Math.Abs(certified);
        return double.IsNaN(off) ? 0 : off == 0 ? 15 : Math.Clamp(-Math.Log10(off), 0, 15);
    }

    internal static void ShouldHaveDigits(double actual, double certified, double digits, string what) =>
        Digits(actual, certified).ShouldBeGreaterThanOrEqualTo(digits, $"{what}: {actual:R} where {certified:R} is certified");

    /// <summary>Lines of a file's data: the rows of numbers at its end.</summary>
    internal static double[][] Rows(string set)
    {
        var lines = File.ReadAllLines(SharedData.PathOf($"benchmarks/nist-strd/{set}.dat"));
        var heading = Array.FindLastIndex(lines, line => line.StartsWith("Data:", StringComparison.Ordinal));
        return [.. lines.Skip(heading + 1).Select(Numbers).Where(numbers => numbers.Length > 0)];
    }

    /// <summary>Certified mean, sample standard deviation and lag-1 autocorrelation.</summary>
    internal static (double Mean, double Std, double Lag1) Univariate(string set)
    {
        double Certified(string name) => double.Parse(Lines(set).First(line => line.StartsWith("Sample " + name, StringComparison.Ordinal)).Split(':')[^1], CultureInfo.InvariantCulture);
        return (Certified("Mean"), Certified("Standard Deviation"), Certified("Autocorrelation"));
    }

    /// <summary>Certified coefficients with their standard errors, in the order of the file, and the residual deviation and R².</summary>
    internal static (double[] Estimates, double[] Errors, double Residual, double R2) Linear(string set)
    {
        var lines = Lines(set).SkipWhile(line => !line.Contains("Certified Regression", StringComparison.Ordinal)).ToList();
        var parameters = lines.Select(line => line.Trim()).Where(line => line is ['B', >= '0' and <= '9', ' ', ..]).Select(line => Numbers(line[2..])).ToList();
        double After(string name) => Numbers(lines.First(line => line.Contains(name, StringComparison.Ordinal)).Split(name)[1])[0];
        return ([.. parameters.Select(p => p[0])], [.. parameters.Select(p => p[1])], After("Standard Deviation  "), After("R-Squared"));
    }

    static string[] Lines(string set) => File.ReadAllLines(SharedData.PathOf($"benchmarks/nist-strd/{set}.dat"));

    static double[] Numbers(string line)
    {
        var words = line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        return words.All(word => double.TryParse(word, CultureInfo.InvariantCulture, out _)) ? [.. words.Select(word => double.Parse(word, CultureInfo.InvariantCulture))] : [];
    }
}
