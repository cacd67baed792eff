using System.Text;
using Plumbline.Intake;
using Plumbline.Plant;
using Xunit;

namespace Plumbline.Unit.Tests.Intake;

/// <summary>Small logs to read.</summary>
static class Logs
{
    internal const string Name = "log.csv";

    internal const string Header = "timestamp,Well ID,Flow (gpm),Discharge Pressure (psi),Suction Pressure (psi),Motor Power (hp),Pump Efficiency (%),Motor Speed (rpm)";

    /// <summary>The header of the contract, then the rows.</summary>
    internal static string Of(params string[] rows) => string.Join('\n', [Header, .. rows]) + "\n";

    internal static Stream Bytes(string text) => new MemoryStream(Encoding.UTF8.GetBytes(text));

    internal static PumpLogFile Read(string text, PumpLogOptions? options = null) => Read(Bytes(text), options);

    internal static PumpLogFile Read(byte[] bytes) => Read(new MemoryStream(bytes));

    internal static PumpLogFile Read(Stream csv, PumpLogOptions? options = null) => PumpLogReader.Read(csv, Name, options, TestContext.Current.CancellationToken);

    internal static PumpLog ReadOne(string text, PumpLogOptions? options = null)
    {
        var file = Read(text, options);
        return file.Pumps.Count == 1 ? file.Pumps[0].Log : throw new InvalidOperationException($"{file.Pumps.Count} pumps");
    }

    internal static IEnumerable<Defect> AllDefects(this PumpLogFile file) => file.Defects.Concat(file.Pumps.SelectMany(pump => pump.Defects));

    /// <summary>Everything that a log says, for comparison.</summary>
    internal static string Content(this PumpLog log)
    {
        var text = new StringBuilder(log.PumpId);
        for (var i = 0; i < log.Count; i++)
            text.Append($"\n{log.Times[i]:O} {log.FlowGpm[i]:R} {log.DischargePsi[i]:R} {log.SuctionPsi[i]:R} {log.PowerHp[i]:R} {log.EfficiencyPct[i]:R} {log.SpeedRpm[i]:R}");
        return text.ToString();
    }

    /// <summary>Everything that was read from a file, defects included.</summary>
    internal static string Content(this PumpLogFile file) =>
        string.Join('\n', file.Pumps.Select(pump => pump.Log.Content()).Concat(file.AllDefects().Select(defect => defect.ToString())));
}
