using Plumbline.Plant;

namespace Plumbline.Pumps.Condition;

/// <summary>Where a speed lies, seen from rated speed.</summary>
enum SpeedRange
{
    /// <summary>At rated speed, or not corrected for speed at all: taken as measured.</summary>
    Rated,

    /// <summary>Near enough for the affinity laws.</summary>
    Corrected,

    /// <summary>Below 60 % of rated speed.</summary>
    Reduced,

    /// <summary>Above 105 % of rated speed.</summary>
    Over,

    /// <summary>Not known, of a pump whose speed varies.</summary>
    Missing,
}

/// <summary>Whether and how readings are brought to rated speed.</summary>
/// <param name="ratedRpm">NaN where no speed is known.</param>
/// <param name="corrects">Whether readings are brought to rated speed at all.</param>
/// <param name="varies">Whether the pump runs at other speeds than rated: then a reading without a speed says nothing.</param>
/// <remarks>
/// Within ±0.5 % a reading counts as taken at rated speed and is left as it is: about what the slip of a loaded induction motor moves, and more than most speed signals can be
/// trusted for. 60 % and 105 % are still corrected.
/// </remarks>
sealed class SpeedRule(double ratedRpm, bool corrects, bool varies)
{
    const double LowestRated = 0.995;
    const double HighestRated = 1.005;
    const double LowestCorrected = 0.60;
    const double HighestCorrected = 1.05;
    const double OffBelow = 0.10;

    public bool KnowsRated => !double.IsNaN(ratedRpm);

    public bool IsOff(double rpm) => rpm / ratedRpm < OffBelow;

    public SpeedRange RangeOf(double rpm)
    {
        if (!corrects || !KnowsRated) return SpeedRange.Rated;
        if (!double.IsFinite(rpm)) return varies ? SpeedRange.Missing : SpeedRange.Rated;
        var share = rpm / ratedRpm;
        if (share is >= LowestRated and <= HighestRated) return SpeedRange.Rated;
        return share < LowestCorrected ? SpeedRange.Reduced : share > HighestCorrected ? SpeedRange.Over : SpeedRange.Corrected;
    }

    /// <summary>What the pump would show at rated speed: Q ∝ n, H ∝ n², P ∝ n³; efficiency stays.</summary>
    public ParameterValues ToRated(in ParameterValues measured, double rpm)
    {
        var ratio = ratedRpm / rpm;
        return new(measured.Flow * ratio, measured.Head * (ratio * ratio), measured.Power * (ratio * ratio * ratio), measured.Efficiency);
    }
}

/// <summary>Finds the speed at which the baseline holds.</summary>
static class RatedSpeedChoice
{
    // Below this, the most frequent speed is one of many and no rated speed.
    const double ClearShare = 0.2;

    /// <summary>That of the baseline, else the one given, else the most frequent running speed, to the nearest rpm (of several the highest); null where no speed is known.</summary>
    /// <param name="baseline">May give the speed.</param>
    /// <param name="given">By option.</param>
    /// <param name="log">Readings.</param>
    /// <param name="defects">Told where the most frequent speed hardly stands out, and where the one given is not used.</param>
    public static RatedSpeed? Of(PumpBaseline baseline, Speed? given, PumpLog log, List<Defect> defects)
    {
        if (baseline.RatedSpeed is { } known)
        {
            if (given is { } unused && unused != known)
                defects.Add(new("pumps.rated_speed_unused", Where.All(log), $"the rated speed of {unused.Rpm:0.###} rpm that was given is not used: the baseline itself says {known.Rpm:0.###} rpm, the speed at which its figures were taken"));
            return new(Above0(known), "from the baseline");
        }
        if (given is { } option) return new(Above0(option), "as given");
        var (rpm, share) = MostFrequent(log.SpeedRpm, log.PowerHp, baseline.Power.Horsepower);
        if (double.IsNaN(rpm)) return null;
        if (share < ClearShare)
            defects.Add(new("pumps.rated_speed_unclear", Where.All(log), $"no speed stands out: the most frequent running speed, {rpm} rpm, is that of {share:P0} of the running readings; state the rated speed"));
        return new(new(rpm), $"the most frequent running speed ({share:P0} of the running readings)");
    }

    static (double Rpm, double Share) MostFrequent(ReadOnlySpan<double> speedRpm, ReadOnlySpan<double> powerHp, double ratedHp)
    {
        var counts = new Dictionary<double, int>();
        var (running, last, streak) = (0, double.NaN, 0);
        for (var i = 0; i < speedRpm.Length; i++)
        {
            var rpm = Math.Round(speedRpm[i]);
            if (!(rpm > 0 && double.IsFinite(rpm)) || RunningRule.IsOff(powerHp[i], ratedHp)) continue;
            running++;
            if (rpm != last)
            {
                Count(last, streak);
                (last, streak) = (rpm, 0);
            }
            streak++;
        }
        Count(last, streak);

        var (best, most) = (double.NaN, 0);
        foreach (var (rpm, count) in counts)
            if (count > most || (count == most && rpm > best)) (best, most) = (rpm, count);
        return (best, running == 0 ? 0 : (double)most / running);

        void Count(double rpm, int rows)
        {
            if (rows > 0) counts[rpm] = counts.GetValueOrDefault(rpm) + rows;
        }
    }

    static Speed Above0(Speed speed) =>
        speed.Rpm > 0 && double.IsFinite(speed.Rpm) ? speed : throw new ArgumentException($"The rated speed is {speed.Rpm} rpm: it must be above 0.", nameof(speed));
}
