using Plumbline.Numerics;

namespace Plumbline.Energy.CalTrack;

/// <summary>What CalTRACK 2.0, 2.2 and 2.3, asks of a baseline period.</summary>
static class Sufficiency
{
    const double WantedDays = 365;
    const double SmallestValidShare = 0.9;

    // 2.3.6: a value this many interquartile ranges above the median is to be looked at.
    const double ExtremeRanges = 3;

    public static IReadOnlyList<string> Of(IReadOnlyList<MeterPeriod> periods, double validDays)
    {
        var warnings = new List<string>();
        var days = (periods[^1].End - periods[0].Start).TotalDays;
        if (days > WantedDays + 1) warnings.Add(FormattableString.Invariant($"The baseline spans {days:0} days; CalTRACK asks for no more than 365 before the intervention."));
        if (validDays < SmallestValidShare * WantedDays) warnings.Add(FormattableString.Invariant($"Insufficient data: {validDays:0} days have energy and temperature, CalTRACK asks for 90 % of 365."));
        double[] perDay = [.. periods.Select(period => period.EnergyKwh / period.Days)];
        if (perDay.Count(value => value < 0) is > 0 and var negative) warnings.Add($"{negative} periods are below 0, as with solar panels behind the meter: CalTRACK does not cover them.");
        var limit = Statistics.Median(perDay) + (ExtremeRanges * (Statistics.Quantile(perDay, 0.75) - Statistics.Quantile(perDay, 0.25)));
        if (perDay.Count(value => value > limit) is > 0 and var extreme) warnings.Add(FormattableString.Invariant($"{extreme} periods use more than {limit:0.#} kWh a day, three interquartile ranges above the median: to be looked at."));
        return warnings;
    }
}
