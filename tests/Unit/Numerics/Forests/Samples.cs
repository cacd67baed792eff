using Plumbline.Numerics;

namespace Plumbline.Unit.Tests.Numerics.Forests;

/// <summary>Seeded tables to learn from.</summary>
static class Samples
{
    public static ColumnMatrix Table(params double[][] columns)
    {
        var x = new ColumnMatrix(columns[0].Length, columns.Length);
        for (var column = 0; column < columns.Length; column++) columns[column].CopyTo(x.Column(column));
        return x;
    }

    public static double[] Row(this ColumnMatrix x, int row)
    {
        var values = new double[x.Columns];
        x.CopyRow(row, values);
        return values;
    }

    /// <summary>Friedman's first problem: five features matter, the others do not; noise of standard deviation 1.</summary>
    public static (ColumnMatrix X, double[] Y) Friedman(int rows, int columns, int seed, double missing = 0)
    {
        var random = new Random(seed);
        var x = new ColumnMatrix(rows, columns);
        var y = new double[rows];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++) x[row, column] = random.NextDouble();
            y[row] = (10 * Math.Sin(Math.PI * x[row, 0] * x[row, 1])) + (20 * Math.Pow(x[row, 2] - 0.5, 2)) + (10 * x[row, 3]) + (5 * x[row, 4]) + Normal(random);
            for (var column = 0; column < columns; column++)
                if (random.NextDouble() < missing) x[row, column] = double.NaN;
        }
        return (x, y);
    }

    /// <summary>Three clouds on a plane, one class each.</summary>
    public static (ColumnMatrix X, int[] Labels) Clouds(int rows, int classes, int seed)
    {
        var random = new Random(seed);
        var x = new ColumnMatrix(rows, 3);
        var labels = new int[rows];
        for (var row = 0; row < rows; row++)
        {
            labels[row] = random.Next(classes);
            x[row, 0] = (3 * Math.Cos(2 * Math.PI * labels[row] / classes)) + Normal(random);
            x[row, 1] = (3 * Math.Sin(2 * Math.PI * labels[row] / classes)) + Normal(random);
            x[row, 2] = Normal(random);
        }
        return (x, labels);
    }

    public static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    public static double Rmse(IReadOnlyList<double> predicted, IReadOnlyList<double> actual)
    {
        var sum = 0.0;
        for (var i = 0; i < actual.Count; i++) sum += Math.Pow(predicted[i] - actual[i], 2);
        return Math.Sqrt(sum / actual.Count);
    }

    public static double Deviation(IReadOnlyList<double> values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Average(value => Math.Pow(value - mean, 2)));
    }
}
