using System.Runtime.InteropServices;
using Plumbline.Numerics;

namespace Plumbline.Pumps.Prognosis;

/// <summary>When a path of uncertain level, slope and shape will have reached a limit: a distribution over the days from now.</summary>
/// <remarks>
/// <para>How far the limit is depends on the shape. Of a deviation that grew as a power k of time, a·τᵏ, level d and slope s at one moment give the time from there to the limit L as
/// D/s with D = d·((L/d)^λ − 1)/λ, λ = 1/k: for λ = 1, a straight line, D = L − d; for λ → 0, exponential growth, D = d·ln(L/d). Nothing that a short window holds tells
/// these apart, so that shapes from straight to exponential count alike. A level below a tenth of the limit is taken as that tenth, for of so little no shape can be told; λ times the way up to it is added.</para>
/// <para>The moment is the middle of the window, a days ago, where level and slope are known best and are independent. For each shape, what the path has gained t days from now is
/// taken as normal: mean s·(t + a), variance v_level + (t + a)²·v_slope + (wander·s·t)². P(reached by t) is the chance that it is beyond D, averaged over the shapes;
/// it grows with t, and to less than 1 where the slope may be zero: then high quantiles are infinite.</para>
/// </remarks>
[StructLayout(LayoutKind.Auto)]
readonly record struct CrossingTime
{
    const int Shapes = 11;
    const double LeastShare = 0.1;

    /// <summary>The limit, points from the baseline in the direction of the path; above 0.</summary>
    public required double Limit { get; init; }

    /// <summary>The level in the middle of the window, in the same direction; negative on the other side of the baseline.</summary>
    public required double Level { get; init; }

    /// <summary>Points a day towards the limit; above 0.</summary>
    public required double Speed { get; init; }

    /// <summary>Standard error of <see cref="Level"/>.</summary>
    public required double LevelSd { get; init; }

    /// <summary>Standard error of <see cref="Speed"/>.</summary>
    public required double SpeedSd { get; init; }

    /// <summary>Days since the middle of the window.</summary>
    public required double Since { get; init; }

    /// <summary>How far the slope may come to differ from that of the window, as a share of it (one standard deviation).</summary>
    public required double Wander { get; init; }

    /// <summary>P(limit reached within so many days).</summary>
    /// <param name="days">0 or more.</param>
    public double Cdf(double days)
    {
        var gained = Speed * (days + Since);
        var known = (LevelSd * LevelSd) + Square((days + Since) * SpeedSd);
        var sum = 0.0;
        for (var shape = 0; shape < Shapes; shape++)
        {
            var distance = Distance((double)shape / (Shapes - 1));
            // A path that is there already wanders no more: what was reached stays reached.
            var isThere = Speed * Since >= distance;
            var sd = Math.Sqrt(known + (isThere ? 0 : Square(Wander * Speed * days)));
            sum += sd > 0 ? Normal.Cdf((gained - distance) / sd) : gained >= distance ? 1 : 0;
        }

        return sum / Shapes;
    }

    double Distance(double shape)
    {
        if (Level >= Limit) return 0;
        var level = Math.Max(Level, LeastShare * Limit);
        var curved = shape == 0 ? level * Math.Log(Limit / level) : level * (Math.Pow(Limit / level, shape) - 1) / shape;
        return curved + ((level - Level) * shape);
    }

    /// <summary>The days by which the limit is reached with a probability; 0 where it is by now, infinity where it never is.</summary>
    /// <param name="probability">0 to 1, both excluded.</param>
    public double Quantile(double probability)
    {
        const double Ever = 1e6;
        if (Cdf(0) >= probability) return 0;
        if (Cdf(Ever) < probability) return double.PositiveInfinity;
        var (low, high) = (0.0, Ever);
        while (high - low > 1e-9 * (1 + high))
        {
            var middle = (low + high) / 2;
            if (Cdf(middle) < probability) low = middle;
            else high = middle;
        }

        return high;
    }

    static double Square(double x) => x * x;
}
