using System.Runtime.Intrinsics;

namespace Plumbline.Numerics.Forecasting;

/// <summary>
/// The exact likelihood of a stationary ARMA process with a mean, and where its state stands at the end. The filter of the state space form with Chandrasekhar's
/// recursions: O(order) a value where a Kalman filter takes its square.
/// </summary>
/// <remarks>
/// State as in Harvey, "Forecasting, structural time series models and the Kalman filter", 3.4; recursions of Morf, Sidhu and Kailath 1974, for ARMA Pearlman,
/// "An algorithm for the exact likelihood of a high-order autoregressive-moving average process", Biometrika 1980, and Mélard, AS 197, 1984. The mean is
/// found along with it by generalised least squares: the filter runs over a column of ones too.
/// </remarks>
sealed class ArmaFilter
{
    const double Settled = 1e-10;
    readonly double[] _phi, _theta;
    readonly int _size;

    /// <param name="phi">xₜ = Σ φᵢ xₜ₋ᵢ + ...</param>
    /// <param name="theta">... + εₜ + Σ θⱼ εₜ₋ⱼ.</param>
    internal ArmaFilter(double[] phi, double[] theta)
    {
        _size = Math.Max(phi.Length, theta.Length + 1);
        (_phi, _theta) = (new double[_size], new double[_size]);
        phi.CopyTo(_phi, 0);
        theta.CopyTo(_theta, 0);
        State = new double[_size];
    }

    /// <summary>Σ v² / F: squared errors of the expectation in units of their variance.</summary>
    internal double SquaredErrors { get; private set; }

    /// <summary>Of the process; 0 where none is fitted.</summary>
    internal double Mean { get; private set; }

    /// <summary>Standard error of the mean in units of the errors' deviation.</summary>
    internal double MeanError { get; private set; }

    /// <summary>After the last value, of the process less its mean: the first element is the expectation of the next value.</summary>
    internal double[] State { get; }

    /// <summary>−2 log likelihood at the best variance and mean; +∞ where the autoregression is not stationary.</summary>
    /// <param name="values">Finite.</param>
    /// <param name="hasMean">Whether a mean is fitted.</param>
    internal double Run(ReadOnlySpan<double> values, bool hasMean)
    {
        var size = _size;
        Span<double> gain = stackalloc double[size];
        Span<double> rank = stackalloc double[size];
        if (!FirstGain(gain, out var spread)) return double.PositiveInfinity;
        gain.CopyTo(rank);
        var state = State;
        Array.Clear(state);
        var ones = hasMean ? new double[size] : [];
        var weight = -1 / spread;
        var (logs, product, squares, cross, onesSquares) = (0.0, 1.0, 0.0, 0.0, 0.0);
        ReadOnlySpan<double> phi = _phi;
        foreach (var value in values)
        {
            var error = value - state[0];
            squares += error * error / spread;
            product *= spread;
            if (product > 1e100)
            {
                logs += Math.Log(product);
                product = 1;
            }

            Step(state, phi, gain, error / spread);
            if (hasMean)
            {
                var one = 1 - ones[0];
                cross += one * error / spread;
                onesSquares += one * one / spread;
                Step(ones, phi, gain, one / spread);
            }

            if (spread - 1 < Settled) continue;
            var first = rank[0];
            if (first == 0)
            {
                Shift(rank, phi, 0, gain, 0);
                continue;
            }

            // F, the gain before division by F, the one direction in which the state's covariance still shrinks, and how fast.
            var pull = weight * first;
            var nextSpread = spread + (pull * first);
            for (var i = 0; i < size - 1; i++) gain[i] += pull * ((phi[i] * first) + rank[i + 1]);
            gain[size - 1] += pull * phi[size - 1] * first;
            weight += pull * pull / spread;
            Shift(rank, phi, first, gain, -first / nextSpread);
            spread = nextSpread;
        }

        (Mean, MeanError) = hasMean && onesSquares > 0 ? (cross / onesSquares, Math.Sqrt(1 / onesSquares)) : (0, 0);
        if (hasMean) VectorArithmetic.AddScaled(state, -Mean, ones);
        SquaredErrors = Math.Max(0, squares - (Mean * cross));
        var deviance = (values.Length * (Math.Log(2 * Math.PI * SquaredErrors / values.Length) + 1)) + logs + Math.Log(product);
        return double.IsNaN(deviance) ? double.PositiveInfinity : deviance;
    }

    static void Step(Span<double> state, ReadOnlySpan<double> phi, ReadOnlySpan<double> gain, double error) => Shift(state, phi, state[0], gain, error);

    // v ← T v + factor × gain, where (T v)ᵢ = φᵢ first + vᵢ₊₁. Four lanes and no fused multiply: the same digits on every machine.
    static void Shift(Span<double> vector, ReadOnlySpan<double> phi, double first, ReadOnlySpan<double> gain, double factor)
    {
        var last = vector.Length - 1;
        var (wideFirst, wideFactor) = (Vector256.Create(first), Vector256.Create(factor));
        var i = 0;
        for (; i + Vector256<double>.Count <= last; i += Vector256<double>.Count)
            ((Vector256.Create(phi[i..]) * wideFirst) + Vector256.Create<double>(vector[(i + 1)..]) + (Vector256.Create(gain[i..]) * wideFactor)).CopyTo(vector[i..]);
        for (; i < last; i++) vector[i] = (phi[i] * first) + vector[i + 1] + (factor * gain[i]);
        vector[last] = (phi[last] * first) + (factor * gain[last]);
    }

    // T times the first column of the stationary covariance of the state, and its first element.
    bool FirstGain(Span<double> gain, out double variance)
    {
        var size = _size;
        Span<double> process = stackalloc double[(2 * size) + 1];
        Span<double> covariances = stackalloc double[size + 1];
        Span<double> psi = stackalloc double[size];
        variance = double.NaN;
        var ar = _phi.AsSpan(0, LastUsed(_phi));
        var ma = _theta.AsSpan(0, LastUsed(_theta));
        if (!LagPolynomial.Autocovariances(ar, process)) return false;
        Span<double> products = stackalloc double[ma.Length + 1];
        for (var lag = 0; lag <= ma.Length; lag++)
            for (var j = 0; j + lag <= ma.Length; j++) products[lag] += Theta(j) * Theta(j + lag);
        for (var lag = 0; lag <= size; lag++)
        {
            covariances[lag] = products[0] * process[lag];
            for (var k = 1; k <= ma.Length; k++)
                if (products[k] != 0) covariances[lag] += products[k] * (process[Math.Abs(lag - k)] + process[lag + k]);
        }

        LagPolynomial.Psi(ar, ma, psi);
        variance = covariances[0];
        for (var i = 0; i < size; i++)
        {
            gain[i] = _phi[i] * variance;
            if (i + 1 == size) continue;
            // Element i + 1 of the column: what the part of value t + i + 1 that is known at t has to do with value t.
            for (var k = i + 2; k <= size; k++) gain[i] += _phi[k - 1] * covariances[k - i - 1];
            for (var k = i + 1; k < size; k++) gain[i] += Theta(k) * psi[k - i - 1];
        }

        return variance > 0;
    }

    double Theta(int lag) => lag == 0 ? 1 : _theta[lag - 1];

    static int LastUsed(double[] coefficients)
    {
        var count = coefficients.Length;
        while (count > 0 && coefficients[count - 1] == 0) count--;
        return count;
    }
}
