namespace Plumbline.Numerics.Forests;

/// <summary>The stages that regression and classification have in common.</summary>
static class Boosting
{
    /// <param name="x">Features.</param>
    /// <param name="options">Settings.</param>
    /// <param name="start">Score that all rows begin with.</param>
    /// <param name="answer">What a node answers; reads the arrays that <paramref name="slope"/> fills.</param>
    /// <param name="slope">From the scores so far to what the next tree is fitted to.</param>
    /// <param name="progress">Told the share of stages that are done.</param>
    /// <param name="cancellation">Looked at before each split.</param>
    /// <returns>Trees whose answers are added up, the learning rate within them.</returns>
    public static (TreeSet Trees, double[] Importance) Grow(
        ColumnMatrix x, BoostingOptions options, double start, NodeAnswer answer, Func<double[], double[]> slope, IProgress<double>? progress, CancellationToken cancellation)
    {
        var growth = options.Growth();
        var binned = BinnedMatrix.Of(x, options.Bins, options.Parallelism, cancellation);
        var weighted = new WeightedTarget(x.Rows);
        var grower = new TreeGrower(binned, growth, new BaggedTarget(answer, weighted.Packed, weighted.CountBits));
        var drawn = Math.Max(1, (int)Math.Round(options.RowShare * x.Rows));
        var rows = Enumerable.Range(0, x.Rows).ToArray();
        var packed = new ulong[x.Rows];
        var scores = new double[x.Rows];
        scores.AsSpan().Fill(start);

        var grown = new List<GrownTree>(options.Stages);
        for (var stage = 0; stage < options.Stages; stage++)
        {
            var random = new Xoshiro256(options.Seed, stage);
            weighted.Set(slope(scores));
            if (drawn < x.Rows) random.Draw(rows, drawn);
            packed.AsSpan().Clear();
            for (var i = 0; i < drawn; i++) packed[rows[i]] = weighted.Packed(rows[i], 1);

            var tree = grower.Grow(packed, answer, ref random, cancellation);
            for (var i = 0; i < tree.Values.Length; i++) tree.Values[i] *= options.LearningRate;
            for (var i = 0; i < tree.Gains.Length; i++) tree.Gains[i] *= weighted.QuantumSquared;
            grown.Add(tree);
            if (drawn < x.Rows)
            {
                TreeSet.Of(x.Columns, 1, [tree]).AddAnswers(x, scores, options.Parallelism, cancellation);
            }
            else
            {
                foreach (var (node, first, end) in grower.Leaves)
                    foreach (var row in grower.Rows(first, end)) scores[row] += tree.Values[node];
            }
            progress?.Report((stage + 1.0) / options.Stages);
        }
        return (TreeSet.Of(x.Columns, 1, grown), Bagging.Shares([.. grown.Select(tree => tree.Gains)]));
    }
}
