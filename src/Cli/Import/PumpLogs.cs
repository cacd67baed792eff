using Plumbline.Intake;
using Plumbline.Plant;

namespace Plumbline.Cli.Import;

/// <summary>Logs of pumps as logs of the machines that they are, in SI units: motor power, discharge pressure, and flow as what is made in an hour.</summary>
static class PumpLogs
{
    /// <param name="timeZone">IANA zone of times that have no offset.</param>
    /// <exception cref="InvalidInputException">Nothing in the file can be used.</exception>
    public static MachineLogFile Read(Stream csv, string name, string timeZone, CancellationToken cancel)
    {
        var file = PumpLogReader.Read(csv, name, new() { TimeZone = timeZone }, cancel);
        return new([.. file.Pumps.Select(pump => new LoggedMachine(MachineOf(pump.Log), pump.Defects))], file.Defects, file.Rows, file.RejectedRows);
    }

    static MachineLog MachineOf(PumpLog pump)
    {
        var columns = MachineColumns.Missing(pump.Count);
        for (var row = 0; row < pump.Count; row++)
        {
            columns.PowerKw[row] = Power.FromHorsepower(pump.PowerHp[row]).Kilowatts;
            columns.PressureBar[row] = Pressure.FromPsi(pump.DischargePsi[row]).Bar;
            columns.ThroughputUnitsPerHour[row] = Flow.FromGallonsPerMinute(pump.FlowGpm[row]).CubicMetresPerHour;
        }

        return new(pump.PumpId, pump.Times.ToArray(), columns);
    }
}
