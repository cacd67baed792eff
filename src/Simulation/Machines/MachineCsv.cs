using System.Globalization;
using System.Text;
using Plumbline.Plant;

namespace Plumbline.Simulation.Machines;

/// <summary>Writes logs of machines, and the faults that are in them, as CSV: UTF-8, comma, ISO 8601 times in UTC.</summary>
public static class MachineCsv
{
    const string LogHeader = "time,machine,power_kw,production_count,good,throughput_units_per_hour,outdoor_temp_c,machine_temp_c,pressure_bar,operating_mode\n";
    const string FaultHeader = "machine,fault,severity,start,end\n";
    const string Time = "yyyy-MM-ddTHH:mm:ssZ";

    /// <summary>One row a reading, log after log; what is missing is left empty.</summary>
    /// <param name="into">Is written to, and left open.</param>
    /// <param name="logs">One at a time.</param>
    /// <param name="nameOf">What the file calls a machine.</param>
    public static void WriteLogs(Stream into, IEnumerable<MachineLog> logs, Func<string, string> nameOf)
    {
        ArgumentNullException.ThrowIfNull(into);
        ArgumentNullException.ThrowIfNull(logs);
        ArgumentNullException.ThrowIfNull(nameOf);
        using var text = new StreamWriter(into, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16, leaveOpen: true);
        text.Write(LogHeader);
        foreach (var log in logs)
        {
            var (name, columns) = (nameOf(log.Machine), log.Columns);
            for (var row = 0; row < log.Count; row++)
            {
                text.Write(log.Times[row].ToString(Time, CultureInfo.InvariantCulture));
                text.Write(',');
                text.Write(name);
                foreach (var column in (double[][])[columns.PowerKw, columns.ProductionCount, columns.GoodCount, columns.ThroughputUnitsPerHour, columns.OutdoorTempC, columns.MachineTempC, columns.PressureBar])
                {
                    text.Write(',');
                    if (double.IsFinite(column[row])) text.Write((column[row] + 0.0).ToString(CultureInfo.InvariantCulture)); // −0 becomes 0
                }

                text.Write(',');
                text.Write(columns.Mode[row].ToString().ToLowerInvariant());
                text.Write('\n');
            }
        }
    }

    /// <summary>One row a fault.</summary>
    /// <param name="into">Is written to, and left open.</param>
    /// <param name="faults">With what the file calls their machines.</param>
    public static void WriteFaults(Stream into, IEnumerable<(string Machine, MachineFault Fault)> faults)
    {
        ArgumentNullException.ThrowIfNull(into);
        ArgumentNullException.ThrowIfNull(faults);
        var text = new StringBuilder(FaultHeader);
        foreach (var (machine, fault) in faults)
        {
            text.Append(CultureInfo.InvariantCulture, $"{machine},{FaultNames.Of(fault.Kind)},{fault.Severity},");
            text.Append(CultureInfo.InvariantCulture, $"{fault.When.Start.ToString(Time, CultureInfo.InvariantCulture)},{fault.When.End.ToString(Time, CultureInfo.InvariantCulture)}\n");
        }

        into.Write(Encoding.UTF8.GetBytes(text.ToString()));
    }
}

/// <summary>Faults by the names that files, commands and addresses call them.</summary>
public static class FaultNames
{
    static readonly Dictionary<MachineFaultKind, string> Names = Enum.GetValues<MachineFaultKind>().ToDictionary(kind => kind, kind => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString()));

    /// <summary>Such as <c>bearing_fault</c>.</summary>
    public static string Of(MachineFaultKind kind) => Names[kind];

    /// <summary>The fault of a name, where a machine can have it.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="name">Such as <c>bearing_fault</c>.</param>
    /// <param name="complaint">A sentence that names what the machine can have; null where it can have this.</param>
    public static MachineFaultKind? Find(SimulatedMachine machine, string name, out string? complaint)
    {
        ArgumentNullException.ThrowIfNull(machine);
        MachineFaultKind? found = machine.PossibleFaults.Select(kind => (MachineFaultKind?)kind).FirstOrDefault(kind => Of(kind!.Value) == name);
        complaint = found is null ? $"'{(name.Length <= 40 ? name : name[..40] + "…")}' is none of the faults of {machine.Name}: {string.Join(", ", machine.PossibleFaults.Select(Of))}." : null;
        return found;
    }
}
