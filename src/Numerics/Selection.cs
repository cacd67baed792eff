namespace Plumbline.Numerics;

/// <summary>The value at a rank without sorting the rest.</summary>
static class Selection
{
    const int SmallEnoughToSort = 24;

    /// <summary>The value that sorting would put at a place; values before it are then no larger, values behind it no smaller.</summary>
    /// <param name="values">Reordered. No NaN.</param>
    /// <param name="rank">From 0.</param>
    /// <remarks>Hoare's quickselect with the median of three as pivot, O(n) on average; input that is hostile to it is sorted, O(n log n).</remarks>
    internal static double Nth(Span<double> values, int rank)
    {
        var (left, right) = (0, values.Length - 1);
        for (var rounds = 2 * (int)Math.Log2(values.Length + 1.0); right - left >= SmallEnoughToSort; rounds--)
        {
            if (rounds == 0) break;
            var pivot = MedianOfThree(values[left], values[(left + right) >>> 1], values[right]);
            var (i, j) = (left, right);
            while (i <= j)
            {
                while (values[i] < pivot) i++;
                while (values[j] > pivot) j--;
                if (i > j) break;
                (values[i], values[j]) = (values[j], values[i]);
                i++;
                j--;
            }

            // Between j and i lie values equal to the pivot.
            if (rank <= j) right = j;
            else if (rank >= i) left = i;
            else return pivot;
        }

        values[left..(right + 1)].Sort();
        return values[rank];
    }

    static double MedianOfThree(double a, double b, double c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
}
