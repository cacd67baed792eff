namespace Plumbline.Pumps.Condition;

/// <summary>Whether a log is long enough to look ahead from.</summary>
static class EnoughHours
{
    const int Needed = 168;

    /// <summary>What is missing and when it will be enough; null where it is. An hour counts in which any parameter was judged.</summary>
    public static string? WhyNot(JudgedLog rows)
    {
        var (hours, last) = (0, -1L);
        for (var i = 0; i < rows.Count && hours < Needed; i++)
        {
            var hour = rows.Times[i].Ticks / TimeSpan.TicksPerHour;
            if (hour == last || !IsJudged(rows, i)) continue;
            last = hour;
            hours++;
        }
        if (hours >= Needed) return null;
        var missing = Needed - hours;
        return $"not enough data: {hours} of the {Needed} hourly points (one week) that a prognosis needs; {missing} more hours of running, at the earliest on {Where.Time(rows.Times[^1].AddHours(missing))}";
    }

    static bool IsJudged(JudgedLog rows, int row)
    {
        foreach (var parameter in ParameterSets.All)
            if (rows.WhyUnjudged(parameter)[row] == Unjudged.No) return true;
        return false;
    }
}
