using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Plumbline.Plant;
using Plumbline.Pumps.Condition;

namespace Plumbline.Reports.Documents.Exchange;

/// <summary>Every reading with its deviations, severity and status, as CSV (RFC 4180, UTF-8, lines ended by a line feed).</summary>
public static class ProcessedCsv
{
    const int LongestNumber = 32;
    const int BufferSize = 1 << 16;

    /// <summary>The columns, in order.</summary>
    public static IReadOnlyList<string> Columns { get; } =
    [
        "timestamp", "Well ID", "Flow (gpm)", "Discharge Pressure (psi)", "Suction Pressure (psi)", "Motor Power (hp)", "Pump Efficiency (%)", "Motor Speed (rpm)",
        "flow_deviation_pct", "head_deviation_pct", "power_deviation_pct", "efficiency_deviation_pct", "severity", "status",
    ];

    /// <summary>Writes a header line and one line a reading.</summary>
    /// <param name="rows">The readings as measured; the deviations refer to rated speed.</param>
    /// <param name="stream">Not closed.</param>
    /// <remarks>
    /// A value that is missing or was not judged is empty. A number reads back to the very same double. Times are UTC, ISO 8601.
    /// A pump's name is quoted where CSV needs it, and is otherwise written as it is: a spreadsheet takes a name that begins with '=' for a formula.
    /// </remarks>
    public static void Write(JudgedLog rows, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(stream);
        stream.Write(Encoding.UTF8.GetBytes(string.Join(',', Columns) + "\n"));

        var name = Encoding.UTF8.GetBytes(Quoted(rows.Log.PumpId));
        var statuses = Array.ConvertAll(Enum.GetNames<PumpStatus>(), Encoding.UTF8.GetBytes);
        var longestRow = 40 + name.Length + (Columns.Count * (LongestNumber + 1));
        var buffer = new byte[Math.Max(BufferSize, 2 * longestRow)];
        var used = 0;
        for (var row = 0; row < rows.Count; row++)
        {
            if (buffer.Length - used < longestRow)
            {
                stream.Write(buffer, 0, used);
                used = 0;
            }
            used += Row(rows, row, name, statuses[(int)rows.Statuses[row]], buffer.AsSpan(used));
        }
        stream.Write(buffer, 0, used);
    }

    static int Row(JudgedLog rows, int row, ReadOnlySpan<byte> name, ReadOnlySpan<byte> status, Span<byte> line)
    {
        var log = rows.Log;
        var at = Time(rows.Times[row], line);
        line[at++] = (byte)',';
        name.CopyTo(line[at..]);
        at += name.Length;
        at += Number(log.FlowGpm[row], line[at..]);
        at += Number(log.DischargePsi[row], line[at..]);
        at += Number(log.SuctionPsi[row], line[at..]);
        at += Number(log.PowerHp[row], line[at..]);
        at += Number(log.EfficiencyPct[row], line[at..]);
        at += Number(log.SpeedRpm[row], line[at..]);
        for (var parameter = PumpParameter.Flow; parameter <= PumpParameter.Efficiency; parameter++) at += Number(rows.DeviationPct(parameter)[row], line[at..]);
        at += Number(rows.Severities[row], line[at..]);
        line[at++] = (byte)',';
        status.CopyTo(line[at..]);
        at += status.Length;
        line[at++] = (byte)'\n';
        return at;
    }

    /// <summary>A comma and the number; a comma alone for NaN.</summary>
    static int Number(double value, Span<byte> into)
    {
        into[0] = (byte)',';
        if (double.IsNaN(value)) return 1;
        // Measured values mostly have two decimals or fewer: as whole hundredths they take a tenth of the time, and n / 100 is the double nearest to that decimal.
        var hundredths = Math.Round(value * 100);
        if (Math.Abs(hundredths) < 1e9 && hundredths / 100 == value && (hundredths != 0 || !double.IsNegative(value)))
            return 1 + Hundredths((int)hundredths, into[1..]);
        value.TryFormat(into[1..], out var written, provider: CultureInfo.InvariantCulture);
        return 1 + written;
    }

    static int Hundredths(int value, Span<byte> into)
    {
        var at = 0;
        if (value < 0) into[at++] = (byte)'-';
        var size = Math.Abs(value);
        Utf8Formatter.TryFormat(size / 100, into[at..], out var written);
        at += written;
        var rest = size % 100;
        if (rest == 0) return at;
        into[at++] = (byte)'.';
        into[at++] = (byte)('0' + (rest / 10));
        if (rest % 10 != 0) into[at++] = (byte)('0' + (rest % 10));
        return at;
    }

    // 2024-06-01T08:00:00Z, with a fraction only where there is one.
    static int Time(DateTime time, Span<byte> into)
    {
        if (time.Ticks % TimeSpan.TicksPerSecond != 0)
        {
            time.TryFormat(into, out var written, "yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", CultureInfo.InvariantCulture);
            return written;
        }
        "0000-00-00T00:00:00Z"u8.CopyTo(into);
        Digits(time.Year, into[..4]);
        Digits(time.Month, into[5..7]);
        Digits(time.Day, into[8..10]);
        Digits(time.Hour, into[11..13]);
        Digits(time.Minute, into[14..16]);
        Digits(time.Second, into[17..19]);
        return 20;
    }

    static void Digits(int value, Span<byte> into)
    {
        for (var i = into.Length - 1; value > 0; i--, value /= 10) into[i] = (byte)('0' + (value % 10));
    }

    static string Quoted(string name) =>
        name.AsSpan().IndexOfAny(",\"\r\n") < 0 ? name : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
