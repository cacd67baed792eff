using Plumbline.Plant;

namespace Plumbline.Pumps.Condition;

/// <summary>How rows and time divide over the statuses.</summary>
static class StatusTally
{
    // A reading stands until the next, but not through an outage.
    const int MostIntervals = 3;

    /// <summary>Those that occur, worst last. The last reading stands for one sampling interval.</summary>
    public static IReadOnlyList<StatusShare> Of(JudgedLog rows, TimeSpan samplingInterval)
    {
        var counts = new int[(int)PumpStatus.Failure + 1];
        var ticks = new long[counts.Length];
        var most = samplingInterval.Ticks * MostIntervals;
        var times = rows.Times;
        for (var i = 0; i < rows.Count; i++)
        {
            var status = (int)rows.Statuses[i];
            counts[status]++;
            ticks[status] += i + 1 < times.Length ? Math.Min((times[i + 1] - times[i]).Ticks, most) : samplingInterval.Ticks;
        }
        var shares = new List<StatusShare>();
        for (var status = 0; status < counts.Length; status++)
            if (counts[status] > 0) shares.Add(new((PumpStatus)status, counts[status], (double)ticks[status] / TimeSpan.TicksPerDay));
        return shares;
    }

    /// <summary>That of the last row that was not off; off where there is none.</summary>
    public static PumpStatus Current(JudgedLog rows)
    {
        var statuses = rows.Statuses;
        for (var i = statuses.Length - 1; i >= 0; i--)
            if (statuses[i] != PumpStatus.Off) return statuses[i];
        return PumpStatus.Off;
    }
}
