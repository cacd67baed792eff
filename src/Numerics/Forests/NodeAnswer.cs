namespace Plumbline.Numerics.Forests;

/// <summary>What a node answers, from the rows that it holds.</summary>
abstract class NodeAnswer
{
    /// <summary>Numbers in an answer.</summary>
    public virtual int Length => 1;

    /// <param name="rows">Rows of the node; never empty.</param>
    /// <param name="weights">How often each was drawn, in the bits of <paramref name="mask"/>.</param>
    /// <param name="mask">Bits of the weight.</param>
    /// <param name="into">Takes the answer.</param>
    /// <returns>Whether all rows have the same target, so that nothing is left to split.</returns>
    public abstract bool Of(ReadOnlySpan<int> rows, ReadOnlySpan<ulong> weights, ulong mask, Span<double> into);
}

/// <summary>The mean.</summary>
sealed class MeanAnswer(double[] target) : NodeAnswer
{
    public override bool Of(ReadOnlySpan<int> rows, ReadOnlySpan<ulong> weights, ulong mask, Span<double> into)
    {
        var origin = target[rows[0]];
        var sum = 0.0;
        var count = 0UL;
        var pure = true;
        for (var i = 0; i < rows.Length; i++)
        {
            var value = target[rows[i]];
            var weight = weights[i] & mask;
            count += weight;
            sum += weight * (value - origin);
            pure &= value == origin;
        }
        into[0] = origin + (sum / count);
        return pure;
    }
}

/// <summary>One Newton step for the logistic loss: the sum of residuals over the sum of curvatures.</summary>
sealed class NewtonAnswer(double[] residual, double[] curvature) : NodeAnswer
{
    // A leaf whose rows are all classified for certain has no curvature left to divide by.
    const double LeastCurvature = 1e-12;

    public override bool Of(ReadOnlySpan<int> rows, ReadOnlySpan<ulong> weights, ulong mask, Span<double> into)
    {
        double sum = 0, bend = 0, least = residual[rows[0]], most = least;
        for (var i = 0; i < rows.Length; i++)
        {
            var weight = weights[i] & mask;
            sum += weight * residual[rows[i]];
            bend += weight * curvature[rows[i]];
            least = Math.Min(least, residual[rows[i]]);
            most = Math.Max(most, residual[rows[i]]);
        }
        into[0] = bend < LeastCurvature ? 0 : sum / bend;
        return least == most;
    }
}

/// <summary>The share of each class.</summary>
sealed class ClassAnswer(int[] labels, int classes) : NodeAnswer
{
    public override int Length => classes;

    public override bool Of(ReadOnlySpan<int> rows, ReadOnlySpan<ulong> weights, ulong mask, Span<double> into)
    {
        into.Clear();
        var count = 0UL;
        for (var i = 0; i < rows.Length; i++)
        {
            into[labels[rows[i]]] += weights[i] & mask;
            count += weights[i] & mask;
        }
        var pure = into[labels[rows[0]]] == count;
        foreach (ref var share in into) share /= count;
        return pure;
    }
}
