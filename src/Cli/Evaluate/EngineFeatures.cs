using Plumbline.Numerics;

namespace Plumbline.Cli.Evaluate;

/// <summary>What a model is told of an engine at each cycle: nothing that comes after it.</summary>
static class EngineFeatures
{
    const int Short = 10;
    const int Long = 30;
    const int Trend = 50;
    const int FewestForSlope = 3;

    static readonly string[] PerSensor = [$"mean_{Short}", $"mean_{Long}", $"change_{Short}", $"slope_{Long}", $"slope_{Trend}"];

    public static int Count(OperatingConditions conditions) => (PerSensor.Length * conditions.Sensors.Count) + 1;

    /// <summary>One column per feature, one value per cycle; NaN while there are too few cycles for a slope.</summary>
    public static double[][] Of(EngineRun engine, OperatingConditions conditions)
    {
        var columns = new List<double[]>(Count(conditions));
        foreach (var sensor in conditions.Sensors)
        {
            var values = conditions.Standardised(engine, sensor);
            var recent = new double[values.Length];
            var longer = new double[values.Length];
            Rolling.Mean(values, Short, recent);
            Rolling.Mean(values, Long, longer);
            columns.AddRange([recent, longer, SinceNew(recent), Slope(values, Long), Slope(values, Trend)]);
        }
        columns.Add([.. Enumerable.Range(1, engine.Cycles).Select(cycle => (double)cycle)]);
        return [.. columns];
    }

    /// <summary>The recent mean less that of the first cycles: engines are not alike when new.</summary>
    static double[] SinceNew(double[] recent)
    {
        var change = new double[recent.Length];
        for (var cycle = Short; cycle < change.Length; cycle++) change[cycle] = recent[cycle] - recent[Short - 1];
        return change;
    }

    /// <summary>Slope of the least-squares line through the last cycles, per cycle.</summary>
    static double[] Slope(double[] values, int window)
    {
        var slopes = new double[values.Length];
        for (var cycle = 0; cycle < slopes.Length; cycle++)
        {
            var first = Math.Max(0, cycle - window + 1);
            var middle = (first + cycle) / 2.0;
            double joint = 0, spread = 0;
            for (var i = first; i <= cycle; i++)
            {
                joint += (i - middle) * values[i];
                spread += (i - middle) * (i - middle);
            }
            slopes[cycle] = cycle - first + 1 < FewestForSlope ? double.NaN : joint / spread;
        }
        return slopes;
    }
}
