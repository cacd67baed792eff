using System.Globalization;
using Plumbline.Numerics;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Energy;

/// <summary>The combined cycle power plant of Tüfekci (2014): energy from temperature, vacuum, pressure and humidity.</summary>
public sealed class PowerPlantTests
{
    [Fact]
    public void Least_squares_errs_as_the_paper_says()
    {
        double[][] rows = [.. File.ReadLines(SharedData.PathOf("benchmarks/energy/ccpp/ccpp_even_rows.csv")).Skip(1).Select(line => line.Split(',').Select(field => double.Parse(field, CultureInfo.InvariantCulture)).ToArray())];
        var random = new Random(1);
        var errors = new List<double>();
        for (var repeat = 0; repeat < 5; repeat++)
        {
            random.Shuffle(rows);
            for (var half = 0; half < 2; half++) errors.Add(Error([.. rows.Where((_, row) => row % 2 != half)], [.. rows.Where((_, row) => row % 2 == half)]));
        }

        errors.Average().ShouldBe(4.56, 0.05);
    }

    static double Error(double[][] training, double[][] held)
    {
        var x = new ColumnMatrix(training.Length, 4);
        for (var row = 0; row < training.Length; row++)
            for (var column = 0; column < 4; column++) x[row, column] = training[row][column];
        var model = LinearRegression.Fit(x, [.. training.Select(row => row[4])])!.Model;
        return Math.Sqrt(held.Average(row => Math.Pow(row[4] - model.Predict(row.AsSpan(0, 4)), 2)));
    }
}
