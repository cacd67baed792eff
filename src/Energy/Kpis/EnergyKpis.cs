using System.Buffers;
using Plumbline.Energy.Carbon;
using Plumbline.Energy.Rollups;
using Plumbline.Energy.Tariffs;
using Plumbline.Plant;

namespace Plumbline.Energy.Kpis;

/// <summary>What a site's figures are computed with.</summary>
/// <param name="Clock">Of the site: tariffs and days are local.</param>
/// <param name="Tariffs">What holds when.</param>
/// <param name="CarbonFactors">What holds when.</param>
public sealed record KpiTerms(SiteClock Clock, Timetable<Tariff> Tariffs, Timetable<CarbonFactor> CarbonFactors)
{
    /// <summary>UTC, with the default tariff and factor.</summary>
    public static KpiTerms Default { get; } = new(SiteClock.Utc, new(new Dated<Tariff>(Tariff.Default)), new(new Dated<CarbonFactor>(CarbonFactor.Default)));
}

/// <summary>A figure, or the sentence why there is none.</summary>
/// <param name="Value">Null where it cannot be computed.</param>
/// <param name="Unavailable">Why; null where there is a value.</param>
public sealed record Kpi<T>(T? Value, string? Unavailable);

/// <summary>
/// The figures of one machine in one period: the one engine behind every KPI, so that what is asked for alone is what stands among the others. What is not known is not 0.
/// </summary>
public sealed record EnergyKpis
{
    /// <summary>UTC, half open.</summary>
    public required Period Period { get; init; }

    /// <summary>kWh, of the time known; null without a reading.</summary>
    public required Kpi<double?> EnergyKwh { get; init; }

    /// <summary>Share of the period in which power is known, 0 to 1.</summary>
    public required double Coverage { get; init; }

    /// <summary>Mean power over the time known, kW.</summary>
    public required Kpi<double?> MeanKw { get; init; }

    /// <summary>Highest power read, kW: an instant, and no demand.</summary>
    public required Kpi<double?> MaxKw { get; init; }

    /// <summary>Units made.</summary>
    public required Kpi<double?> Units { get; init; }

    /// <summary>Specific energy consumption, kWh a unit.</summary>
    public required Kpi<double?> Sec { get; init; }

    /// <summary>Highest quarter-hour mean.</summary>
    public required Kpi<PeakDemand> Peak { get; init; }

    /// <summary>Mean power over peak demand, 0 to 1.</summary>
    public required Kpi<double?> LoadFactor { get; init; }

    /// <summary>Share of the time with a known mode in which it ran, 0 to 1.</summary>
    public required Kpi<double?> Utilisation { get; init; }

    /// <summary>By tariff.</summary>
    public required Kpi<EnergyCost> Cost { get; init; }

    /// <summary>By carbon factor.</summary>
    public required Kpi<CarbonEmission> Carbon { get; init; }

    /// <summary>Cost of energy and demand for each unit.</summary>
    public Kpi<double?> CostPerUnit => PerUnit(Cost.Value?.Total, Cost.Unavailable);

    /// <summary>kg CO₂ for each unit.</summary>
    public Kpi<double?> CarbonPerUnit => PerUnit(Carbon.Value?.Kg, Carbon.Unavailable);

    /// <summary>Computes all figures.</summary>
    /// <param name="slices">Quarters of an hour, as <see cref="Rollup.Cut"/> makes them, or hours and days that remember theirs: those of the period, the first and last cut at its ends, in order. Empty ones may be left out.</param>
    /// <param name="period">UTC, half open, longer than nothing.</param>
    /// <param name="terms">Of the site.</param>
    /// <exception cref="ArgumentException">The period is empty, or a slice lies outside it or is longer than a quarter of an hour and does not remember its quarters.</exception>
    public static EnergyKpis Of(IReadOnlyList<EnergySlice> slices, Period period, KpiTerms terms)
    {
        ArgumentNullException.ThrowIfNull(slices);
        ArgumentNullException.ThrowIfNull(terms);
        if (period.End <= period.Start) throw new ArgumentException($"The period from {period.Start:O} to {period.End:O} is empty.", nameof(period));
        var (power, modes, max, units, readings) = (default(Level), default(ModeTimes), double.NaN, 0.0, 0);
        foreach (var slice in slices)
        {
            if (slice.Start < period.Start || slice.End > period.End) throw new ArgumentException($"The slice from {slice.Start:O} lies outside the period.", nameof(slices));
            if (slice.End - slice.Start > Rollup.QuarterHour && slice.Quarters is null) throw new ArgumentException($"The slice from {slice.Start:O} is longer than a quarter of an hour.", nameof(slices));
            power = power.Plus(slice.Power);
            modes = modes.Plus(slice.Modes);
            if (slice.MaxKw > max || double.IsNaN(max)) max = slice.MaxKw;
            units += slice.Units;
            readings += slice.ProductionReadings;
        }

        var isKnown = power.Seconds > 0;
        var energy = Known(isKnown, power.Integral / 3600, PeakDemand.NoReadings);
        var made = Known(readings > 0, units, "No reading of this period tells of production.");
        // A year has 35,000 of them: too many to leave to the garbage collector at each question.
        var buffer = ArrayPool<QuarterPower>.Shared.Rent(EnergySlice.CountQuarters(slices));
        var quarters = new ReadOnlySpan<QuarterPower>(buffer, 0, EnergySlice.CopyQuarters(slices, buffer));
        var peak = PeakDemand.Of(quarters);
        var noPeak = peak is not null ? null : isKnown ? "No quarter of an hour of this period is known well enough." : PeakDemand.NoReadings;
        var (cost, noCost) = EnergyCost.Of(quarters, terms.Clock, terms.Tariffs);
        var (carbon, noCarbon) = CarbonEmission.Of(quarters, terms.Clock, terms.CarbonFactors);
        ArrayPool<QuarterPower>.Shared.Return(buffer);
        return new()
        {
            Period = period,
            EnergyKwh = energy,
            Coverage = power.Seconds / period.Length.TotalSeconds,
            MeanKw = Known(isKnown, power.Mean, PeakDemand.NoReadings),
            MaxKw = Known(!double.IsNaN(max), max, PeakDemand.NoReadings),
            Units = made,
            Sec = Ratio(energy, made, "Nothing was produced in this period."),
            Peak = new(peak, noPeak),
            LoadFactor = peak is null ? new(null, noPeak) : Known(peak.Kw > 0, power.Mean / peak.Kw, "No power was taken in this period."),
            Utilisation = Known(modes.KnownS > 0, modes.RunningS / modes.KnownS, "The mode is not known at any time of this period."),
            Cost = new(cost, noCost),
            Carbon = new(carbon, noCarbon),
        };
    }

    Kpi<double?> PerUnit(double? value, string? unavailable) => Ratio(new(value, unavailable), Units, "Nothing was produced in this period.");

    static Kpi<double?> Known(bool isKnown, double value, string otherwise) => isKnown ? new(value, null) : new(null, otherwise);

    static Kpi<double?> Ratio(Kpi<double?> part, Kpi<double?> whole, string ifZero)
    {
        if (part.Value is not { } above) return part;
        if (whole.Value is not { } below) return whole;
        return below == 0 ? new(null, ifZero) : new(above / below, null);
    }
}
