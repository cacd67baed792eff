namespace Plumbline.Unit.Tests.Numerics.Forecasting;

/// <summary>The likelihood of an ARMA process from the covariance of all values, which comes from a long sum of its weights: slow and plain.</summary>
sealed class ArmaOracle(double[] phi, double[] theta)
{
    const int Weights = 2000;

    /// <summary>−2 log likelihood at the best variance.</summary>
    internal double Deviance(double[] values)
    {
        var n = values.Length;
        var psi = new double[Weights];
        for (var j = 0; j < Weights; j++)
        {
            psi[j] = j == 0 ? 1 : j <= theta.Length ? theta[j - 1] : 0;
            for (var i = 1; i <= Math.Min(j, phi.Length); i++) psi[j] += phi[i - 1] * psi[j - i];
        }

        double Covariance(int lag) => Enumerable.Range(0, Weights - lag).Sum(j => psi[j] * psi[j + lag]);
        double[] covariances = [.. Enumerable.Range(0, n).Select(Covariance)];

        // Cholesky's factor row by row, solved along the way.
        var l = new double[n, n];
        var (squares, logs, z) = (0.0, 0.0, new double[n]);
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = covariances[i - j];
                for (var k = 0; k < j; k++) sum -= l[i, k] * l[j, k];
                l[i, j] = i == j ? Math.Sqrt(sum) : sum / l[j, j];
            }

            z[i] = values[i];
            for (var k = 0; k < i; k++) z[i] -= l[i, k] * z[k];
            z[i] /= l[i, i];
            squares += z[i] * z[i];
            logs += 2 * Math.Log(l[i, i]);
        }

        return (n * (Math.Log(2 * Math.PI * squares / n) + 1)) + logs;
    }
}
