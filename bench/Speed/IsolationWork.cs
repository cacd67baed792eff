using System.Runtime.InteropServices;
using Plumbline.Detectors.Isolation;
using Plumbline.Numerics;

namespace Plumbline.Bench.Speed;

/// <summary>An isolation forest on rows that both sides read: the counterpart of isolation.py.</summary>
static class IsolationWork
{
    public const int Rows = 1_000_000;
    public const int Features = 6;
    public const int AreaRows = 100_000;
    public const int AreaSeeds = 8;
    const int OutlierEvery = 100;

    /// <summary>Four crowds of correlated rows, and one row in a hundred from anywhere: float64, column after column, the last column 1 for those.</summary>
    public static void WriteRows(string path)
    {
        var random = new Random(6);
        var columns = new double[(Features + 1) * Rows];
        for (var row = 0; row < Rows; row++)
        {
            var isOutlier = row % OutlierEvery == 0;
            var (crowd, common) = (random.Next(4), Normal(random));
            for (var feature = 0; feature < Features; feature++)
                columns[(feature * Rows) + row] = isOutlier ? (random.NextDouble() * 16) - 8 : (4 * ((crowd >> (feature % 2)) & 1)) - 2 + (0.6 * common) + (0.8 * Normal(random));
            columns[(Features * Rows) + row] = isOutlier ? 1 : 0;
        }
        using var file = File.Create(path);
        file.Write(MemoryMarshal.AsBytes(columns.AsSpan()));
    }

    public static void Run(string path)
    {
        var (x, isOutlier) = Read(path);
        WarmUp.Run(() =>
        {
            var few = new ColumnMatrix(4096, Features);
            for (var feature = 0; feature < Features; feature++) x.Column(feature)[..few.Rows].CopyTo(few.Column(feature));
            IsolationForest.Fit(few).Model!.Score(few, new double[few.Rows]);
        });
        var figures = new Figures();
        var scores = new double[Rows];
        var forest = figures.Time("fit", () => IsolationForest.Fit(x).Model!);
        figures.Time("score", () =>
        {
            forest.Score(x, scores);
            return 0;
        });
        figures.Time("score_all_cores", () =>
        {
            forest.Score(x, scores, parallelism: 0);
            return 0;
        });
        figures["area"] = MeanArea(x, isOutlier);
        figures.Print();
    }

    /// <summary>Of one forest alone, chance decides in the third digit.</summary>
    static double MeanArea(ColumnMatrix x, bool[] isOutlier)
    {
        var some = new ColumnMatrix(AreaRows, Features);
        for (var feature = 0; feature < Features; feature++) x.Column(feature)[..AreaRows].CopyTo(some.Column(feature));
        var scores = new double[AreaRows];
        return Enumerable.Range(1, AreaSeeds).Average(seed =>
        {
            IsolationForest.Fit(some, new IsolationOptions { Seed = seed }).Model!.Score(some, scores);
            return RocCurve.Area(scores, isOutlier.AsSpan(0, AreaRows));
        });
    }

    static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    static (ColumnMatrix X, bool[] IsOutlier) Read(string path)
    {
        var columns = MemoryMarshal.Cast<byte, double>(File.ReadAllBytes(path));
        var x = new ColumnMatrix(Rows, Features);
        for (var feature = 0; feature < Features; feature++) columns.Slice(feature * Rows, Rows).CopyTo(x.Column(feature));
        var isOutlier = new bool[Rows];
        for (var row = 0; row < Rows; row++) isOutlier[row] = columns[(Features * Rows) + row] == 1;
        return (x, isOutlier);
    }
}
