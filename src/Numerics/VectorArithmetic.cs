using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Plumbline.Numerics;

/// <summary>The inner loops of linear algebra. Always four lanes and no fused multiply, so that every machine computes the same digits.</summary>
static class VectorArithmetic
{
    /// <summary>Σ aᵢ bᵢ.</summary>
    internal static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var va = MemoryMarshal.Cast<double, Vector256<double>>(a);
        var vb = MemoryMarshal.Cast<double, Vector256<double>>(b[..a.Length]);
        var (even, odd) = (Vector256<double>.Zero, Vector256<double>.Zero);
        var i = 0;
        for (; i + 1 < va.Length; i += 2)
        {
            even += va[i] * vb[i];
            odd += va[i + 1] * vb[i + 1];
        }

        if (i < va.Length) even += va[i] * vb[i];
        var sum = Vector256.Sum(even + odd);
        for (i = va.Length * Vector256<double>.Count; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }

    /// <summary>to ← to + factor × a.</summary>
    internal static void AddScaled(Span<double> to, double factor, ReadOnlySpan<double> a)
    {
        var vt = MemoryMarshal.Cast<double, Vector256<double>>(to);
        var va = MemoryMarshal.Cast<double, Vector256<double>>(a[..to.Length]);
        var wide = Vector256.Create(factor);
        for (var i = 0; i < vt.Length; i++) vt[i] += wide * va[i];
        for (var i = vt.Length * Vector256<double>.Count; i < to.Length; i++) to[i] += factor * a[i];
    }
}
