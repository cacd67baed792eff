using Plumbline.Plant;
using Plumbline.Pumps;

namespace Plumbline.Reports.Documents.Diagnosis;

/// <summary>Draws what to do from the findings: sensors first, for without them nothing else is sure; then the pump; then what to measure better.</summary>
static class Recommendations
{
    // Below this share of its best flow a pump recirculates inside (a common rule; the maker's minimum continuous flow decides).
    const double LowFlowPct = -30;

    public static IReadOnlyList<Recommendation> Draw(Findings findings)
    {
        var drawn = new List<Recommendation>();
        drawn.AddRange(Sensors(findings));
        drawn.AddRange(Maintenance(findings));
        drawn.AddRange(Baseline(findings));
        drawn.AddRange(Measurements(findings));
        // Stable: what is equally urgent stays in the order above.
        return [.. drawn.OrderByDescending(recommendation => recommendation.When)];
    }

    static IEnumerable<Recommendation> Sensors(Findings findings)
    {
        foreach (var parameter in findings.Analysis.Parameters)
        {
            if (parameter.JudgedRows > 0 && !findings.IsBlindNow(parameter.Parameter)) continue;
            if (findings.NowRow < 0) continue;
            var when = parameter.Limits.Mandatory ? Urgency.ThisWeek : Urgency.Planned;
            var action = parameter.Parameter is PumpParameter.Efficiency
                ? "Get an efficiency that is measured: from flow, differential head and shaft or motor power"
                : $"Restore the measurement of {Wording.Name(parameter.Parameter)}: check the instrument against a second one, then its wiring, isolating valve and scaling";
            var reason = $"{Wording.Title(parameter.Parameter)} cannot be judged: {VerdictWriter.Reason(findings, parameter.Parameter)}."
                + (parameter.Limits.Mandatory ? " Without it the pump can never be called Normal." : "");
            yield return new(when, "sensor", action, reason);
        }
    }

    static IEnumerable<Recommendation> Maintenance(Findings findings)
    {
        if (Patterns.Meaning(findings.Pattern) is not { } meaning) yield break;
        var urgency = VerdictWriter.UrgencyOf(findings);
        if (urgency is Urgency.Routine) urgency = Urgency.Planned;
        var evidence = $"{Evidence(findings)}. {meaning}";
        foreach (var (action, delay) in Actions(findings.Pattern))
        {
            yield return new(Later(urgency, delay), "maintenance", action, evidence);
            evidence = Why(findings.Pattern);
        }
        if (findings.Pattern is Pattern.Restriction && findings[PumpParameter.Power].Direction is Direction.Up) yield return DragBesideRestriction(findings, urgency);
        if (findings[PumpParameter.Flow] is { Direction: Direction.Down, MedianPct: < LowFlowPct } flow) yield return LowFlow(flow, urgency);
    }

    static Recommendation DragBesideRestriction(Findings findings, Urgency urgency) => new(urgency, "maintenance",
        "Look for drag in the pump and trouble in the motor as well: bearing temperature and vibration, alignment, rubbing, phase currents and voltages",
        $"Power is {Wording.SignedPct(findings[PumpParameter.Power].MedianPct, 1)} although less is pumped. In a radial-flow pump a restriction alone lowers the power, so something else takes it; "
        + "in a mixed- or axial-flow pump power does rise at low flow, and then this is no second fault.");

    static Recommendation LowFlow(ParameterShift flow, Urgency urgency) => new(urgency, "maintenance",
        "Compare the flow with the pump's minimum continuous flow in the maker's sheet",
        $"Flow is {Wording.SignedPct(flow.MedianPct, 1)}. Long running far below the best point recirculates and heats the liquid and loads the bearings.");

    // Each with how many steps less urgent than the verdict it is.
    static (string Action, int Delay)[] Actions(Pattern pattern) => pattern switch
    {
        Pattern.Restriction =>
        [
            ("Check the position of every valve downstream of the pressure tap, then check valve, strainers, filters and line for fouling", 0),
        ],
        Pattern.InternalWear =>
        [
            ("Check that no bypass or recirculation valve is open or leaking, then test the pump at two or three flows against its curve", 0),
            ("Measure wear-ring clearance and inspect impeller and casing at the next opening; order the parts before", 2),
        ],
        Pattern.LessWork =>
        [
            ("Check suction: strainer, level, valve, air leaks; listen for cavitation; compare the suction pressure with the pump's required NPSH", 0),
            ("Check speed (belt, drive set point, direction of rotation after work on the motor), then the impeller for blockage", 1),
        ],
        Pattern.RunOut =>
        [
            ("Look for a leak, an open bypass, drain or hydrant downstream; compare the power with the motor's rating", 0),
        ],
        Pattern.MoreWork =>
        [
            ("Measure the speed, compare both meters with a second instrument, and check that the baseline is of this pump and impeller", 0),
        ],
        Pattern.HeadLost or Pattern.FlowLost =>
        [
            ("Compare the meter with a second instrument before the pump is opened", 0),
            ("If the reading holds, test the pump at two or three flows against its curve", 1),
        ],
        Pattern.HeadGained =>
        [
            ("Compare the gauge with a second instrument; check the level or pressure that the pump works against, and the suction pressure", 0),
        ],
        Pattern.FlowGained =>
        [
            ("Find out where the additional flow goes, then compare the meter with a second instrument", 0),
        ],
        Pattern.PowerGained =>
        [
            ("Check bearing temperature and vibration, alignment, packing or seal, and turn the shaft by hand at a stop", 0),
            ("Measure phase currents and voltages: unbalance and low voltage raise the losses of the motor", 0),
        ],
        Pattern.PowerLost => [("Compare the power meter with a second instrument (all three phases, transformer ratio)", 0)],
        Pattern.EfficiencyLost => [("Check how the logged efficiency is worked out (which flow, head and power, motor included or not)", 0)],
        Pattern.HalfSeen => [("Read a gauge beside the pump, or measure flow with a clamp-on meter, so that restriction and wear can be told apart", 0)],
        _ => [],
    };

    // What the second action rests on, the first one having said the evidence.
    static string Why(Pattern pattern) => pattern switch
    {
        Pattern.InternalWear => "The same pattern comes from an open bypass or from gas in the liquid: opening the pump is worth it once those are ruled out.",
        Pattern.LessWork => "The affinity laws tie flow, head and power to speed: a speed a few percent low looks exactly so.",
        Pattern.PowerGained => "Losses in the motor and drag in the pump look alike in the power alone.",
        _ => "A drifting meter looks like a worn pump; the curve tells them apart.",
    };

    static IEnumerable<Recommendation> Baseline(Findings findings)
    {
        var check = findings.Baseline;
        if (check.IsConsistent) yield break;
        yield return new(Urgency.Planned, "baseline", check.IsImpossible
            ? "Correct the baseline: its flow, discharge pressure and power cannot belong to one pump"
            : "Check what the baseline's efficiency refers to", DescribeBaseline(findings));
    }

    /// <summary>What is wrong with the baseline's own figures, with the figures.</summary>
    public static string DescribeBaseline(Findings findings)
    {
        var (check, baseline) = (findings.Baseline, findings.Analysis.Baseline);
        var pressure = baseline.SuctionPressure is { } suction ? Pressure.FromPsi(baseline.DischargePressure.Psi - suction.Psi) : baseline.DischargePressure;
        var figures = $"{Wording.Quantity(baseline.Flow.GallonsPerMinute, "gpm")} at {Wording.Quantity(pressure.Psi, "psi")} from {Wording.Quantity(baseline.Power.Horsepower, "hp")}";
        var suctionNote = baseline.SuctionPressure is null ? ", the suction taken as atmospheric" : "";
        if (check.IsImpossible)
            return $"{figures} would be an efficiency of {Wording.Number(Math.Round(check.ImpliedEfficiencyPct))}\u00A0%{suctionNote}: more power in the water than the motor takes. At least one of the three is wrong, and every deviation of it with it.";
        var text = $"{figures} is an efficiency of {Wording.Number(Math.Round(check.ImpliedEfficiencyPct, 1))}\u00A0%{suctionNote}, not {Wording.Number(check.StatedEfficiencyPct)}\u00A0%: "
            + $"an efficiency that is worked out from these readings starts {Wording.SignedPct(check.GapPct, 1)} off.";
        return check.MayBeMotorLosses ? text + " A gap of this size is what the motor's own losses make, where the baseline states the pump alone and the power is the motor's input." : text;
    }

    static IEnumerable<Recommendation> Measurements(Findings findings)
    {
        var analysis = findings.Analysis;
        if (analysis.Options.Head is HeadBasis.DischargePressure && analysis.Baseline.SuctionPressure is null)
            yield return new(Urgency.Routine, "measurement", "Add the suction pressure to the baseline and judge the differential head",
                "Discharge pressure stands for head here: a change of suction pressure or level looks like a change of the pump.");
        if (analysis.RatedSpeed is null)
            yield return new(Urgency.Routine, "measurement", "Log the motor speed", "Without it a change of speed looks like a change of the pump, and readings cannot be brought to rated speed.");
        if (findings.Pattern is Pattern.PowerGained or Pattern.InternalWear || (findings.Pattern is Pattern.Restriction && findings[PumpParameter.Power].Direction is Direction.Up))
            yield return new(Urgency.Routine, "measurement", "Log bearing temperature, vibration and phase currents", "They tell mechanical drag from hydraulic wear and from the motor, which power alone does not.");
        if (analysis.Prognosis.Model is null)
            yield return new(Urgency.Routine, "measurement", "Keep the dates of failures and repairs with the readings",
                "A model of remaining life learns from histories that end in a failure; several of like pumps are better than one.");
        else if (!analysis.Prognosis.Model.HasSkill)
            yield return new(Urgency.Routine, "measurement", "Train on more histories that end in a failure, of this pump or of like ones",
                $"The model had no skill on readings that it had not seen (test R² {Wording.Number(Math.Round(analysis.Prognosis.Model.Test.R2, 2))}), so it was not used.");
    }

    /// <summary>The deviations of the last day as a clause: flow −18.2 %, head +18.6 %.</summary>
    public static string Evidence(Findings findings) => "Over the last day of readings: " + string.Join(", ", findings.Shifts
        .Where(shift => !double.IsNaN(shift.MedianPct))
        .Select(shift => $"{Wording.Name(shift.Parameter)} {Wording.SignedPct(shift.MedianPct, 1)}{(shift.IsDerived ? " (derived)" : "")}"));

    static Urgency Later(Urgency urgency, int steps) => (Urgency)Math.Max((int)Urgency.Planned, (int)urgency - steps);
}
