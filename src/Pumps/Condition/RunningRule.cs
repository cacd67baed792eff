namespace Plumbline.Pumps.Condition;

/// <summary>Whether a pump runs.</summary>
enum Running : byte
{
    /// <summary>It does.</summary>
    Yes,

    /// <summary>It is at rest.</summary>
    Off,

    /// <summary>Nothing tells.</summary>
    Unclear,
}

/// <summary>Off is a speed below 10 % of rated, or a power below 10 % of baseline, whichever is known. Where neither is (a speed without a rated speed tells nothing), flow of at least 10 % of baseline shows that the pump runs.</summary>
sealed class RunningRule(in ParameterValues baseline, SpeedRule speed)
{
    const double OffBelow = 0.10;

    readonly ParameterValues _baseline = baseline;

    public static bool IsOff(double value, double baseline) => value / baseline < OffBelow;

    public Running Of(double flowGpm, double powerHp, double speedRpm)
    {
        if (speed.IsOff(speedRpm) || IsOff(powerHp, _baseline.Power)) return Running.Off;
        if (double.IsFinite(powerHp) || (double.IsFinite(speedRpm) && speed.KnowsRated)) return Running.Yes;
        return flowGpm / _baseline.Flow >= OffBelow ? Running.Yes : Running.Unclear;
    }
}
