namespace Plumbline.Energy.CalTrack;

/// <summary>What energy depends on.</summary>
public enum CalTrackForm
{
    /// <summary>On nothing: the same every day.</summary>
    InterceptOnly,

    /// <summary>On heating degree days.</summary>
    HddOnly,

    /// <summary>On cooling degree days.</summary>
    CddOnly,

    /// <summary>On both.</summary>
    CddHdd,
}

/// <summary>Daily energy = intercept + βh × heating degree days + βc × cooling degree days. Immutable; plain data to store.</summary>
public sealed record CalTrackModel
{
    /// <summary>Which degree days it has.</summary>
    public required CalTrackForm Form { get; init; }

    /// <summary>kWh a day.</summary>
    public required double Intercept { get; init; }

    /// <summary>kWh a heating degree day (°F); 0 where there are none in the model.</summary>
    public required double BetaHdd { get; init; }

    /// <summary>kWh a cooling degree day (°F); 0 where there are none in the model.</summary>
    public required double BetaCdd { get; init; }

    /// <summary>°F below which heating begins; null where there is none in the model.</summary>
    public required int? HeatingBalanceF { get; init; }

    /// <summary>°F above which cooling begins; null where there is none in the model.</summary>
    public required int? CoolingBalanceF { get; init; }

    /// <summary>R², adjusted for the number of coefficients; 0 for <see cref="CalTrackForm.InterceptOnly"/>.</summary>
    public required double AdjustedR2 { get; init; }

    /// <summary>As OpenEEmeter and ASHRAE count them: without the intercept.</summary>
    public int Parameters => (HeatingBalanceF is null ? 0 : 1) + (CoolingBalanceF is null ? 0 : 1);

    /// <summary>What a period should have used, kWh; NaN where its temperatures are missing.</summary>
    public double Predict(MeterPeriod period, HourlyTemperatures temperatures)
    {
        ArgumentNullException.ThrowIfNull(period);
        ArgumentNullException.ThrowIfNull(temperatures);
        if (Form == CalTrackForm.InterceptOnly) return Intercept * period.Days;
        return PeriodWeather.Of(period.Start, period.End, temperatures) is { } weather ? PerDay(weather) * period.Days : double.NaN;
    }

    internal double PerDay(PeriodWeather weather) =>
        Intercept + (HeatingBalanceF is { } heating ? BetaHdd * weather.HeatingPerDay(heating) : 0) + (CoolingBalanceF is { } cooling ? BetaCdd * weather.CoolingPerDay(cooling) : 0);
}
