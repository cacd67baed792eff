using Plumbline.Energy;
using Plumbline.Energy.Baselines;

namespace Plumbline.Unit.Tests.Energy.Baselines;

/// <summary>A machine whose energy is known to the last term: 20 + 0.05 × units + 1.5 × heating + 2.5 × cooling degree hours, with noise that remembers.</summary>
static class SyntheticHours
{
    public const double BaseKwh = 20;
    public const double PerUnitKwh = 0.05;
    public const double PerHeatingKwh = 1.5;
    public const double PerCoolingKwh = 2.5;
    public const double HeatingBalanceC = 14;
    public const double CoolingBalanceC = 20;

    public static readonly DateTime Start = new(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <param name="count">Hours.</param>
    /// <param name="seed">Of noise and drivers.</param>
    /// <param name="rho">Correlation of the noise from hour to hour.</param>
    /// <param name="noiseKwh">Its standard deviation.</param>
    /// <param name="extraKwh">Added to the energy of an hour.</param>
    /// <param name="firstHour">Hours after <see cref="Start"/> that the first is.</param>
    public static EnergyHours Make(int count, int seed = 1, double rho = 0, double noiseKwh = 2, Func<int, double>? extraKwh = null, int firstHour = 0)
    {
        var random = new Random(seed);
        double[] energy = new double[count], units = new double[count], temperature = new double[count], pressure = new double[count], throughput = new double[count];
        var (noise, weather) = (Normal(random) * noiseKwh, Normal(random) * 3);
        for (var hour = 0; hour < count; hour++)
        {
            var at = firstHour + hour;
            if (hour > 0) noise = (rho * noise) + (Math.Sqrt(1 - (rho * rho)) * noiseKwh * Normal(random));
            weather = (0.98 * weather) + (0.2 * 3 * Normal(random));
            temperature[hour] = 12 - (12 * Math.Cos(2 * Math.PI * at / 8760)) - (4 * Math.Cos(2 * Math.PI * at / 24)) + weather;
            units[hour] = at % 168 < 120 && at % 24 is >= 6 and < 22 ? 400 + (40 * Normal(random)) : 0;
            throughput[hour] = units[hour] + Normal(random);
            pressure[hour] = 7 + (0.1 * Normal(random));
            energy[hour] = BaseKwh + (PerUnitKwh * units[hour]) + (PerHeatingKwh * Math.Max(0, HeatingBalanceC - temperature[hour]))
                + (PerCoolingKwh * Math.Max(0, temperature[hour] - CoolingBalanceC)) + noise + (extraKwh?.Invoke(hour) ?? 0);
        }

        var drivers = new Dictionary<string, double[]>
        {
            [Driver.ProductionCount] = units,
            [Driver.OutdoorTemp] = temperature,
            [Driver.Pressure] = pressure,
            [Driver.Throughput] = throughput,
        };
        return new(Start.AddHours(firstHour), energy, drivers, new bool[count], SiteClock.Utc);
    }

    static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
