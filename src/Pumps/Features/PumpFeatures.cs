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
/// <para>The clock is UTC; Monday is 0. The features of a row need that row and the <see cref="History"/> − 1 before it, those of <see cref="FeatureNames.ClockLike"/> the whole log, or <see cref="HourlyDeviations.Earlier"/>.</para>
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
    /// <param name="deviations">Hour by hour.</param>
    /// <param name="spent">A table that is no longer looked at: its memory is written over where it has as many rows. Who takes pump after pump saves the better half of the time.</param>
    public static FeatureTable Compute(HourlyDeviations deviations, FeatureTable? spent = null)
    {
        ArgumentNullException.ThrowIfNull(deviations);
        var into = spent?.Values is { } used && used.Rows == deviations.Count ? Cleared(used) : new ColumnMatrix(deviations.Count, FeatureNames.All.Count);
        for (var p = 0; p < 4; p++)
        {
            deviations[(PumpParameter)p].CopyTo(into.Column(p));
            WriteWindows(p, into);
            WriteRunning(into.Column(p), deviations.Earlier.Sums[(PumpParameter)p], into.Column(Cumulative + p), into.Column(Absolute + p));
        }

        WriteClock(deviations.Start, deviations.Earlier.Hours, into);
        WriteProduct(into, PumpParameter.Flow, PumpParameter.Head, Products);
        WriteProduct(into, PumpParameter.Power, PumpParameter.Efficiency, Products + 1);
        return new(deviations, into);
    }

    // What is not written everywhere: the slopes and accelerations of the first window.
    static ColumnMatrix Cleared(ColumnMatrix used)
    {
        for (var column = Slopes; column < Cumulative; column++) used.Column(column).Clear();
        return used;
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

    static void WriteRunning(ReadOnlySpan<double> deviations, double sum, Span<double> sums, Span<double> absolutes)
    {
        for (var t = 0; t < deviations.Length; t++)
        {
            var d = deviations[t];
            if (!double.IsNaN(d)) sum += d;
            sums[t] = sum;
            absolutes[t] = Math.Abs(d);
        }
    }

    static void WriteClock(DateTime start, int earlier, ColumnMatrix into)
    {
        var sinceStart = into.Column(Time);
        var dayOfWeek = into.Column(Time + 1);
        var hourOfDay = into.Column(Time + 2);
        var day = ((int)start.DayOfWeek + 6) % 7;
        var hour = start.Hour;
        for (var t = 0; t < into.Rows; t++)
        {
            sinceStart[t] = earlier + t;
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
}
