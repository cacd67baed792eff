using Plumbline.Pumps.Features;
using Plumbline.Pumps.Grades;
using Plumbline.Pumps.Prognosis;

namespace Plumbline.Unit.Tests.Pumps;

/// <summary>Hourly deviations of pumps that wear in a known way: a daily round of demand, weather that lasts for hours, noise, and on top the wear.</summary>
static class WearRuns
{
    /// <summary>Flow and head are checked on both sides to Failure at ±18 % and ±14 %, power upwards at +18 %, efficiency downwards at −14 %.</summary>
    internal static readonly ToleranceGrade Grade3B = new("3B", "test", new(true, 9, -9), new(true, 7, -7), new(false, 9, null), new(false, null, -7));

    /// <summary>Losses of flow and head are not checked.</summary>
    internal static readonly ToleranceGrade Grade1U = new("1U", "test", new(true, 10, null), new(true, 6, null), new(false, 10, null), new(false, null, 0));

    internal static readonly DateTime Start = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>Deviations for so many days.</summary>
    /// <param name="seed">Of the noise.</param>
    /// <param name="days">Length.</param>
    /// <param name="wearPct">How far head has fallen after so many days, points; flow falls with it by 0.8, efficiency by 0.9.</param>
    /// <param name="noise">Of a reading, points; 0 leaves the wear alone.</param>
    internal static HourlyDeviations Of(int seed, double days, Func<double, double> wearPct, double noise = 0.6)
    {
        var random = new Random(seed);
        var hours = (int)(days * 24);
        var (flow, head, power, efficiency) = (new double[hours], new double[hours], new double[hours], new double[hours]);
        var weather = 0.0;
        for (var t = 0; t < hours; t++)
        {
            var wear = wearPct(t / 24.0);
            weather = (0.9 * weather) + (0.3 * noise * Normal(random));
            var demand = (noise * 1.5 * Math.Sin(2 * Math.PI * t / 24)) + weather;
            flow[t] = demand - (0.8 * wear) + (noise * Normal(random));
            head[t] = (-0.5 * demand) - wear + (noise * Normal(random));
            power[t] = (0.5 * demand) - (0.2 * wear) + (noise * Normal(random));
            efficiency[t] = (-0.9 * wear) + (noise * Normal(random));
        }

        return new(Start, [flow, head, power, efficiency]);
    }

    /// <summary>The first days of a longer log.</summary>
    internal static HourlyDeviations Until(this HourlyDeviations whole, double days)
    {
        var hours = (int)(days * 24);
        return new(whole.Start, [.. Enum.GetValues<Plumbline.Plant.PumpParameter>().Select(p => whole[p][..hours].ToArray())]);
    }

    /// <summary>A history that ends when head has fallen by 18 points: no wear for a while, then ever faster.</summary>
    internal static RunToFailure ToFailure(int seed)
    {
        var random = new Random(seed);
        var life = 110 + (80 * random.NextDouble());
        var onset = 10 + (20 * random.NextDouble());
        var power = 1.5 + random.NextDouble();
        var deviations = Of(seed, life, day => day < onset ? 0 : 18 * Math.Pow((day - onset) / (life - onset), power));
        return new($"pump {seed}", PumpFeatures.Compute(deviations), Start.AddDays(life));
    }

    static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
