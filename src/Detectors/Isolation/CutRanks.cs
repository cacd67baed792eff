using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Plumbline.Numerics;

namespace Plumbline.Detectors.Isolation;

/// <summary>All cuts of a forest, feature by feature. A value is as good as its rank among them: how many cuts lie below it. Ranks are whole numbers, and decide in every tree exactly as the values do.</summary>
sealed class CutRanks
{
    readonly double[][] _cuts;
    readonly int[] _medianRanks;

    public CutRanks(GrownForest forest, double[] medians)
    {
        var byFeature = new List<double>[medians.Length];
        for (var feature = 0; feature < byFeature.Length; feature++) byFeature[feature] = [];
        for (var node = 0; node < forest.Feature.Length; node++)
            if (forest.Feature[node] != GrownForest.Leaf) byFeature[forest.Feature[node]].Add(forest.Value[node]);
        _cuts = [.. byFeature.Select(cuts => cuts.Distinct().Order().ToArray())];
        _medianRanks = [.. medians.Select((median, feature) => RankOf(_cuts[feature], median))];
        Most = _cuts.Max(cuts => cuts.Length);
    }

    /// <summary>The highest rank.</summary>
    public int Most { get; }

    /// <summary>The place of a cut: a value lies above it where its rank is higher than that.</summary>
    public int PlaceOf(int feature, double cut) => Array.BinarySearch(_cuts[feature], cut);

    /// <summary>Ranks of one feature of some rows.</summary>
    /// <param name="feature">Which.</param>
    /// <param name="values">NaN and infinities are missing: they have the rank of the median.</param>
    /// <param name="into">Rank i goes to i % lanes of the run of lanes i / lanes.</param>
    /// <param name="shift">What ranks are multiplied by, as a power of two.</param>
    /// <param name="layout">Lanes of a run, and from run to run.</param>
    /// <param name="isKnown">Set where a value is not missing.</param>
    public void Fill(int feature, ReadOnlySpan<double> values, Span<int> into, int shift, (int Lanes, int Stride) layout, Span<bool> isKnown)
    {
        var cuts = _cuts[feature];
        for (var i = 0; i < values.Length; i++)
        {
            var value = values[i];
            var rank = _medianRanks[feature];
            if (double.IsFinite(value))
            {
                rank = RankOf(cuts, value);
                isKnown[i] = true;
            }
            into[(i / layout.Lanes * layout.Stride) + (i % layout.Lanes)] = rank << shift;
        }
    }

    /// <summary>How many cuts are below a value. Always as many steps for the same cuts, and no branch that depends on the value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static int RankOf(double[] cuts, double value)
    {
        if (cuts.Length == 0) return 0;
        ref var first = ref MemoryMarshal.GetArrayDataReference(cuts);
        var below = 0;
        var left = cuts.Length;
        while (left > 1)
        {
            var half = left >> 1;
            below += half & -ToInt(Unsafe.Add(ref first, below + half - 1) < value);
            left -= half;
        }
        return below + ToInt(Unsafe.Add(ref first, below) < value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static int ToInt(bool condition) => condition ? 1 : 0;
}
