using System.Runtime.InteropServices;

namespace Plumbline.Numerics;

/// <summary>A sum that keeps what each addition rounds away, about 32 digits in all (Knuth's two-sum; Ogita, Rump and Oishi 2005).</summary>
[StructLayout(LayoutKind.Auto)]
struct CompensatedSum
{
    double _sum;
    double _rest;

    public readonly double Value => _sum + _rest;

    public void Add(double x)
    {
        var sum = _sum + x;
        var seen = sum - _sum;
        _rest += (_sum - (sum - seen)) + (x - seen);
        _sum = sum;
    }

    /// <summary>Adds a × b, the rounding of the product included.</summary>
    public void AddProduct(double a, double b)
    {
        var product = a * b;
        Add(product);
        _rest += Math.FusedMultiplyAdd(a, b, -product);
    }
}
