namespace Plumbline.Intake.Logs;

/// <summary>Rows of the hour that comes twice when clocks go back: which of the two they are of is seen from their order in the file, where it can be seen.</summary>
static class RepeatedHour
{
    /// <param name="times">Of one pump, in the order of the file; rows of the hour as if they were of the first of the two. Put right here.</param>
    /// <param name="twice">The rows of such hours, ascending, with the ticks from the first to the second.</param>
    /// <returns>A sentence on what was found.</returns>
    public static string Resolve(Span<DateTime> times, List<(int Row, long Between)> twice)
    {
        var told = 0;
        for (var start = 0; start < twice.Count;)
        {
            var end = start + 1;
            while (end < twice.Count && (times[twice[end].Row] - times[twice[start].Row]).Duration().Ticks < twice[start].Between) end++;
            var hour = twice.GetRange(start, end - start);
            if (IsBackwards(times, hour)) hour.Reverse();
            told += Part(times, hour);
            start = end;
        }
        return $"Clocks went back and the hour came twice: {told} of {twice.Count} rows were told apart by their order{(told < twice.Count ? "; the others are taken for the first of the two" : "")}.";
    }

    // The hour is over once, and begins again where the clock steps back.
    static int Part(Span<DateTime> times, List<(int Row, long Between)> hour)
    {
        var second = -1;
        for (var i = 1; i < hour.Count && second < 0; i++)
            if (times[hour[i].Row] <= times[hour[i - 1].Row]) second = i;
        if (second < 0) return 0;
        for (var i = second; i < hour.Count; i++) times[hour[i].Row] = times[hour[i].Row].AddTicks(hour[i].Between);
        return hour.Count;
    }

    // Some systems export the newest row first.
    static bool IsBackwards(ReadOnlySpan<DateTime> times, List<(int Row, long Between)> hour)
    {
        var (first, last) = (hour[0].Row, hour[^1].Row);
        if (first > 0) return times[first - 1] > times[first];
        return last + 1 < times.Length && times[last + 1] < times[last];
    }
}
