using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using Plumbline.Central.Storage;
using Plumbline.Plant;

namespace Plumbline.Central.PlantRegister;

/// <summary>Factories, machines, tariffs and carbon factors as the API writes them.</summary>
static class PlantJson
{
    static readonly LocalTimePattern TimeOfDay = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    public static void Write(Utf8JsonWriter json, Factory factory)
    {
        json.WriteStartObject();
        json.WriteString("id", factory.Id);
        json.WriteString("name", factory.Name);
        if (factory.SiteId is { } site) json.WriteNumber("site_id", site);
        else json.WriteNull("site_id");
        json.WriteString("address", factory.Address);
        json.WriteString("time_zone", factory.TimeZone);
        json.WriteString("currency", factory.Currency);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, KeptMachine kept)
    {
        var machine = kept.Machine;
        json.WriteStartObject();
        json.WriteString("id", machine.Id);
        json.WriteString("name", machine.Name);
        json.WriteString("type", machine.Type.Snake());
        json.WriteString("factory_id", machine.FactoryId);
        json.WriteString("factory_name", kept.Factory.Name);
        json.WriteFinite("rated_power_kw", machine.RatedPowerKw ?? double.NaN);
        json.WriteNumber("data_interval_seconds", machine.Interval.TotalSeconds);
        json.WriteBoolean("is_active", machine.IsActive);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, KeptTariff tariff)
    {
        var terms = tariff.Terms.Value;
        json.WriteStartObject();
        json.WriteString("id", tariff.Id);
        json.WriteString("factory_id", tariff.FactoryId);
        json.WriteString("name", tariff.Name);
        Day(json, "valid_from", tariff.Terms.From);
        Day(json, "valid_until", tariff.Terms.Until);
        json.WriteNumber("rate_per_kwh", terms.OffPeakRatePerKwh);
        json.WriteNumber("demand_charge_per_kw", terms.DemandChargePerKw);
        json.WriteString("currency", terms.Currency);
        json.WriteStartArray("windows");
        foreach (var window in terms.Windows)
        {
            json.WriteStartObject();
            json.WriteString("name", window.Name);
            json.WriteNumber("rate_per_kwh", window.RatePerKwh);
            json.WriteStartArray("days");
            foreach (var day in window.Days) json.WriteStringValue(day.Snake());
            json.WriteEndArray();
            json.WriteString("from", TimeOfDay.Format(window.From));
            json.WriteString("to", TimeOfDay.Format(window.To));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, KeptCarbonFactor factor)
    {
        json.WriteStartObject();
        json.WriteString("id", factor.Id);
        json.WriteString("factory_id", factor.FactoryId);
        json.WriteString("region", factor.Terms.Value.Region);
        Day(json, "valid_from", factor.Terms.From);
        Day(json, "valid_until", factor.Terms.Until);
        json.WriteNumber("kg_per_kwh", factor.Terms.Value.KgPerKwh);
        json.WriteEndObject();
    }

    static void Day(Utf8JsonWriter json, string name, LocalDate? day)
    {
        if (day is { } known) json.WriteString(name, LocalDatePattern.Iso.Format(known));
        else json.WriteNull(name);
    }
}
