using System.Text.Encodings.Web;
using System.Text.Json;
using Plumbline.Central.EnergyAnalytics;
using Plumbline.Energy.Baselines;
using Plumbline.Energy.Kpis;
using Plumbline.Plant;

namespace Plumbline.Cli.Energy;

/// <summary>The results of <c>plumb energy</c> for programs; docs/energy.md describes the fields.</summary>
static class EnergyJson
{
    static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Print(Action<Utf8JsonWriter> write)
    {
        using var output = Console.OpenStandardOutput();
        using (var json = new Utf8JsonWriter(output, Readable))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
    }

    public static void Baseline(Utf8JsonWriter json, string machine, EnergyBaseline baseline)
    {
        json.WriteString("machine_name", machine);
        BaselineJson.Baseline(json, baseline);
        BaselineJson.Texts(json, "warnings", baseline.Warnings);
    }

    public static void Deviation(Utf8JsonWriter json, string machine, EnergyDeviation deviation)
    {
        json.WriteString("machine_name", machine);
        BaselineJson.Deviation(json, deviation);
    }

    public static void Kpis(Utf8JsonWriter json, string machine, EnergyKpis kpis)
    {
        json.WriteString("machine_name", machine);
        Span(json, kpis.Period);
        Number(json, "coverage", kpis.Coverage);
        Kpi(json, "total_energy_kwh", kpis.EnergyKwh);
        Kpi(json, "avg_power_kw", kpis.MeanKw);
        Kpi(json, "max_power_kw", kpis.MaxKw);
        Kpi(json, "total_production_units", kpis.Units);
        Kpi(json, "sec_kwh_per_unit", kpis.Sec);
        Kpi(json, "peak_demand_kw", new(kpis.Peak.Value?.Kw, kpis.Peak.Unavailable));
        if (kpis.Peak.Value is { } peak) Time(json, "peak_time", peak.Time);
        Kpi(json, "load_factor", kpis.LoadFactor);
        Kpi(json, "utilisation", kpis.Utilisation);
        Kpi(json, "total_cost", new(kpis.Cost.Value?.Total, kpis.Cost.Unavailable));
        Kpi(json, "cost_per_unit", kpis.CostPerUnit);
        if (kpis.Cost.Value is { } cost)
        {
            json.WriteString("currency", cost.Currency);
            Number(json, "energy_cost", cost.Energy);
            Number(json, "demand_charge", cost.DemandCharge);
            Number(json, "flat_cost", cost.FlatCost);
            json.WriteStartArray("cost_by_window");
            foreach (var window in cost.Windows)
            {
                json.WriteStartObject();
                json.WriteString("window", window.Window);
                Number(json, "rate_per_kwh", window.RatePerKwh);
                Number(json, "energy_kwh", window.EnergyKwh);
                Number(json, "cost", window.Cost);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        Kpi(json, "total_co2_kg", new(kpis.Carbon.Value?.Kg, kpis.Carbon.Unavailable));
        Kpi(json, "co2_per_unit_kg", kpis.CarbonPerUnit);
    }

    // What is not known is null, with the reason beside it.
    static void Kpi(Utf8JsonWriter json, string name, Kpi<double?> kpi)
    {
        Number(json, name, kpi.Value ?? double.NaN);
        if (kpi.Value is null) json.WriteString(name + "_unavailable", kpi.Unavailable);
    }

    static void Span(Utf8JsonWriter json, Period period)
    {
        json.WriteStartObject("time_period");
        Time(json, "start", period.Start);
        Time(json, "end", period.End);
        json.WriteEndObject();
    }

    static void Time(Utf8JsonWriter json, string name, DateTime time) => json.WriteString(name, $"{time:yyyy-MM-ddTHH:mm:ss}Z");

    static void Number(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value)) json.WriteNumber(name, value);
        else json.WriteNull(name);
    }
}
