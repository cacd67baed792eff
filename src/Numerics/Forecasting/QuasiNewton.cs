namespace Plumbline.Numerics.Forecasting;

/// <summary>A minimum of a smooth function of a few unknowns of about the same scale: BFGS with differences for the gradient and a line search that halves.</summary>
/// <remarks>Nocedal and Wright, "Numerical optimization", 6.1 and 8.1. The same digits on every machine.</remarks>
static class QuasiNewton
{
    const double CentralStep = 1e-5;
    const double ForwardStep = 1e-6;
    const int MostHalvings = 30;

    /// <param name="function">May return +∞ or NaN where it is not defined, which counts as high.</param>
    /// <param name="start">Where the function is defined; not changed.</param>
    /// <param name="mostRounds">Directions tried at most.</param>
    /// <param name="tolerance">Ends where a round gains less than this. Below a thousandth, central differences take over where forward ones, at half their price, gain no more.</param>
    internal static double[] Minimize(Func<double[], double> function, double[] start, int mostRounds = 100, double tolerance = 1e-7)
    {
        var count = start.Length;
        double[] x = [.. start];
        if (count == 0) return x;
        var value = function(x);
        var gradient = new double[count];
        var (isForward, rough) = (true, Math.Max(tolerance, 1e-3));
        Forward(function, x, value, gradient);
        var inverse = Identity(count);
        var fresh = true;
        var (direction, next, nextGradient) = (new double[count], new double[count], new double[count]);
        for (var round = 0; round < mostRounds; round++)
        {
            for (var i = 0; i < count; i++) direction[i] = -VectorArithmetic.Dot(inverse[i], gradient);
            var slope = VectorArithmetic.Dot(direction, gradient);
            if (!(slope < 0)) break;
            // The first step knows no scale: no longer than 1.
            var length = fresh ? Math.Min(1, 1 / Math.Sqrt(VectorArithmetic.Dot(direction, direction))) : 1;
            var nextValue = double.PositiveInfinity;
            for (var halving = 0; halving < MostHalvings; halving++, length /= 2)
            {
                for (var i = 0; i < count; i++) next[i] = x[i] + (length * direction[i]);
                nextValue = function(next);
                if (nextValue <= value + (1e-4 * length * slope)) break;
                nextValue = double.PositiveInfinity;
            }

            var gain = value - nextValue;
            if (double.IsFinite(nextValue))
            {
                if (isForward) Forward(function, next, nextValue, nextGradient);
                else Central(function, next, nextGradient);
                fresh = !Update(inverse, x, next, gradient, nextGradient);
                if (fresh) inverse = Identity(count);
                (x, next) = (next, x);
                (gradient, nextGradient) = (nextGradient, gradient);
                value = nextValue;
            }
            else if (!fresh)
            {
                (inverse, fresh) = (Identity(count), true);
                continue;
            }

            if (gain >= (isForward ? rough : tolerance)) continue;
            if (!isForward || rough == tolerance) break;
            isForward = false;
            Central(function, x, gradient);
        }

        return x;
    }

    // The formula of Broyden, Fletcher, Goldfarb and Shanno for the inverse; false where the curvature is not positive.
    static bool Update(double[][] inverse, double[] x, double[] next, double[] gradient, double[] nextGradient)
    {
        var count = x.Length;
        var (s, y, hy) = (new double[count], new double[count], new double[count]);
        for (var i = 0; i < count; i++) (s[i], y[i]) = (next[i] - x[i], nextGradient[i] - gradient[i]);
        var sy = VectorArithmetic.Dot(s, y);
        if (!(sy > 1e-12)) return false;
        for (var i = 0; i < count; i++) hy[i] = VectorArithmetic.Dot(inverse[i], y);
        var scale = (1 + (VectorArithmetic.Dot(y, hy) / sy)) / sy;
        for (var i = 0; i < count; i++)
            for (var j = 0; j < count; j++) inverse[i][j] += (scale * s[i] * s[j]) - (((hy[i] * s[j]) + (s[i] * hy[j])) / sy);
        return true;
    }

    static void Forward(Func<double[], double> function, double[] x, double value, double[] gradient)
    {
        for (var i = 0; i < x.Length; i++)
        {
            var (middle, step) = (x[i], ForwardStep * Math.Max(1, Math.Abs(x[i])));
            x[i] = middle + step;
            var above = function(x);
            x[i] = middle;
            gradient[i] = double.IsFinite(above) ? (above - value) / step : 0;
        }
    }

    static void Central(Func<double[], double> function, double[] x, double[] gradient)
    {
        for (var i = 0; i < x.Length; i++)
        {
            var (middle, step) = (x[i], CentralStep * Math.Max(1, Math.Abs(x[i])));
            x[i] = middle + step;
            var above = function(x);
            x[i] = middle - step;
            var below = function(x);
            x[i] = middle;
            gradient[i] = double.IsFinite(above) && double.IsFinite(below) ? (above - below) / (2 * step) : 0;
        }
    }

    static double[][] Identity(int count)
    {
        var identity = new double[count][];
        for (var i = 0; i < count; i++)
        {
            identity[i] = new double[count];
            identity[i][i] = 1;
        }

        return identity;
    }
}
