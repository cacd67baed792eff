using Plumbline.Plant;
using Plumbline.Series;

namespace Plumbline.Pumps.Condition;

/// <summary>A judged parameter whose sensor, or logger, cuts off what goes beyond a value: where it shows that value, the truth lies beyond it.</summary>
/// <param name="Parameter">Which.</param>
/// <param name="Value">The value, in the unit of the log's column (for head that of the discharge pressure, psi).</param>
/// <param name="IsFloor">True where lower values are cut off, false where higher ones are.</param>
/// <param name="Rows">Running readings with exactly that value.</param>
/// <param name="Share">Of the running readings in which the sensor was not stuck, 0 to 1.</param>
/// <param name="Period">From the first such reading to the last.</param>
public sealed record ClippedSensor(PumpParameter Parameter, double Value, bool IsFloor, int Rows, double Share, Period Period)
{
    /// <summary>Whether a reading is one of those that were cut off.</summary>
    /// <param name="log">The log that it was found in.</param>
    /// <param name="row">0 for the first.</param>
    public bool Holds(PumpLog log, int row) => Signals.Judged(log, Parameter).Values[row] == Value;
}

/// <summary>Finds sensors that are clipped, and tells of them.</summary>
static class ClippedSensors
{
    // The motor speed is left out: a drive at its highest speed holds it, and so it should.
    const int Watched = Signals.Count - 1;

    public static IReadOnlyList<ClippedSensor> Find(PumpLog log, bool[] running, ParameterSet[]? stuck, List<Defect> defects)
    {
        var found = new List<ClippedSensor>();
        for (var i = 0; i < Watched; i++)
        {
            var signal = Signals.Of(log, i);
            foreach (var end in ClippedEnds.Find(signal.Values, signal.JudgedAs is { } judged ? WithoutStuck(running, stuck, judged) : running))
            {
                // Nothing is less than no flow, no pressure, no power: that is the end of the quantity and not of the sensor. Suction may be below.
                if (end is { IsFloor: true, Value: 0 } && signal.JudgedAs is not null) continue;
                var period = new Period(log.Times[end.First], log.Times[end.Last]);
                defects.Add(new("pumps.sensor_clipped", Where.Span(period.Start, period.End), Said(signal, end), end.Rows));
                if (signal.JudgedAs is { } parameter) found.Add(new(parameter, end.Value, end.IsFloor, end.Rows, end.Share, period));
            }
        }
        return found;
    }

    static string Said(Signal signal, ClippedEnd end)
    {
        var figures = signal.JudgedAs is null ? "" : end.IsFloor && signal.JudgedAs is not PumpParameter.Power
            ? ", the true loss is larger, and figures of that time are \"at least\""
            : $", and deviations of that time are \"{(end.IsFloor ? "at most" : "at least")}\"";
        return $"{Where.Rows(end.Rows)} of {signal.Name} ({end.Share * 100:0.#} % of those while running) stand at exactly {Signals.Said(end.Value, signal.Unit)}, its {(end.IsFloor ? "lowest" : "highest")} value: "
            + $"the sensor or the log is clipped there; the true value is {(end.IsFloor ? "lower" : "higher")}{figures}";
    }

    static bool[] WithoutStuck(bool[] running, ParameterSet[]? stuck, PumpParameter parameter)
    {
        if (stuck is null) return running;
        var counted = new bool[running.Length];
        for (var i = 0; i < counted.Length; i++) counted[i] = running[i] && !stuck[i].Has(parameter);
        return counted;
    }
}
