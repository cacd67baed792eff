using System.Numerics;
using System.Runtime.InteropServices;

namespace Plumbline.Numerics.Forests;

/// <summary>xoshiro256**, seeded by splitmix64 (Blackman and Vigna, 2018): the same numbers on every machine and runtime.</summary>
[StructLayout(LayoutKind.Auto)]
public struct Xoshiro256
{
    ulong _a, _b, _c, _d;

    /// <summary>Streams of one seed are independent of one another: one for each tree, whatever thread grows it.</summary>
    public Xoshiro256(int seed, int stream)
    {
        var state = ((ulong)(uint)seed << 32) | (uint)stream;
        _a = Mix(ref state);
        _b = Mix(ref state);
        _c = Mix(ref state);
        _d = Mix(ref state);
    }

    /// <summary>64 random bits.</summary>
    public ulong Next()
    {
        var result = BitOperations.RotateLeft(_b * 5, 7) * 9;
        var shifted = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= shifted;
        _d = BitOperations.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>0 to <paramref name="limit"/> − 1. The bias of the multiplication is below limit / 2⁶⁴.</summary>
    public int Below(int limit) => (int)Math.BigMul(Next(), (ulong)limit, out _);

    /// <summary>In [0, 1).</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Brings <paramref name="taken"/> of the items, drawn without replacement, to the front.</summary>
    public void Draw(Span<int> items, int taken)
    {
        for (var i = 0; i < taken; i++)
        {
            var j = i + Below(items.Length - i);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    static ulong Mix(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        var z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
