using Plumbline.Plant;

namespace Plumbline.Pumps.Condition;

/// <summary>What judging itself left out: times at rest, and readings away from rated speed.</summary>
static class JudgingDefects
{
    public static IEnumerable<Defect> Of(JudgedLog rows, TimeSpan samplingInterval)
    {
        var off = Spans(rows, samplingInterval, static (log, i) => log.Statuses[i] == PumpStatus.Off);
        if (off.Rows > 0) yield return new("pumps.off", Where.Spans(off.Periods), $"the pump was off in {Where.Rows(off.Rows)}: nothing to judge", off.Rows);
        foreach (var (reason, code, what) in Reasons)
        {
            var found = Spans(rows, samplingInterval, (log, i) => IsFor(log, i, reason));
            if (found.Rows > 0) yield return new(code, Where.Spans(found.Periods), what, found.Rows, DefectEffect.Unjudged);
        }
    }

    static readonly (Unjudged Reason, string Code, string What)[] Reasons =
    [
        (Unjudged.ReducedSpeed, "pumps.reduced_speed", "reduced speed: below 60 % of rated speed the affinity laws are not trusted, and nothing is judged"),
        (Unjudged.Overspeed, "pumps.overspeed", "above 105 % of rated speed the affinity laws are not trusted, and nothing is judged"),
        (Unjudged.Derived, "pumps.derived_unjudged", "away from rated speed, a signal that is computed from another one cannot be brought to rated speed, and is not judged"),
    ];

    static bool IsFor(JudgedLog rows, int row, Unjudged reason)
    {
        foreach (var parameter in ParameterSets.All)
            if (rows.WhyUnjudged(parameter)[row] == reason) return true;
        return false;
    }

    // Rows further apart than three intervals are not one span.
    static (List<Period> Periods, int Rows) Spans(JudgedLog rows, TimeSpan samplingInterval, Func<JudgedLog, int, bool> holds)
    {
        var (periods, count) = (new List<Period>(), 0);
        for (var i = 0; i < rows.Count; i++)
        {
            if (!holds(rows, i)) continue;
            var goesOn = i > 0 && holds(rows, i - 1) && rows.Times[i] - rows.Times[i - 1] <= samplingInterval * 3;
            if (goesOn) periods[^1] = new(periods[^1].Start, rows.Times[i]);
            else periods.Add(new(rows.Times[i], rows.Times[i]));
            count++;
        }
        return (periods, count);
    }
}
