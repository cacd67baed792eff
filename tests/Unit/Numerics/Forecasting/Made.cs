namespace Plumbline.Unit.Tests.Numerics.Forecasting;

/// <summary>Series with a known law, from a seed.</summary>
static class Made
{
    /// <summary>A load by the hour: level 100, a day, a weekend, and noise that remembers.</summary>
    internal static double[] Load(int seed, int days)
    {
        var random = new Random(seed);
        var noise = 0.0;
        return [.. Enumerable.Range(0, 24 * days).Select(hour =>
        {
            noise = (0.6 * noise) + (2 * Gaussian(random));
            return 100 + (20 * Math.Sin(2 * Math.PI * hour / 24)) - (hour / 24 % 7 >= 5 ? 15 : 0) + noise;
        })];
    }

    /// <summary>ARMA(1, 1) about 0.</summary>
    internal static double[] Arma(int seed, int count, double phi, double theta)
    {
        var random = new Random(seed);
        var (value, before) = (0.0, 0.0);
        var series = new double[count + 100];
        for (var i = 0; i < series.Length; i++)
        {
            var error = Gaussian(random);
            value = (phi * value) + error + (theta * before);
            before = error;
            series[i] = value;
        }

        return series[100..];
    }

    internal static double[] Sums(double[] series)
    {
        var sum = 0.0;
        return [.. series.Select(value => sum += value)];
    }

    internal static double Gaussian(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
