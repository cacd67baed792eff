using System.Buffers;
using System.Globalization;
using System.Text;
using Plumbline.Plant;

namespace Plumbline.Simulation;

/// <summary>Writes baselines and operating logs as the CSV files that the product reads: UTF-8, comma, ISO 8601 times in UTC.</summary>
public static class PumpCsv
{
    const string BaselineHeader =
        "Well ID,pump_type,horsepower,application,baseline_flow_gpm,baseline_discharge_pressure_psi,baseline_power_hp,baseline_efficiency_percent,"
        + "baseline_speed_rpm,baseline_suction_pressure_psi,specific_gravity,failure_date\n";

    const string LogHeader = "timestamp,Well ID,Flow (gpm),Discharge Pressure (psi),Suction Pressure (psi),Motor Power (hp),Pump Efficiency (%),Motor Speed (rpm)\n";
    const int LongestNumber = 400; // of a double in fixed notation
    const string WholeSeconds = "yyyy-MM-ddTHH:mm:ss";
    const string Fractions = "yyyy-MM-ddTHH:mm:ss.FFFFFFF";
    static readonly SearchValues<char> NeedQuotes = SearchValues.Create(",\"\r\n");

    /// <summary>One row a pump; what is not known is left empty.</summary>
    public static void WriteBaselines(Stream into, IEnumerable<PumpBaseline> baselines)
    {
        ArgumentNullException.ThrowIfNull(into);
        ArgumentNullException.ThrowIfNull(baselines);
        var text = new StringBuilder(BaselineHeader);
        foreach (var pump in baselines)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Quoted(pump.PumpId)},{Quoted(pump.PumpType)},{pump.MotorRating.Horsepower},{Quoted(pump.Application)},");
            text.Append(CultureInfo.InvariantCulture, $"{pump.Flow.GallonsPerMinute},{pump.DischargePressure.Psi},{pump.Power.Horsepower},{pump.EfficiencyPct},");
            text.Append(CultureInfo.InvariantCulture, $"{pump.RatedSpeed?.Rpm},{pump.SuctionPressure?.Psi},{pump.SpecificGravity},{pump.FailureDate?.ToString(WholeSeconds + "Z", CultureInfo.InvariantCulture)}\n");
        }
        into.Write(Encoding.UTF8.GetBytes(text.ToString()));
    }

    /// <summary>One row a reading, pump after pump. Takes one log at a time: a lazy sequence is never in memory as a whole.</summary>
    /// <param name="into">Is written to, and left open.</param>
    /// <param name="logs">One at a time.</param>
    /// <param name="withOffset">Whether times end in Z. Most loggers write none; such times are read as UTC.</param>
    /// <remarks>Flow and speed with one decimal, pressures, power and efficiency with two: what instruments show. NaN becomes an empty field.</remarks>
    public static void WriteLogs(Stream into, IEnumerable<PumpLog> logs, bool withOffset = true)
    {
        ArgumentNullException.ThrowIfNull(into);
        ArgumentNullException.ThrowIfNull(logs);
        into.Write(Encoding.UTF8.GetBytes(LogHeader));
        foreach (var log in logs) WriteRows(into, log, withOffset);
    }

    static void WriteRows(Stream into, PumpLog log, bool withOffset)
    {
        var id = Encoding.UTF8.GetBytes(Quoted(log.PumpId));
        var row = new byte[64 + id.Length + (6 * LongestNumber)];
        for (var i = 0; i < log.Count; i++)
        {
            var time = log.Times[i];
            time.TryFormat(row, out var length, time.Ticks % TimeSpan.TicksPerSecond == 0 ? WholeSeconds : Fractions, CultureInfo.InvariantCulture);
            if (withOffset) row[length++] = (byte)'Z';
            row[length++] = (byte)',';
            id.CopyTo(row, length);
            length += id.Length;
            Append(row, ref length, log.FlowGpm[i], "F1");
            Append(row, ref length, log.DischargePsi[i], "F2");
            Append(row, ref length, log.SuctionPsi[i], "F2");
            Append(row, ref length, log.PowerHp[i], "F2");
            Append(row, ref length, log.EfficiencyPct[i], "F2");
            Append(row, ref length, log.SpeedRpm[i], "F1");
            row[length++] = (byte)'\n';
            into.Write(row, 0, length);
        }
    }

    static void Append(byte[] row, ref int length, double value, string format)
    {
        row[length++] = (byte)',';
        if (double.IsNaN(value)) return;
        value += 0.0; // −0 becomes 0
        value.TryFormat(row.AsSpan(length), out var written, format, CultureInfo.InvariantCulture);
        length += written;
    }

    static string Quoted(string text) => text.AsSpan().ContainsAny(NeedQuotes) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
