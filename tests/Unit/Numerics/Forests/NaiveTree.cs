using Plumbline.Numerics;

namespace Plumbline.Unit.Tests.Numerics.Forests;

/// <summary>A regression tree that tries every cut of every feature by summing anew: slow, and plainly right.</summary>
sealed record NaiveTree(double Value, int Feature, double Threshold, bool MissingLeft, NaiveTree? Left, NaiveTree? Right)
{
    public static NaiveTree Grow(ColumnMatrix x, double[] y, int[] rows, int depth, int minSplit, int minLeaf)
    {
        var leaf = new NaiveTree(rows.Average(row => y[row]), -1, 0, false, null, null);
        if (depth == 0 || rows.Length < minSplit) return leaf;

        var (best, bestGain) = (leaf, 1e-6);
        int[] bestLeft = [], bestRight = [];
        for (var feature = 0; feature < x.Columns; feature++)
        {
            var values = rows.Select(row => x[row, feature]).Where(value => !double.IsNaN(value)).Distinct().Order().ToArray();
            foreach (var missingLeft in new[] { false, true })
            {
                for (var i = 0; i < values.Length; i++)
                {
                    int[] left = [.. rows.Where(row => double.IsNaN(x[row, feature]) ? missingLeft : x[row, feature] <= values[i])];
                    int[] right = [.. rows.Except(left)];
                    if (left.Length < minLeaf || right.Length < minLeaf) continue;
                    var gain = Squares(y, rows) - Squares(y, left) - Squares(y, right);
                    if (gain <= bestGain + 1e-6) continue;
                    (best, bestGain, bestLeft, bestRight) = (leaf with { Feature = feature, Threshold = values[i], MissingLeft = missingLeft }, gain, left, right);
                }
            }
        }
        return best.Feature < 0 ? leaf : best with { Left = Grow(x, y, bestLeft, depth - 1, minSplit, minLeaf), Right = Grow(x, y, bestRight, depth - 1, minSplit, minLeaf) };
    }

    public double Predict(double[] row) => Feature < 0
        ? Value
        : ((double.IsNaN(row[Feature]) ? MissingLeft : row[Feature] <= Threshold) ? Left : Right)!.Predict(row);

    static double Squares(double[] y, int[] rows)
    {
        var mean = rows.Average(row => y[row]);
        return rows.Sum(row => (y[row] - mean) * (y[row] - mean));
    }
}
