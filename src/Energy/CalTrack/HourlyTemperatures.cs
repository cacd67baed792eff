namespace Plumbline.Energy.CalTrack;

/// <summary>Outdoor temperature hour by hour. Immutable as long as nobody writes to the array given.</summary>
public sealed class HourlyTemperatures
{
    readonly double[] _fahrenheit;

    /// <param name="start">Start of the first hour, UTC.</param>
    /// <param name="fahrenheit">°F, the unit of CalTRACK's balance points; NaN where missing.</param>
    public HourlyTemperatures(DateTime start, double[] fahrenheit)
    {
        ArgumentNullException.ThrowIfNull(fahrenheit);
        (Start, _fahrenheit) = (start, fahrenheit);
    }

    /// <summary>Start of the first hour, UTC.</summary>
    public DateTime Start { get; }

    /// <summary>From °C.</summary>
    public static HourlyTemperatures FromCelsius(DateTime start, ReadOnlySpan<double> celsius)
    {
        var fahrenheit = new double[celsius.Length];
        for (var hour = 0; hour < fahrenheit.Length; hour++) fahrenheit[hour] = 32 + (1.8 * celsius[hour]);
        return new(start, fahrenheit);
    }

    /// <summary>°F of the hours that begin in a stretch, NaN for those that are not there.</summary>
    internal double[] Between(DateTime start, DateTime end)
    {
        var first = HoursUntil(start);
        var values = new double[Math.Max(0, HoursUntil(end) - first)];
        for (var i = 0; i < values.Length; i++) values[i] = first + i >= 0 && first + i < _fahrenheit.Length ? _fahrenheit[first + i] : double.NaN;
        return values;
    }

    int HoursUntil(DateTime time) => (int)Math.Ceiling((time - Start).TotalHours);
}
