namespace Plumbline.Reports.PumpCharts;

/// <summary>The median of each day (UTC): what a year of hourly readings looks like without their noise and their daily cycle.</summary>
static class DailyMedian
{
    const double DayS = 86_400;

    /// <summary>Noon of every day from the first reading to the last.</summary>
    /// <param name="x">Seconds since 1970, increasing; at least one.</param>
    public static double[] Middles(double[] x)
    {
        var first = Math.Floor(x[0] / DayS);
        var days = new double[(int)(Math.Floor(x[^1] / DayS) - first) + 1];
        for (var i = 0; i < days.Length; i++) days[i] = ((first + i) * DayS) + (DayS / 2);
        return days;
    }

    /// <summary>One median a day; NaN where fewer than three readings have a value.</summary>
    public static double[] Of(double[] x, double[] values, double[] middles)
    {
        var medians = new double[middles.Length];
        var day = new double[64];
        var row = 0;
        for (var i = 0; i < medians.Length; i++)
        {
            var count = 0;
            for (var end = middles[i] + (DayS / 2); row < x.Length && x[row] < end; row++)
            {
                if (!double.IsFinite(values[row])) continue;
                if (count == day.Length) Array.Resize(ref day, 2 * count);
                day[count++] = values[row];
            }
            day.AsSpan(0, count).Sort();
            medians[i] = count < 3 ? double.NaN : (day[(count - 1) / 2] / 2) + (day[count / 2] / 2);
        }
        return medians;
    }
}
