using System.Text.Json;
using Plumbline.Central.Storage;
using Plumbline.Energy.Kpis;
using Plumbline.Plant;

namespace Plumbline.Central.EnergyAnalytics;

/// <summary>Figures as the API writes them. One that is not known is null, with the reason beside it.</summary>
static class KpiJson
{
    const string CarbonUnit = "kg CO2";

    public static void Sec(Utf8JsonWriter json, KeptMachine machine, EnergyKpis kpis)
    {
        Head(json, machine, kpis);
        Figure(json, "sec_kwh_per_unit", kpis.Sec);
        Figure(json, "total_energy_kwh", kpis.EnergyKwh);
        Figure(json, "total_production_units", kpis.Units);
        json.WriteNumber("time_period_hours", kpis.Period.Length.TotalHours);
    }

    public static void PeakDemand(Utf8JsonWriter json, KeptMachine machine, EnergyKpis kpis)
    {
        Head(json, machine, kpis);
        Figure(json, "peak_demand_kw", new(kpis.Peak.Value?.Kw, kpis.Peak.Unavailable));
        Time(json, "peak_time", kpis.Peak.Value?.Time);
        Figure(json, "avg_power_kw", kpis.MeanKw);
        Figure(json, "max_power_kw", kpis.MaxKw);
    }

    public static void LoadFactor(Utf8JsonWriter json, KeptMachine machine, EnergyKpis kpis)
    {
        Head(json, machine, kpis);
        Figure(json, "load_factor", kpis.LoadFactor);
        json.WriteFinite("load_factor_percent", 100 * (kpis.LoadFactor.Value ?? double.NaN));
        Figure(json, "avg_power_kw", kpis.MeanKw);
        Figure(json, "max_power_kw", kpis.MaxKw);
        Figure(json, "peak_demand_kw", new(kpis.Peak.Value?.Kw, kpis.Peak.Unavailable));
        Figure(json, "utilisation", kpis.Utilisation);
    }

    public static void EnergyCost(Utf8JsonWriter json, KeptMachine machine, EnergyKpis kpis)
    {
        Head(json, machine, kpis);
        Figure(json, "total_cost", new(kpis.Cost.Value?.Total, kpis.Cost.Unavailable));
        Figure(json, "total_energy_kwh", kpis.EnergyKwh);
        Figure(json, "cost_per_unit", kpis.CostPerUnit);
        if (kpis.Cost.Value is not { } cost) return;
        json.WriteString("currency", cost.Currency);
        json.WriteNumber("energy_cost", cost.Energy);
        json.WriteNumber("demand_charge", cost.DemandCharge);
        json.WriteNumber("flat_cost", cost.FlatCost);
        json.WriteStartArray("cost_breakdown");
        foreach (var window in cost.Windows)
        {
            json.WriteStartObject();
            json.WriteString("period", window.Window);
            json.WriteNumber("rate_per_kwh", window.RatePerKwh);
            json.WriteNumber("energy_kwh", window.EnergyKwh);
            json.WriteNumber("cost", window.Cost);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("demand_by_month");
        foreach (var month in cost.Demand)
        {
            json.WriteStartObject();
            json.WriteString("month", $"{month.Year:0000}-{month.Month:00}");
            json.WriteNumber("peak_kw", month.PeakKw);
            json.WriteNumber("cost", month.Cost);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static void Carbon(Utf8JsonWriter json, KeptMachine machine, EnergyKpis kpis)
    {
        Head(json, machine, kpis);
        Figure(json, "total_co2_kg", new(kpis.Carbon.Value?.Kg, kpis.Carbon.Unavailable));
        Figure(json, "total_energy_kwh", kpis.EnergyKwh);
        json.WriteFinite("emission_factor", kpis.Carbon.Value?.KgPerKwh ?? double.NaN);
        Figure(json, "co2_per_unit_kg", kpis.CarbonPerUnit);
    }

    public static void All(Utf8JsonWriter json, KeptMachine machine, EnergyKpis kpis)
    {
        Head(json, machine, kpis);
        json.WriteStartObject("kpis");
        Open("sec", kpis.Sec, "kWh/unit", "Specific energy consumption");
        json.WriteEndObject();
        Open("peak_demand", new(kpis.Peak.Value?.Kw, kpis.Peak.Unavailable), "kW", "Highest mean power of a quarter of an hour");
        Time(json, "time", kpis.Peak.Value?.Time);
        json.WriteEndObject();
        Open("load_factor", kpis.LoadFactor, "ratio", "Mean power over peak demand");
        json.WriteFinite("percent", 100 * (kpis.LoadFactor.Value ?? double.NaN));
        json.WriteEndObject();
        Open("energy_cost", new(kpis.Cost.Value?.Total, kpis.Cost.Unavailable), kpis.Cost.Value?.Currency ?? machine.Factory.Currency, "Energy and demand charge by the tariff in force");
        json.WriteFinite("cost_per_unit", kpis.CostPerUnit.Value ?? double.NaN);
        json.WriteEndObject();
        Open("carbon_intensity", new(kpis.Carbon.Value?.Kg, kpis.Carbon.Unavailable), CarbonUnit, "Emissions by the carbon factor in force");
        json.WriteFinite("co2_per_unit", kpis.CarbonPerUnit.Value ?? double.NaN);
        json.WriteEndObject();
        Open("utilisation", kpis.Utilisation, "ratio", "Share of the time with a known mode in which it ran");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartObject("totals");
        Figure(json, "total_energy_kwh", kpis.EnergyKwh);
        Figure(json, "avg_power_kw", kpis.MeanKw);
        Figure(json, "total_production_units", kpis.Units);
        json.WriteEndObject();

        void Open(string name, Kpi<double?> kpi, string unit, string description)
        {
            json.WriteStartObject(name);
            Figure(json, "value", kpi);
            json.WriteString("unit", unit);
            json.WriteString("description", description);
        }
    }

    public static void Factory(Utf8JsonWriter json, FactoryKpis kpis)
    {
        json.WriteString("factory_id", kpis.Factory.Id);
        json.WriteString("factory_name", kpis.Factory.Name);
        json.WriteString("factory_location", kpis.Factory.Address);
        json.WriteStartObject("time_period");
        Span(json, kpis.Period);
        json.WriteNumber("duration_hours", kpis.Period.Length.TotalHours);
        json.WriteEndObject();
        json.WriteStartObject("energy_metrics");
        json.WriteNumber("total_energy_kwh", kpis.EnergyKwh);
        // The name is of older clients; the currency beside it says what it is in.
        json.WriteNumber("total_cost_usd", kpis.Cost);
        json.WriteString("currency", kpis.Factory.Currency);
        json.WriteNumber("total_carbon_kg", kpis.CarbonKg);
        json.WriteNumber("avg_power_kw", kpis.MeanKw);
        json.WriteFinite("peak_power_kw", kpis.PeakKw);
        json.WriteEndObject();
        json.WriteStartObject("production_metrics");
        json.WriteNumber("total_units", kpis.Units);
        json.WriteNumber("units_good", kpis.GoodUnits);
        json.WriteNumber("units_bad", kpis.Units - kpis.GoodUnits);
        json.WriteFinite("quality_percent", 100 * kpis.GoodUnits / kpis.Units);
        json.WriteFinite("factory_sec_kwh_per_unit", kpis.EnergyKwh / kpis.Units);
        json.WriteEndObject();
        json.WriteStartObject("machine_status");
        json.WriteNumber("total_machines", kpis.Machines);
        json.WriteNumber("active", kpis.Running);
        json.WriteNumber("idle", kpis.Idle);
        json.WriteNumber("stopped", kpis.Stopped);
        json.WriteNumber("machines_with_data", kpis.WithReadings);
        json.WriteEndObject();
    }

    public static void Factories(Utf8JsonWriter json, IReadOnlyList<FactoryKpis> all, Period period, DateTime now)
    {
        var energy = all.Sum(one => one.EnergyKwh);
        json.WriteStartObject();
        json.WriteStartObject("time_period");
        Span(json, period);
        json.WriteNumber("duration_hours", period.Length.TotalHours);
        json.WriteEndObject();
        json.WriteStartObject("enterprise_totals");
        json.WriteNumber("total_energy_kwh", energy);
        json.WriteNumber("total_carbon_kg", all.Sum(one => one.CarbonKg));
        json.WriteNumber("total_units", all.Sum(one => one.Units));
        json.WriteNumber("total_machines", all.Sum(one => one.Machines));
        json.WriteStartObject("total_cost");
        // Money of different currencies is not added together.
        foreach (var group in all.GroupBy(one => one.Factory.Currency)) json.WriteNumber(group.Key, group.Sum(one => one.Cost));
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteNumber("factory_count", all.Count);
        json.WriteStartArray("factories");
        foreach (var one in all)
        {
            json.WriteStartObject();
            Factory(json, one);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("rankings");
        json.WriteStartArray("by_energy");
        foreach (var (one, rank) in all.OrderByDescending(one => one.EnergyKwh).Select((one, i) => (one, i + 1)))
        {
            json.WriteStartObject();
            json.WriteNumber("rank", rank);
            json.WriteString("factory_name", one.Factory.Name);
            json.WriteString("factory_id", one.Factory.Id);
            json.WriteNumber("energy_kwh", one.EnergyKwh);
            json.WriteFinite("percentage", 100 * one.EnergyKwh / energy);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteString("timestamp", UtcTime.Format(now));
        json.WriteEndObject();
    }

    public static void Head(Utf8JsonWriter json, KeptMachine machine, Period period)
    {
        json.WriteString("machine_id", machine.Machine.Id);
        json.WriteString("machine_name", machine.Machine.Name);
        json.WriteString("machine_type", machine.Machine.Type.Snake());
        json.WriteStartObject("time_period");
        Span(json, period);
        json.WriteNumber("hours", period.Length.TotalHours);
        json.WriteEndObject();
    }

    static void Head(Utf8JsonWriter json, KeptMachine machine, EnergyKpis kpis)
    {
        Head(json, machine, kpis.Period);
        json.WriteNumber("coverage", kpis.Coverage);
    }

    static void Span(Utf8JsonWriter json, Period period)
    {
        json.WriteString("start", UtcTime.Format(period.Start));
        json.WriteString("end", UtcTime.Format(period.End));
    }

    static void Figure(Utf8JsonWriter json, string name, Kpi<double?> kpi)
    {
        json.WriteFinite(name, kpi.Value ?? double.NaN);
        if (kpi.Value is null) json.WriteString(name == "value" ? "unavailable" : name + "_unavailable", kpi.Unavailable);
    }

    static void Time(Utf8JsonWriter json, string name, DateTime? time)
    {
        if (time is { } known) json.WriteString(name, UtcTime.Format(known));
        else json.WriteNull(name);
    }
}
