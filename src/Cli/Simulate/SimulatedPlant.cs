using System.Text.Json;
using Plumbline.Central;
using Plumbline.Plant;
using Plumbline.Simulation.Machines;

namespace Plumbline.Cli.Simulate;

/// <summary>A plant to be simulated, as the command line describes it.</summary>
/// <param name="Factory">Its name.</param>
/// <param name="Prefix">Of the names of machines.</param>
/// <param name="Machines">In the order of their numbers; at least one.</param>
/// <param name="Planted">Faults beside those that machines have by themselves.</param>
/// <param name="Period">UTC.</param>
/// <param name="Interval">From reading to reading.</param>
sealed record SimulatedPlant(string Factory, string Prefix, IReadOnlyList<SimulatedMachine> Machines, IReadOnlyList<(SimulatedMachine Machine, MachineFault Fault)> Planted, Period Period, TimeSpan Interval)
{
    public string NameOf(SimulatedMachine machine) => Prefix + machine.Name;

    public MachineLog Log(SimulatedMachine machine, Period period) => machine.Log(period, Interval, [.. Planted.Where(planted => planted.Machine == machine).Select(planted => planted.Fault)]);

    /// <summary>All faults, those that machines have by themselves included, in the order of time.</summary>
    public IReadOnlyList<(string Machine, MachineFault Fault)> Faults() =>
    [
        .. Machines.SelectMany(machine => machine.OwnFaults(Period).Select(fault => (Machine: NameOf(machine), Fault: fault))).Concat(Planted.Select(planted => (Machine: NameOf(planted.Machine), planted.Fault)))
            .OrderBy(entry => entry.Fault.When.Start).ThenBy(entry => entry.Machine, StringComparer.Ordinal),
    ];

    /// <summary>The plant as <c>plumb import --plant</c> reads it.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartArray("factories");
        json.WriteStartObject();
        WriteFactory(json);
        json.WriteStartArray("machines");
        foreach (var machine in Machines)
        {
            json.WriteStartObject();
            WriteMachine(json, machine);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("tariffs");
        json.WriteStartObject();
        WriteTariff(json);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartArray("carbon_factors");
        json.WriteStartObject();
        WriteCarbonFactor(json);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    public void WriteFactory(Utf8JsonWriter json)
    {
        json.WriteString("id", Machines[0].Key.FactoryId);
        json.WriteString("name", Factory);
        json.WriteString("time_zone", "UTC");
        json.WriteString("currency", "USD");
    }

    public void WriteMachine(Utf8JsonWriter json, SimulatedMachine machine)
    {
        json.WriteString("id", machine.Key.MachineId);
        json.WriteString("name", NameOf(machine));
        json.WriteString("type", machine.Type.Snake());
        json.WriteNumber("rated_power_kw", machine.RatedPowerKw);
        json.WriteNumber("data_interval_seconds", Interval.TotalSeconds);
    }

    public static void WriteTariff(Utf8JsonWriter json)
    {
        json.WriteString("name", "time of use");
        json.WriteNumber("rate_per_kwh", 0.10);
        json.WriteNumber("demand_charge_per_kw", 12);
        json.WriteStartArray("windows");
        json.WriteStartObject();
        json.WriteString("name", "peak");
        json.WriteNumber("rate_per_kwh", 0.20);
        json.WriteString("from", "08:00");
        json.WriteString("to", "20:00");
        json.WriteEndObject();
        json.WriteEndArray();
    }

    public static void WriteCarbonFactor(Utf8JsonWriter json)
    {
        json.WriteString("region", "grid");
        json.WriteNumber("kg_per_kwh", 0.45);
    }
}
