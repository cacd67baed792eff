namespace Plumbline.Central.FitPredict;

/// <summary>Seconds since 1970, as the API has times, and the instants that detectors know.</summary>
static class Seconds
{
    public static DateTime ToTime(long seconds) => DateTime.UnixEpoch.AddTicks(seconds * TimeSpan.TicksPerSecond);

    public static long Of(DateTime utc) => (utc - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerSecond;

    public static DateTime[] ToTimes(ReadOnlySpan<long> seconds)
    {
        var times = new DateTime[seconds.Length];
        for (var i = 0; i < times.Length; i++) times[i] = ToTime(seconds[i]);
        return times;
    }
}
