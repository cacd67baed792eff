using Plumbline.Plant;
using Plumbline.Pumps;

namespace Plumbline.Reports.Documents.Diagnosis;

/// <summary>Which measurements and which figures of the baseline to put right before the pump is blamed.</summary>
static class SensorAdvice
{
    public static IEnumerable<Recommendation> Draw(Findings findings)
    {
        if (findings.NowRow < 0) return [];
        return [.. Blind(findings), .. Derived(findings), .. Clipped(findings), .. Contradicting(findings), .. Baseline(findings)];
    }

    static IEnumerable<Recommendation> Blind(Findings findings)
    {
        foreach (var parameter in findings.Analysis.Parameters)
        {
            if (!findings.IsBlindNow(parameter.Parameter)) continue;
            var when = parameter.Limits.Mandatory ? Urgency.ThisWeek : Urgency.Planned;
            var action = parameter.Parameter is PumpParameter.Efficiency
                ? "Log an efficiency that is worked out from flow, differential head and power, or leave the column out"
                : $"Restore the measurement of {Wording.Name(parameter.Parameter)}: check the instrument against a second one, then its wiring, isolating valve and scaling";
            var reason = $"{Wording.Title(parameter.Parameter)} cannot be judged: {VerdictWriter.Reason(findings, parameter.Parameter)}."
                + (parameter.Limits.Mandatory ? " Without it the pump can never be called Normal." : "");
            yield return new(when, "sensor", action, reason);
        }
    }

    static IEnumerable<Recommendation> Derived(Findings findings)
    {
        var derived = findings.Analysis.Parameters.Where(p => p.IsDerived).ToList();
        if (!derived.Exists(p => p.Limits.Mandatory)) yield break;
        var names = Wording.And(derived.Where(p => p.Limits.Mandatory).Select(p => Wording.Name(p.Parameter)));
        yield return new(Urgency.Planned, "sensor", $"Measure {names} by an instrument of its own",
            $"In this log {Wording.And(derived.Select(p => Wording.Name(p.Parameter)))} {(derived.Count == 1 ? "is an exact multiple of another column" : "are exact multiples of one another or of a third column")}: "
            + "a computed figure moves with what it was computed from, not with the pump.");
    }

    static IEnumerable<Recommendation> Clipped(Findings findings)
    {
        foreach (var defect in findings.Analysis.Defects.Where(defect => defect.Code == "pumps.sensor_clipped"))
            yield return new(Urgency.Planned, "sensor", "Let the log show the whole range: take the limit out of the logger's or the controller's scaling, or fit a transmitter with a wider range", Wording.Sentence($"{defect.What} ({defect.Where})"));
    }

    // Readings that cannot all be true, as the analysis found them.
    static IEnumerable<Recommendation> Contradicting(Findings findings)
    {
        foreach (var defect in findings.Analysis.Defects)
        {
            var action = defect.Code switch
            {
                "pumps.power_without_flow" => "Find out whether the pump runs against a closed valve: it overheats so; if not, repair the flow meter",
                "pumps.flow_without_power" => "Check the power meter, then whether liquid flows through the pump while it stands",
                "pumps.suction_above_discharge" when !findings.IsBlindNow(PumpParameter.Head) => "Check both pressure sensors, and whether they are swapped",
                _ => null,
            };
            if (action is not null) yield return new(Urgency.ThisWeek, "sensor", action, Wording.Sentence($"{defect.What} ({defect.Where})"));
        }
    }

    static IEnumerable<Recommendation> Baseline(Findings findings)
    {
        var check = findings.Baseline;
        if (check.IsConsistent) yield break;
        yield return new(Urgency.Planned, "baseline", check.IsImpossible
            ? "Correct the baseline: its flow, discharge pressure and power cannot belong to one pump"
            : "Check what the baseline's efficiency refers to, and correct it", BaselineWords.Describe(findings));
    }
}

/// <summary>Says what is wrong with a baseline's own figures.</summary>
static class BaselineWords
{
    // The logged efficiency starts where the baseline's other figures put it: then the baseline is off, not the pump.
    const double SameWithinPct = 2;

    public static string Describe(Findings findings)
    {
        var (check, baseline) = (findings.Baseline, findings.Analysis.Baseline);
        var pressure = baseline.SuctionPressure is { } suction ? Pressure.FromPsi(baseline.DischargePressure.Psi - suction.Psi) : baseline.DischargePressure;
        var figures = $"{Wording.Quantity(baseline.Flow.GallonsPerMinute, "gpm")} at {Wording.Quantity(pressure.Psi, "psi")}"
            + $"{(baseline.SuctionPressure is null ? " (suction taken as atmospheric)" : " of difference")} from {Wording.Quantity(baseline.Power.Horsepower, "hp")}";
        if (check.IsImpossible)
            return $"{figures} would be an efficiency of {Wording.Number(Math.Round(check.ImpliedEfficiencyPct))}\u00A0%: more power in the water than the motor takes. At least one of the three is wrong, and every deviation of it with it.";
        return $"{figures} is an efficiency of {Wording.Number(Math.Round(check.ImpliedEfficiencyPct, 1))}\u00A0%, not {Wording.Number(check.StatedEfficiencyPct)}\u00A0%: "
            + $"an efficiency worked out from these readings is {Wording.SignedPct(check.GapPct, 1)} off at the very baseline.{StartsThere(findings)}"
            + (check.MayBeMotorLosses ? " A gap of this size is what the motor's own losses make, where the baseline states the pump alone and the power is the motor's input." : "");
    }

    static string StartsThere(Findings findings)
    {
        var early = findings[PumpParameter.Efficiency].EarlyPct;
        if (!(Math.Abs(early - findings.Baseline.GapPct) <= SameWithinPct)) return "";
        return $" The log starts just there ({Wording.SignedPct(early, 1)} in its first week), so that much of the efficiency deviation is the baseline's and not the pump's.";
    }
}
