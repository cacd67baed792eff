namespace Plumbline.Cli.Evaluate;

/// <summary>Brings sensor values to standard deviations from what is usual under the same settings.</summary>
/// <remarks>The settings take few values with a little noise on them (one in FD001, six in FD002): rounded, they name the condition. Learnt on training engines only.</remarks>
sealed class OperatingConditions
{
    // What a sensor must vary by, relative to its size, to be more than rounding.
    const double LeastVariation = 1e-9;

    readonly Dictionary<(double, double, double), Usual> _usual;

    sealed record Usual(double[] Mean, double[] Std);

    OperatingConditions(Dictionary<(double, double, double), Usual> usual)
    {
        _usual = usual;
        Sensors = [.. Enumerable.Range(0, CmapssFiles.Sensors).Where(sensor => usual.Values.Any(u => u.Std[sensor] > LeastVariation * Math.Abs(u.Mean[sensor])))];
    }

    public int Count => _usual.Count;

    /// <summary>The sensors that vary under at least one condition.</summary>
    public IReadOnlyList<int> Sensors { get; }

    public static OperatingConditions Of(IReadOnlyList<EngineRun> engines)
    {
        var usual = new Dictionary<(double, double, double), Usual>();
        var cycles = engines.SelectMany(engine => Enumerable.Range(0, engine.Cycles).Select(cycle => (engine, cycle)));
        foreach (var alike in cycles.GroupBy(at => Name(at.engine.Settings[at.cycle])))
        {
            var mean = new double[CmapssFiles.Sensors];
            var std = new double[CmapssFiles.Sensors];
            for (var sensor = 0; sensor < mean.Length; sensor++)
            {
                var values = alike.Select(at => at.engine.Sensors[sensor][at.cycle]).ToArray();
                mean[sensor] = values.Average();
                std[sensor] = Math.Sqrt(values.Average(value => (value - mean[sensor]) * (value - mean[sensor])));
            }
            usual[alike.Key] = new Usual(mean, std);
        }
        return new OperatingConditions(usual);
    }

    /// <summary>One sensor of one engine in standard deviations; 0 where it never varies under that condition.</summary>
    public double[] Standardised(EngineRun engine, int sensor)
    {
        var values = new double[engine.Cycles];
        for (var cycle = 0; cycle < values.Length; cycle++)
        {
            var usual = Nearest(Name(engine.Settings[cycle]));
            if (usual.Std[sensor] > LeastVariation * Math.Abs(usual.Mean[sensor])) values[cycle] = (engine.Sensors[sensor][cycle] - usual.Mean[sensor]) / usual.Std[sensor];
        }
        return values;
    }

    Usual Nearest((double A, double B, double C) name) => _usual.TryGetValue(name, out var usual)
        ? usual
        : _usual.MinBy(known => Math.Abs(known.Key.Item1 - name.A) + Math.Abs(known.Key.Item2 - name.B) + Math.Abs(known.Key.Item3 - name.C)).Value;

    // Altitude in thousands of feet, Mach number, throttle in percent. Adding 0 turns −0 into 0.
    static (double, double, double) Name(double[] settings) => (Math.Round(settings[0]) + 0, Math.Round(settings[1], 2) + 0, Math.Round(settings[2]) + 0);
}
