using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Plumbline.Central;

/// <summary>How long something has taken: counts in fixed steps of duration, and the last ones themselves. Safe from many threads; recording allocates nothing and waits for nobody.</summary>
sealed class Histogram
{
    const int Remembered = 1024;

    /// <summary>Upper ends of the steps in seconds, as Prometheus wants them; a last one has no end.</summary>
    public static readonly double[] BoundsS = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

    static readonly long[] BoundTicks = [.. BoundsS.Select(bound => (long)(bound * Stopwatch.Frequency))];

    readonly long[] _counts = new long[BoundsS.Length + 1];
    readonly long[] _latest = new long[Remembered];
    long _sum;
    long _recorded;

    public void Record(long ticks)
    {
        var step = 0;
        while (step < BoundTicks.Length && ticks > BoundTicks[step]) step++;
        Interlocked.Increment(ref _counts[step]);
        Interlocked.Add(ref _sum, ticks);
        _latest[(Interlocked.Increment(ref _recorded) - 1) % Remembered] = ticks;
    }

    public Measurement Measure() => new(this, Stopwatch.GetTimestamp());

    /// <summary>Counts per step and the sum of all, of nearly one moment.</summary>
    public (long[] Counts, double SumS) Read() => ([.. _counts], (double)Interlocked.Read(ref _sum) / Stopwatch.Frequency);

    /// <summary>The latest ones, in no order, in milliseconds.</summary>
    public float[] LatestMs() => Array.ConvertAll(_latest[..(int)Math.Min(Interlocked.Read(ref _recorded), Remembered)], ticks => (float)(ticks * 1000.0 / Stopwatch.Frequency));

    /// <summary>Records the time until it is disposed of.</summary>
    [StructLayout(LayoutKind.Auto)]
    public readonly struct Measurement(Histogram histogram, long start) : IDisposable
    {
        public void Dispose() => histogram.Record(Stopwatch.GetTimestamp() - start);
    }
}

/// <summary>Mean and 95th percentile of durations, in milliseconds; 0 where there are none.</summary>
[StructLayout(LayoutKind.Auto)]
readonly record struct Latency(double AverageMs, double P95Ms)
{
    /// <param name="ms">Is sorted.</param>
    public static Latency Of(float[] ms)
    {
        if (ms.Length == 0) return default;
        Array.Sort(ms);
        return new Latency(ms.Average(one => (double)one), ms[(int)Math.Ceiling(0.95 * ms.Length) - 1]);
    }
}
