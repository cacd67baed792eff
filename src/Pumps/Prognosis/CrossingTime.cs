using System.Runtime.InteropServices;
using Plumbline.Numerics;

namespace Plumbline.Pumps.Prognosis;

/// <summary>When a path of uncertain level, slope and shape will have reached a limit: a distribution over the days from now.</summary>
/// <remarks>
/// <para>How far the limit is depends on the shape. Of a deviation that grew as a power k of time, a·τᵏ, level d and slope s at one moment give the time from there to the limit L as
/// D/s with D = d·((L/d)^λ − 1)/λ, λ = 1/k: for λ = 1, a straight line, D = L − d; for λ → 0, exponential growth, D = d·ln(L/d). Little that a short window holds tells
/// these apart, so that shapes from straight to exponential count alike.</para>
/// <para>The slope is known best in the middle of the window, a days ago. Since then it has grown with the level, by the power 1 − λ of the level's growth, which is taken as no more than double.</para>
/// <para>For each shape, what the path gains in t days is taken as normal, in units of that middle's slope: mean s·t, variance v_level + (t + a)²·v_slope + (wander·s·t)². P(reached by t) is the
/// chance that it is beyond D, averaged over the shapes; it grows with t, and to less than 1 where the slope may be zero: then high quantiles are infinite.</para>
/// </remarks>
[StructLayout(LayoutKind.Auto)]
readonly record struct CrossingTime
{
    const int Shapes = 11;
    const double MostGrowth = 2;

    /// <summary>The limit, points from the baseline in the direction of the path; above 0.</summary>
    public required double Limit { get; init; }

    /// <summary>The level now, in the same direction; above 0, beyond <see cref="Limit"/> where that is reached.</summary>
    public required double Level { get; init; }

    /// <summary>Points a day towards the limit; above 0.</summary>
    public required double Speed { get; init; }

    /// <summary>Standard error of the level in the middle of the window, where it does not depend on the slope.</summary>
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
        var sum = 0.0;
        for (var shape = 0; shape < Shapes; shape++)
        {
            var ahead = (Speed * days) - Distance((double)shape / (Shapes - 1));
            // What was reached stays reached: time adds no doubt to it.
            var sd = Level >= Limit ? Sd(0) : Sd(days);
            sum += sd > 0 ? Normal.Cdf(ahead / sd) : ahead >= 0 ? 1 : 0;
        }

        return sum / Shapes;
    }

    double Sd(double days) => Math.Sqrt((LevelSd * LevelSd) + Square((days + Since) * SpeedSd) + Square(Wander * Speed * days));

    double Distance(double shape)
    {
        if (Level >= Limit) return Limit - Level;
        var distance = shape == 0 ? Level * Math.Log(Limit / Level) : Level * (Math.Pow(Limit / Level, shape) - 1) / shape;
        var growth = Level / Math.Max(Level - (Speed * Since), Level / MostGrowth);
        return distance / Math.Pow(growth, 1 - shape);
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
