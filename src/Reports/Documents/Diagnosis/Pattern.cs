using Plumbline.Plant;

namespace Plumbline.Reports.Documents.Diagnosis;

/// <summary>What flow, head, power and efficiency together are typical of. Never a proof: each has more than one cause.</summary>
enum Pattern
{
    /// <summary>Everything that could be judged is near its baseline.</summary>
    None,

    /// <summary>Flow down, head up: the system resists more.</summary>
    Restriction,

    /// <summary>Flow and head down, power not, or less than they: work is lost inside the pump.</summary>
    InternalWear,

    /// <summary>Flow, head and power down in step: the pump does less work.</summary>
    LessWork,

    /// <summary>Flow up, head down: the system resists less.</summary>
    RunOut,

    /// <summary>Flow and head up: faster than thought, or measured wrongly.</summary>
    MoreWork,

    /// <summary>Head down alone.</summary>
    HeadLost,

    /// <summary>Head up alone.</summary>
    HeadGained,

    /// <summary>Flow down alone.</summary>
    FlowLost,

    /// <summary>Flow up alone.</summary>
    FlowGained,

    /// <summary>Flow moved and nothing is known of the head, or the other way round.</summary>
    HalfSeen,

    /// <summary>Power up, flow and head steady.</summary>
    PowerGained,

    /// <summary>Power down, flow and head steady.</summary>
    PowerLost,

    /// <summary>Efficiency down, all others steady.</summary>
    EfficiencyLost,
}

/// <summary>Reads the pattern from the directions of the four parameters.</summary>
/// <remarks>The reasoning is that of the pump and system curves: a healthy centrifugal pump moves along its own curve (flow and head in opposite directions); one that lost ground on both axes has left it.</remarks>
static class Patterns
{
    public static Pattern Read(Direction flow, Direction head, Direction power, Direction efficiency) => (flow, head) switch
    {
        (Direction.Down, Direction.Up) => Pattern.Restriction,
        (Direction.Down, Direction.Down) => power is Direction.Down && efficiency is not Direction.Down ? Pattern.LessWork : Pattern.InternalWear,
        (Direction.Up, Direction.Down) => Pattern.RunOut,
        (Direction.Up, Direction.Up) => Pattern.MoreWork,
        (Direction.Steady, Direction.Down) => efficiency is Direction.Down || power is Direction.Up ? Pattern.InternalWear : Pattern.HeadLost,
        (Direction.Steady, Direction.Up) => Pattern.HeadGained,
        (Direction.Down, Direction.Steady) => power is Direction.Up ? Pattern.InternalWear : Pattern.FlowLost,
        (Direction.Up, Direction.Steady) => Pattern.FlowGained,
        (Direction.Unknown, Direction.Up or Direction.Down) or (Direction.Up or Direction.Down, Direction.Unknown) => Pattern.HalfSeen,
        _ when power is Direction.Up => Pattern.PowerGained,
        _ when power is Direction.Down => Pattern.PowerLost,
        _ when efficiency is Direction.Down => Pattern.EfficiencyLost,
        _ => Pattern.None,
    };

    /// <summary>What to look for first, to be put after "look first for"; null where there is nothing to look for.</summary>
    public static string? LookFor(Pattern pattern) => pattern switch
    {
        Pattern.Restriction => "a restriction in the discharge line (a valve not fully open, a fouled line or filter)",
        Pattern.InternalWear => "wear inside the pump (wear rings, impeller)",
        Pattern.LessWork => "a low speed, air in the liquid or a starved suction",
        Pattern.RunOut => "a leak, an open bypass or extra demand downstream",
        Pattern.MoreWork => "a higher speed, or a meter or baseline that is off",
        Pattern.HeadLost => "a pressure gauge that is off, or wear inside the pump",
        Pattern.HeadGained => "a higher level or pressure in the system, or a pressure gauge that is off",
        Pattern.FlowLost => "a flow meter that is off, or wear inside the pump",
        Pattern.FlowGained => "extra demand downstream, or a flow meter that is off",
        Pattern.PowerGained => "mechanical drag (bearings, alignment, rubbing) or an electrical fault",
        Pattern.PowerLost => "a power meter that is off",
        Pattern.EfficiencyLost => "the way efficiency is worked out",
        _ => null,
    };

    /// <summary>The pattern in one sentence of a pump engineer.</summary>
    public static string? Meaning(Pattern pattern) => pattern switch
    {
        Pattern.Restriction => "Less flow at more head is what a pump does when the system resists more: it moves along its own curve, and need not be worn itself.",
        Pattern.InternalWear => "Flow and head have fallen more than power has: work is lost inside the pump, typical of worn wear rings, a worn impeller or open clearances. Gas in the liquid and cavitation do it too, but come and go; wear does not.",
        Pattern.LessWork => "Flow, head and power down in step, at the same efficiency, mean that the pump does less work: a lower speed, a lighter liquid (gas, temperature) or a smaller impeller than the baseline's; a starved suction begins so.",
        Pattern.RunOut => "More flow at less head is what a pump does when the system resists less: a leak, an open bypass or more demand moves it out along its curve.",
        Pattern.MoreWork => "A pump gives more flow and more head together only at a higher speed, with a larger impeller, or on paper: a baseline or a meter that is off.",
        Pattern.HeadLost => "Head alone is down. Wear shows so at first, and so does a pressure gauge that reads low.",
        Pattern.HeadGained => "Head alone is up: with the discharge pressure taken as head, a higher level or pressure in the system or at the suction does that, and so does a gauge that reads high.",
        Pattern.FlowLost => "Flow alone is down, in a system that holds its pressure. Wear shows so, and so does a flow meter that reads low.",
        Pattern.FlowGained => "Flow alone is up, in a system that holds its pressure: more demand, or a flow meter that reads high.",
        Pattern.HalfSeen => "Only one of flow and head is known, so a restriction (flow down, head up) cannot be told from wear (both down).",
        Pattern.PowerGained => "More power for the same flow and head goes into friction or heat: bearings, alignment, packing, rubbing, the motor and its supply; a denser or more viscous liquid does it too.",
        Pattern.PowerLost => "The same flow and head for less power is rarely a gain: the power measurement is the first suspect.",
        Pattern.EfficiencyLost => "Efficiency is down while flow, head and power are not: three of these four figures fix the other, so they do not belong together.",
        _ => null,
    };
}
