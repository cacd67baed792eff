using Plumbline.Plant;

namespace Plumbline.Pumps.Condition;

/// <summary>Says why a parameter could not be judged.</summary>
static class UnjudgedWords
{
    /// <summary>A sentence; null where every running row was judged.</summary>
    public static string? For(JudgedLog rows, PumpParameter parameter, IEnumerable<StuckSensor> stuckSensors)
    {
        var counts = new int[(int)Unjudged.StuckInput + 1];
        foreach (var reason in rows.WhyUnjudged(parameter)) counts[(int)reason]++;
        var running = rows.Count - counts[(int)Unjudged.Off];
        var judged = counts[(int)Unjudged.No];
        if (running == 0) return $"{Signals.Called(parameter)} cannot be judged: the pump was off in every reading";
        if (judged == running) return null;

        var signal = Signals.Judged(rows.Log, parameter);
        var reasons = new List<string>();
        if (counts[(int)Unjudged.Stuck] > 0)
        {
            var unit = signal.Unit;
            var values = stuckSensors.Where(s => s.Parameter == parameter).Select(s => Signals.Said(s.Value, unit)).Distinct();
            Add(Unjudged.Stuck, $"the sensor is stuck, {signal.Name} stays at {string.Join(", ", values)}");
        }
        Add(Unjudged.StuckInput, "it was computed from a signal whose sensor is stuck");
        Add(Unjudged.Missing, "the value, or the speed that goes with it, is missing");
        Add(Unjudged.ReducedSpeed, "reduced speed, below 60 % of rated");
        Add(Unjudged.Overspeed, "above 105 % of rated speed");
        Add(Unjudged.Derived, $"away from rated speed, and {signal.Name} is computed from another signal, so that the affinity laws do not hold for it");
        var what = judged == 0 ? $"{Signals.Called(parameter)} cannot be judged" : $"{Signals.Called(parameter)} was not judged in {Where.Count(running - judged)} of {Where.Count(running)} running readings";
        return $"{what}: {string.Join("; ", reasons)}";

        void Add(Unjudged reason, string said)
        {
            if (counts[(int)reason] > 0) reasons.Add($"{said} ({Where.Rows(counts[(int)reason])})");
        }
    }
}
