namespace Plumbline.Series;

/// <summary>Every clock hour (UTC) from the first reading's to the last one's, and which readings fall into each. Immutable; safe from many threads.</summary>
/// <remarks>Takes memory by the hour, not by the reading: two readings ten years apart make 87,672 hours.</remarks>
public sealed class HourlyGrid
{
    readonly DateTime[] _hours;
    readonly int[] _firstRows;

    /// <summary>Sorts readings into hours. A reading on the hour belongs to the hour that it starts.</summary>
    /// <param name="times">UTC, strictly increasing.</param>
    /// <exception cref="ArgumentException">Times do not increase.</exception>
    public HourlyGrid(ReadOnlySpan<DateTime> times)
    {
        SamplingInterval.MustIncrease(times);
        Readings = times.Length;
        _hours = times.IsEmpty ? [] : new DateTime[HourOf(times[^1]) - HourOf(times[0]) + 1];
        _firstRows = new int[_hours.Length + 1];
        _firstRows[^1] = times.Length;
        var row = 0;
        for (var hour = 0; hour < _hours.Length; hour++)
        {
            _hours[hour] = hour == 0 ? times[0].AddTicks(-(times[0].Ticks % TimeSpan.TicksPerHour)) : _hours[hour - 1].AddHours(1);
            while (row < times.Length && times[row] < _hours[hour]) row++;
            _firstRows[hour] = row;
        }
    }

    /// <summary>Readings that were sorted in.</summary>
    public int Readings { get; }

    /// <summary>Hours, those without readings included.</summary>
    public int Count => _hours.Length;

    /// <summary>When each hour starts, UTC.</summary>
    public ReadOnlySpan<DateTime> Hours => _hours;

    /// <summary>The mean of a column's finite readings in each hour; NaN for an hour without any.</summary>
    /// <param name="readings">One value a reading, in the order of the times. Where there is one reading an hour it comes back unchanged.</param>
    /// <exception cref="ArgumentException">Not as many values as readings.</exception>
    public double[] Mean(ReadOnlySpan<double> readings)
    {
        if (readings.Length != Readings) throw new ArgumentException($"{readings.Length} values for {Readings} readings.", nameof(readings));
        var means = new double[Count];
        for (var hour = 0; hour < means.Length; hour++) means[hour] = MeanOf(readings[_firstRows[hour].._firstRows[hour + 1]]);
        return means;
    }

    static double MeanOf(ReadOnlySpan<double> readings)
    {
        var (sum, count) = (0.0, 0);
        foreach (var reading in readings)
        {
            if (!double.IsFinite(reading)) continue;
            sum += reading;
            count++;
        }

        return count == 0 ? double.NaN : sum / count;
    }

    static long HourOf(DateTime time) => time.Ticks / TimeSpan.TicksPerHour;
}
