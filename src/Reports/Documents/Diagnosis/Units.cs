using Plumbline.Plant;

namespace Plumbline.Reports.Documents.Diagnosis;

/// <summary>US customary and SI units side by side.</summary>
static class Units
{
    /// <summary>505 gpm (114.7 m³/h).</summary>
    public static string Both(double value, string unit) => Si(value, unit) is { } si ? $"{Wording.Quantity(value, unit)} ({si})" : Wording.Quantity(value, unit);

    static string? Si(double value, string unit) => unit switch
    {
        "gpm" => Wording.Quantity(Flow.FromGallonsPerMinute(value).CubicMetresPerHour, "m³/h"),
        "psi" => Wording.Quantity(Pressure.FromPsi(value).Bar, "bar"),
        "ft" => Wording.Quantity(Head.FromFeet(value).Metres, "m"),
        "hp" => Wording.Quantity(Power.FromHorsepower(value).Kilowatts, "kW"),
        _ => null,
    };
}
