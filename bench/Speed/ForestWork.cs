using System.Globalization;
using Plumbline.Numerics;
using Plumbline.Numerics.Forests;

namespace Plumbline.Bench.Speed;

/// <summary>Forest and boosting on a table that both sides read: the counterpart of forest.py.</summary>
static class ForestWork
{
    public const int Rows = 7008;
    public const int TestRows = 1752;
    public const int Features = 65;

    /// <summary>Friedman's first test function, with noise and features that say nothing (Friedman, Annals of Statistics 19, 1991).</summary>
    public static void WriteTable(string path, int rows, int seed)
    {
        var random = new Random(seed);
        using var file = new StreamWriter(path);
        file.WriteLine(string.Join(',', Enumerable.Range(0, Features).Select(i => "x" + i).Append("y")));
        var x = new double[Features];
        for (var row = 0; row < rows; row++)
        {
            for (var i = 0; i < Features; i++) x[i] = random.NextDouble();
            var noise = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            var y = (10 * Math.Sin(Math.PI * x[0] * x[1])) + (20 * (x[2] - 0.5) * (x[2] - 0.5)) + (10 * x[3]) + (5 * x[4]) + noise;
            file.WriteLine(string.Join(',', x.Append(y).Select(v => v.ToString("R", CultureInfo.InvariantCulture))));
        }
    }

    public static void Run(string trainPath, string testPath)
    {
        var (x, y) = Read(trainPath);
        var (xTest, yTest) = Read(testPath);
        WarmUp.Run(() =>
        {
            Fit(x, y, new ForestOptions { Trees = 2, Parallelism = 1 });
            GradientBoosting.Fit(x, y, new BoostingOptions { Stages = 8, Parallelism = 1 });
        });
        var figures = new Figures();
        var forest = figures.Time("forest_fit", () => Fit(x, y, new ForestOptions { Parallelism = 1 }));
        figures.Time("forest_fit_all", () => Fit(x, y, new ForestOptions { FeatureShare = 1, Parallelism = 1 }));
        var boosting = figures.Time("boosting_fit", () => GradientBoosting.Fit(x, y, new BoostingOptions { Parallelism = 1 }));
        figures["forest_rmse"] = Rmse(forest.Predict(xTest), yTest);
        figures["boosting_rmse"] = Rmse(boosting.Predict(xTest), yTest);

        var row = new double[Features];
        var sum = 0.0;
        for (var i = 0; i < 20_000; i++) sum += PredictOne(forest, xTest, i % xTest.Rows, row);
        const int Calls = 20_000;
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        sum += figures.Time("forest_predict_20000_rows_singly", () =>
        {
            var total = 0.0;
            for (var i = 0; i < Calls; i++) total += PredictOne(forest, xTest, i % xTest.Rows, row);
            return total;
        });
        figures["predict_bytes_per_row"] = (GC.GetAllocatedBytesForCurrentThread() - allocated) / Calls;
        figures["checksum"] = sum;
        figures.Print();
    }

    static double PredictOne(RandomForest forest, ColumnMatrix x, int at, double[] row)
    {
        x.CopyRow(at, row);
        return forest.Predict(row);
    }

    static RandomForest Fit(ColumnMatrix x, double[] y, ForestOptions options) => RandomForest.Fit(x, y, options);

    static double Rmse(double[] predicted, double[] truth) => Math.Sqrt(predicted.Zip(truth, (p, t) => (p - t) * (p - t)).Average());

    static (ColumnMatrix X, double[] Y) Read(string path)
    {
        var rows = File.ReadLines(path).Skip(1).Select(line => line.Split(',').Select(double.Parse).ToArray()).ToList();
        var x = new ColumnMatrix(rows.Count, Features);
        for (var r = 0; r < rows.Count; r++)
            for (var c = 0; c < Features; c++) x[r, c] = rows[r][c];
        return (x, [.. rows.Select(r => r[Features])]);
    }
}
