using Plumbline.Plant;

namespace Plumbline.Reports.Documents.Diagnosis;

/// <summary>What the pattern of the four parameters asks for at the pump.</summary>
static class MaintenanceAdvice
{
    // Below this share of its best flow a pump recirculates inside (a common rule; the maker's minimum continuous flow decides).
    const double LowFlowPct = -30;

    // 2 psi are 4.6 ft of water: more than a level swings in most sumps, less than a clogging strainer takes.
    const double SuctionLossPsi = -2;

    public static IEnumerable<Recommendation> Draw(Findings findings)
    {
        var urgency = UrgencyRule.Of(findings);
        if (urgency is Urgency.Routine) urgency = Urgency.Planned;
        if (findings.SuctionChangePsi <= SuctionLossPsi) yield return Suction(findings, urgency);
        if (Patterns.Meaning(findings.Pattern) is not { } meaning) yield break;
        var reason = $"{Recommendations.Evidence(findings)}. {meaning}";
        foreach (var (action, delay) in Actions(findings.Pattern))
        {
            yield return new(Later(urgency, delay), "maintenance", action, reason);
            reason = Why(findings.Pattern);
        }
        if (findings.Pattern is Pattern.Restriction && findings[PumpParameter.Power].Direction is Direction.Up) yield return DragBesideRestriction(findings, urgency);
        if (findings[PumpParameter.Flow] is { Direction: Direction.Down, MedianPct: < LowFlowPct } flow) yield return LowFlow(flow, urgency);
    }

    static Recommendation Suction(Findings findings, Urgency urgency) => new(urgency, "maintenance",
        "Check the suction: strainer, valve, level, air leaks; compare the suction pressure with the pump's required NPSH",
        $"Suction pressure has fallen by {Wording.Quantity(Math.Round(-findings.SuctionChangePsi, 1), "psi")} since the first week: the pump may be short of liquid, which shows as less flow and head, and wears it quickly.");

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
            ("Check speed (belt, drive set point, direction of rotation after work on the motor) and the temperature and gas content of the liquid", 0),
            ("Check suction (strainer, level, valve, air leaks) and the impeller for blockage; listen for cavitation", 0),
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
        Pattern.InternalWear => "The same pattern comes from an open bypass, gas in the liquid or cavitation: opening the pump is worth it once those are ruled out.",
        Pattern.LessWork => "A suction that is short of liquid lowers flow, head and power together at first, and damages the pump if it goes on.",
        Pattern.PowerGained => "Losses in the motor and drag in the pump look alike in the power alone.",
        _ => "A drifting meter looks like a worn pump; the curve tells them apart.",
    };

    static Urgency Later(Urgency urgency, int steps) => (Urgency)Math.Max((int)Urgency.Planned, (int)urgency - steps);
}
