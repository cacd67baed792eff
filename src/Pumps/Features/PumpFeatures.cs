using Plumbline.Numerics;
using Plumbline.Plant;

namespace Plumbline.Pumps.Features;

/// <summary>Turns the hourly deviations of a pump into the 65 features that a model learns from.</summary>
/// <remarks>
/// <para>All windows look back from the row, which they include. What a deviation that was not judged (NaN) does:</para>
/// <list type="bullet">
/// <item>deviation, absolute deviation, product: NaN in that row;</item>
/// <item>rolling mean, maximum, minimum: the row is left out of the window; NaN where the window holds nothing else;</item>
/// <item>rolling standard deviation (divisor n − 1): left out as well; 0 where fewer than two values remain;</item>
/// <item>slope, (d[t] − d[t − w]) / w in points an hour: 0 unless both rows are judged;</item>
/// <item>acceleration, the slope of a row minus the slope of the row before: never NaN, 0 in the first row;</item>
/// <item>cumulative deviation: adds nothing, the sum stands.</item>
/// </list>
/// <para>The clock is UTC; Monday is 0. The features of a row need that row and the <see cref="History"/> − 1 before it, those of <see cref="FeatureNames.ClockLike"/> the whole log.</para>
/// </remarks>
public static class PumpFeatures
{
    /// <summary>Rows that the last row's features depend on: the week that a slope spans, at two rows.</summary>
    public const int History = 168 + 2;

    const int Rolled = 4;
    const int Slopes = Rolled + 32;
    const int Accelerations = Slopes + 8;
    const int Cumulative = Accelerations + 8;
    const int Absolute = Cumulative + 4;
    const int Time = Absolute + 4;
    const int Products = Time + 3;

    /// <summary>Computes the features of every hour.</summary>
    /// <param name="start">The hour of the first row, UTC.</param>
    /// <param name="deviationsPct">Flow, head, power, efficiency: percent of baseline, one value an hour, NaN where not judged. Equally long.</param>
    /// <exception cref="ArgumentException">There are not four parameters, or they differ in length.</exception>
    public static FeatureTable Compute(DateTime start, IReadOnlyList<double[]> deviationsPct)
    {
        ArgumentNullException.ThrowIfNull(deviationsPct);
        if (deviationsPct.Count != 4) throw new ArgumentException($"Four parameters are needed, not {deviationsPct.Count}.", nameof(deviationsPct));
        var rows = deviationsPct[0].Length;
        foreach (var d in deviationsPct)
            if (d.Length != rows) throw new ArgumentException($"Deviations of {d.Length} and of {rows} hours do not belong together.", nameof(deviationsPct));

        var into = new ColumnMatrix(rows, FeatureNames.All.Count);
        for (var p = 0; p < 4; p++)
        {
            deviationsPct[p].CopyTo(into.Column(p));
            WriteWindows(p, into);
            WriteRunning(into.Column(p), into.Column(Cumulative + p), into.Column(Absolute + p));
        }

        var times = Hours(start, rows);
        WriteClock(times, into);
        WriteProduct(into, PumpParameter.Flow, PumpParameter.Head, Products);
        WriteProduct(into, PumpParameter.Power, PumpParameter.Efficiency, Products + 1);
        return new(times, into, CountJudged(into));
    }

    static void WriteWindows(int parameter, ColumnMatrix into)
    {
        var deviations = into.Column(parameter);
        for (var w = 0; w < FeatureNames.Windows.Length; w++)
        {
            var window = FeatureNames.Windows[w];
            var place = (parameter * FeatureNames.Windows.Length) + w;
            var statistics = Rolled + (place * 4);
            var std = into.Column(statistics + 1);
            Rolling.Summarize(deviations, window, new()
            {
                Mean = into.Column(statistics),
                Std = std,
                Max = into.Column(statistics + 2),
                Min = into.Column(statistics + 3),
            });
            std.Replace(double.NaN, 0);
            WriteSlope(deviations, window, into.Column(Slopes + place), into.Column(Accelerations + place));
        }
    }

    // The columns come zeroed: rows without a partner, a window back, keep the 0 of an undefined slope.
    static void WriteSlope(ReadOnlySpan<double> deviations, int window, Span<double> slopes, Span<double> accelerations)
    {
        var before = 0.0;
        for (var t = window; t < deviations.Length; t++)
        {
            var slope = (deviations[t] - deviations[t - window]) / window;
            if (double.IsNaN(slope)) slope = 0;
            slopes[t] = slope;
            accelerations[t] = slope - before;
            before = slope;
        }
    }

    static void WriteRunning(ReadOnlySpan<double> deviations, Span<double> sums, Span<double> absolutes)
    {
        var sum = 0.0;
        for (var t = 0; t < deviations.Length; t++)
        {
            var d = deviations[t];
            if (!double.IsNaN(d)) sum += d;
            sums[t] = sum;
            absolutes[t] = Math.Abs(d);
        }
    }

    static DateTime[] Hours(DateTime start, int rows)
    {
        var times = new DateTime[rows];
        for (var t = 0; t < rows; t++) times[t] = start.AddTicks(t * TimeSpan.TicksPerHour);
        return times;
    }

    static void WriteClock(ReadOnlySpan<DateTime> times, ColumnMatrix into)
    {
        if (times.IsEmpty) return;
        var sinceStart = into.Column(Time);
        var dayOfWeek = into.Column(Time + 1);
        var hourOfDay = into.Column(Time + 2);
        var day = ((int)times[0].DayOfWeek + 6) % 7;
        var hour = times[0].Hour;
        for (var t = 0; t < times.Length; t++)
        {
            sinceStart[t] = t;
            dayOfWeek[t] = day;
            hourOfDay[t] = hour;
            if (++hour < 24) continue;
            hour = 0;
            day = (day + 1) % 7;
        }
    }

    static void WriteProduct(ColumnMatrix into, PumpParameter one, PumpParameter other, int column)
    {
        var a = into.Column((int)one);
        var b = into.Column((int)other);
        var product = into.Column(column);
        for (var t = 0; t < product.Length; t++) product[t] = a[t] * b[t];
    }

    static int CountJudged(ColumnMatrix values)
    {
        var flow = values.Column(0);
        var head = values.Column(1);
        var power = values.Column(2);
        var efficiency = values.Column(3);
        var judged = 0;
        for (var t = 0; t < flow.Length; t++)
            if (!(double.IsNaN(flow[t]) && double.IsNaN(head[t]) && double.IsNaN(power[t]) && double.IsNaN(efficiency[t]))) judged++;
        return judged;
    }
}
