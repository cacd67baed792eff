using Plumbline.Plant;
using Plumbline.Series;

namespace Plumbline.Pumps.Condition;

/// <summary>Finds columns that were computed from another one.</summary>
static class DerivedSignals
{
    /// <summary>The judged parameters that are exact multiples of another column, or that another is of.</summary>
    public static ParameterSet Find(PumpLog log, List<Defect> defects)
    {
        var derived = ParameterSet.None;
        for (var i = 0; i < Signals.Count; i++)
        {
            for (var j = i + 1; j < Signals.Count; j++)
            {
                var signal = Signals.Of(log, i);
                var other = Signals.Of(log, j);
                if (ExactMultiples.Factor(signal.Values, other.Values) is not { } factor) continue;
                defects.Add(new("pumps.signal_derived", Where.All(log),
                    $"{signal.Name} is exactly {factor:0.######} times {other.Name} in every reading: one was computed from the other, or both from a third signal such as the motor current; at most one of the two is a measurement{Consequence(signal, other)}", log.Count));
                if (signal.JudgedAs is { } first) derived |= first.Alone();
                if (other.JudgedAs is { } second) derived |= second.Alone();
            }
        }
        return derived;
    }

    static string Consequence(Signal signal, Signal other)
    {
        string[] judged = [.. new[] { signal.JudgedAs, other.JudgedAs }.OfType<PumpParameter>().Select(Signals.Called)];
        return judged.Length == 0 ? "" : $"; away from rated speed {string.Join(" and ", judged)} cannot be judged, for no pump behaves so";
    }
}
