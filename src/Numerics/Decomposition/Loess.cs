using System.Runtime.InteropServices;

namespace Plumbline.Numerics.Decomposition;

/// <summary>Local regression of values in even steps, as STL uses it: a weighted line (or mean) through the nearest values, at every step or at every so many.</summary>
/// <remarks>Cleveland, Cleveland, McRae and Terpenning, "STL: a seasonal-trend decomposition procedure based on loess", J. Official Statistics 6, 1990.</remarks>
/// <param name="Window">How many values a fit looks at; more than there are flattens the weights.</param>
/// <param name="Degree">0 for a local mean, 1 for a local line.</param>
/// <param name="Jump">A fit at each so many steps, and straight lines between.</param>
[StructLayout(LayoutKind.Auto)]
readonly record struct Loess(int Window, int Degree, int Jump)
{
    /// <param name="values">At least one, finite.</param>
    /// <param name="weights">A weight a value; empty for all alike.</param>
    /// <param name="smooth">As long as the values.</param>
    internal void Smooth(ReadOnlySpan<double> values, ReadOnlySpan<double> weights, Span<double> smooth)
    {
        var last = values.Length - 1;
        if (last == 0)
        {
            smooth[0] = values[0];
            return;
        }

        var jump = Math.Min(Jump, last);
        var from = 0;
        smooth[0] = FitInside(values, weights, 0);
        while (from < last)
        {
            var to = Math.Min(from + jump, last);
            smooth[to] = FitInside(values, weights, to);
            var rise = (smooth[to] - smooth[from]) / (to - from);
            for (var i = from + 1; i < to; i++) smooth[i] = smooth[from] + (rise * (i - from));
            from = to;
        }
    }

    double FitInside(ReadOnlySpan<double> values, ReadOnlySpan<double> weights, int at)
    {
        var first = Math.Clamp(at - ((Window - 1) / 2), 0, Math.Max(0, values.Length - Window));
        return Fit(values, weights, at, first, Math.Min(first + Window, values.Length) - 1) ?? values[at];
    }

    /// <summary>The fit at one place, which may lie a step outside.</summary>
    /// <returns>Null where all weights in reach are 0.</returns>
    internal double? Fit(ReadOnlySpan<double> values, ReadOnlySpan<double> weights, int at, int first, int last)
    {
        double reach = Math.Max(at - first, last - at);
        if (Window > values.Length) reach += (Window - values.Length) / 2;
        var (near, far) = (0.001 * reach, 0.999 * reach);
        Span<double> w = last - first < 256 ? stackalloc double[last - first + 1] : new double[last - first + 1];
        var (sum, centre) = (0.0, 0.0);
        for (var i = first; i <= last; i++)
        {
            var distance = Math.Abs(i - at);
            if (distance > far && distance > 0) continue;
            var weight = distance <= near ? 1 : Cube(1 - Cube(distance / reach));
            if (!weights.IsEmpty) weight *= weights[i];
            w[i - first] = weight;
            sum += weight;
            centre += weight * i;
        }

        if (sum <= 0) return null;
        centre /= sum;
        var tilt = 0.0;
        if (reach > 0 && Degree > 0)
        {
            var spread = 0.0;
            for (var i = first; i <= last; i++) spread += w[i - first] * (i - centre) * (i - centre);
            spread /= sum;
            if (Math.Sqrt(spread) > 0.001 * (values.Length - 1)) tilt = (at - centre) / spread;
        }

        var fit = 0.0;
        for (var i = first; i <= last; i++) fit += w[i - first] * (1 + (tilt * (i - centre))) * values[i];
        return fit / sum;
    }

    static double Cube(double x) => x * x * x;
}
