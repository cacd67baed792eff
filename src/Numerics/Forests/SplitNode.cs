using System.Runtime.InteropServices;

namespace Plumbline.Numerics.Forests;

/// <summary>A node of a packed tree, 12 bytes. A row goes to <c>Left + (slot &gt; Threshold ? 1 : 0)</c>: no branch.</summary>
/// <param name="Threshold">Values above it go right. +∞ in a leaf.</param>
/// <param name="Slot">2 × feature, plus 1 where a missing value goes right: see <see cref="TreeSet"/>. 0 in a leaf.</param>
/// <param name="Left">The left child; the right one follows it. In a leaf the node itself, so that walking on stays there.</param>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
readonly record struct SplitNode(float Threshold, int Slot, int Left)
{
    public static SplitNode Leaf(int self) => new(float.PositiveInfinity, 0, self);

    public int Feature => Slot >> 1;
}

/// <summary>One tree as it was grown. Nodes are numbered from 0, children after their parent.</summary>
/// <param name="Nodes">The nodes.</param>
/// <param name="Values">The answers of every node, leaf or not.</param>
/// <param name="Gains">By feature: how much its splits lessened the sum of squares.</param>
sealed record GrownTree(SplitNode[] Nodes, double[] Values, double[] Gains);
