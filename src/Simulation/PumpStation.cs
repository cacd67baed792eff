using Plumbline.Plant;
using Plumbline.Pumps.Hydraulics;

namespace Plumbline.Simulation;

/// <summary>A pump, its motor and the pipework around it, as built. Immutable.</summary>
sealed class PumpStation
{
    // NEMA MG 1's usual ratings, hp.
    static readonly double[] MotorRatingsHp = [5, 7.5, 10, 15, 20, 25, 30, 40, 50, 60, 75, 100, 125, 150, 200, 250, 300, 350, 400, 450, 500];

    public required double RatedGpm { get; init; }
    public required double RatedHeadFt { get; init; }
    public required double RatedEfficiencyPct { get; init; }
    public required double RatedRpm { get; init; }

    /// <summary>Head at no flow over rated head.</summary>
    public required double ShutOffRatio { get; init; }

    /// <summary>From the surface it draws from to the surface it delivers to, ft; the rest of the rated head is friction.</summary>
    public required double StaticHeadFt { get; init; }

    /// <summary>Height of the surface it draws from above the pump, ft.</summary>
    public required double SuctionLevelFt { get; init; }

    /// <summary>How far that surface rises and falls from its mean over the year, ft.</summary>
    public required double SeasonFt { get; init; }

    /// <summary>Friction of pipe and strainer before the pump at rated flow, ft.</summary>
    public required double SuctionFrictionFt { get; init; }

    /// <summary>NPSH at which the head has fallen by 3 % at rated flow, ft.</summary>
    public required double NpshRequiredFt { get; init; }

    /// <summary>Share of the speed lost between no load and rated load; 0 where a drive holds the speed.</summary>
    public required double Slip { get; init; }

    public PumpCurve Curve => field ??= PumpCurve.Typical(new CurvePoint(Flow.FromGallonsPerMinute(RatedGpm), Head.FromFeet(RatedHeadFt), RatedEfficiencyPct), ShutOffRatio);

    public double RatedShaftHp => field > 0 ? field : field = Curve.ShaftPowerAt(Flow.FromGallonsPerMinute(RatedGpm), Liquid.Water).Horsepower;

    /// <summary>Friction after the pump at rated flow with the valves as designed, ft.</summary>
    public double DeliveryFrictionFt => RatedHeadFt - StaticHeadFt - SuctionFrictionFt;

    /// <summary>The smallest usual motor with a tenth to spare.</summary>
    public Power MotorRating => Power.FromHorsepower(MotorRatingsHp.FirstOrDefault(hp => hp >= 1.1 * RatedShaftHp, MotorRatingsHp[^1]));

    /// <summary>A plausible station: 300 to 1500 gpm against 90 to 220 ft.</summary>
    /// <param name="random">Decides.</param>
    /// <param name="isVariableSpeed">Such stations are built where most of the head is friction: turning slower saves nothing on a static head.</param>
    public static PumpStation Draw(RandomStream random, bool isVariableSpeed)
    {
        var flow = 10 * Math.Round(random.Between(30, 150));
        var head = 5 * Math.Round(random.Between(18, 44));
        return new PumpStation
        {
            RatedGpm = flow,
            RatedHeadFt = head,
            // Larger pumps are better ones: about what catalogues show at this specific speed.
            RatedEfficiencyPct = Math.Round(73 + (8 * (flow - 300) / 1200) + random.Between(-1.5, 2.5), 1),
            RatedRpm = Math.Round(random.Between(1765, 1785)),
            ShutOffRatio = random.Between(1.2, 1.3),
            StaticHeadFt = head * (isVariableSpeed ? random.Between(0.03, 0.08) : random.Between(0.25, 0.45)),
            // A drive's station draws from a tank just above it, the others from a reservoir that the season moves.
            SuctionLevelFt = isVariableSpeed ? random.Between(3, 5) : random.Between(14, 24),
            SeasonFt = isVariableSpeed ? 0.5 : 0.015 * head,
            SuctionFrictionFt = random.Between(1.2, 2.2),
            NpshRequiredFt = random.Between(9, 13),
            Slip = isVariableSpeed ? 0 : random.Between(0.008, 0.012),
        };
    }

    /// <summary>What a commissioning test wrote down, to the digits that a test sheet has.</summary>
    public PumpBaseline Baseline(string pumpId, string application, DateTime? failureDate)
    {
        var suctionFt = SuctionLevelFt - SuctionFrictionFt;
        return new PumpBaseline
        {
            PumpId = pumpId,
            PumpType = "Single-stage centrifugal",
            MotorRating = MotorRating,
            Application = application,
            Flow = Flow.FromGallonsPerMinute(Math.Round(RatedGpm, 1)),
            DischargePressure = Pressure.FromPsi(Math.Round(Liquid.Water.ToPressure(Head.FromFeet(suctionFt + RatedHeadFt)).Psi, 2)),
            SuctionPressure = Pressure.FromPsi(Math.Round(Liquid.Water.ToPressure(Head.FromFeet(suctionFt)).Psi, 2)),
            Power = Power.FromHorsepower(Math.Round(RatedShaftHp, 2)),
            EfficiencyPct = RatedEfficiencyPct,
            RatedSpeed = Speed.FromRpm(RatedRpm),
            FailureDate = failureDate,
        };
    }
}
