using System.Diagnostics;
using System.Text.Json;

namespace Plumbline.Bench.Speed;

/// <summary>The counterpart of the peers' figures.py: own times and own peak memory, as one line of JSON.</summary>
sealed class Figures
{
    readonly Dictionary<string, double> _values = new(StringComparer.Ordinal);

    public double this[string name]
    {
        set => _values[name] = value;
    }

    public T Time<T>(string name, Func<T> work)
    {
        var cpu = Environment.CpuUsage.TotalTime;
        var clock = Stopwatch.StartNew();
        var result = work();
        _values[name] = clock.Elapsed.TotalSeconds;
        _values[name + "_cpu"] = (Environment.CpuUsage.TotalTime - cpu).TotalSeconds;
        return result;
    }

    public void Print()
    {
        _values["peak_mb"] = PeakMegabytes();
        Console.WriteLine(JsonSerializer.Serialize(_values));
    }

    static double PeakMegabytes()
    {
        var line = File.ReadLines("/proc/self/status").First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) / 1024;
    }
}
