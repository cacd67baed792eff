using Plumbline.Plant;

namespace Plumbline.Pumps.Condition;

/// <summary>Where one parameter left its tolerance: at first, for good, furthest, and where it stands now.</summary>
sealed record ExceedanceSearch(int JudgedRows, int ViolatedRows, Exceedance? Latest, Exceedance? First, SustainedExceedance Sustained, Exceedance? Worst)
{
    /// <summary>O(rows).</summary>
    public static ExceedanceSearch In(JudgedLog rows, ToleranceRule rule, PumpParameter parameter)
    {
        var deviations = rows.DeviationPct(parameter);
        var (judged, violated, latest, first, worst) = (0, 0, -1, -1, -1);
        for (var i = 0; i < deviations.Length; i++)
        {
            if (double.IsNaN(deviations[i])) continue;
            judged++;
            latest = i;
            if (worst < 0 || rule.IsFurther(parameter, deviations[i], deviations[worst])) worst = i;
            if (!rule.IsViolated(parameter, deviations[i])) continue;
            violated++;
            if (first < 0) first = i;
        }
        return new(judged, violated, At(rows, rule, parameter, latest), At(rows, rule, parameter, first), FindSustained(rows, rule, parameter, first), At(rows, rule, parameter, worst));
    }

    /// <summary>A row beside the limit it is held against; null for no row (−1).</summary>
    public static Exceedance? At(JudgedLog rows, ToleranceRule rule, PumpParameter parameter, int row)
    {
        if (row < 0) return null;
        var deviation = rows.DeviationPct(parameter)[row];
        var limits = rule.Grade[parameter];
        var violation = rule.ViolationOf(parameter, deviation);
        return new(rows.Times[row], rows.Current(parameter)[row], deviation, violation?.ThresholdPct ?? (deviation >= 0 ? limits.MaxPct : limits.MinPct), violation?.Severity ?? 0);
    }

    // The 24 hours behind a row, (t, t + 24 h]: the row itself does not vouch for its own duration.
    static SustainedExceedance FindSustained(JudgedLog rows, ToleranceRule rule, PumpParameter parameter, int first)
    {
        if (first < 0) return new(null, NotYetKnown: false);
        var times = rows.Times;
        var deviations = rows.DeviationPct(parameter);
        var lastKnown = times[^1] - SustainedRule.Window;
        var (judged, violated, end) = (0, 0, first + 1);
        for (var i = first; i < times.Length; i++)
        {
            // What lies behind the row and not yet beyond its 24 hours: added at the front, taken off when the row passes it.
            if (i > first) Count(deviations[i], -1);
            if (!rule.IsViolated(parameter, deviations[i])) continue;
            if (times[i] > lastKnown) return new(null, NotYetKnown: true);
            for (; end < times.Length && times[end] <= times[i] + SustainedRule.Window; end++) Count(deviations[end], 1);
            if (SustainedRule.IsSustained(violated, judged)) return new(At(rows, rule, parameter, i), NotYetKnown: false);
        }
        return new(null, NotYetKnown: false);

        void Count(double deviation, int by)
        {
            if (double.IsNaN(deviation)) return;
            judged += by;
            if (rule.IsViolated(parameter, deviation)) violated += by;
        }
    }
}
