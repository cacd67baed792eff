using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Plumbline.Intake.Csv;

namespace Plumbline.Intake.Logs;

/// <summary>The short cut for rows in which nothing is quoted, blank or wrong. Not safe from several threads.</summary>
/// <param name="layout">Of the file.</param>
/// <param name="zone">For times without an offset.</param>
/// <param name="marks">Takes the decimal mark of each measured column of a row, else 0, where there may be commas.</param>
sealed class PlainRows(LogLayout layout, ZoneClock zone, byte[] marks)
{
    const int NotPlain = -1;

    readonly Column[] _columns = Column.Of(layout);
    readonly byte[] _onlyPump = Encoding.UTF8.GetBytes(layout.Options.Pump ?? "");
    readonly byte _comma = layout.DecimalCommas ? (byte)',' : (byte)'.';
    readonly byte _separator = layout.Separator;
    readonly bool _marked = layout.DecimalCommas;
    readonly PlainTimes _times = new(zone);

    // The pump of a row before, as it stood there with the separator after it, and its number in the batch.
    readonly byte[] _pumpText = new byte[64];
    int _pumpLength;
    int _pump;

    RowBatch _batch = null!;

    /// <summary>To be called before the rows of a batch are read.</summary>
    public void Begin(RowBatch batch) => (_batch, _pumpLength) = (batch, 0);

    /// <summary>Reads a row: its values to the place of the batch's next row, which is then to be completed.</summary>
    /// <param name="at">Where in the block the row begins.</param>
    /// <param name="row">What it says beside the values; of a pump that was not asked for, <see cref="PumpIds.NotText"/> and nothing else.</param>
    /// <returns>Bytes of the row; 0 where it is not plain: it is as if nothing had been read then.</returns>
    public int Read(int at, out PlainRow row)
    {
        // A field begins at or before the line break that ends the block, and its padding is as long as what is looked at from there.
        ref var text = ref MemoryMarshal.GetReference(_batch.Block.Padded);
        var begin = at;
        row = new() { Pump = PumpIds.NotText };
        for (var i = 0; i < _columns.Length; i++)
        {
            if (i > 0 && Unsafe.Add(ref text, at++) != _separator) return 0;
            switch (_columns[i].Role)
            {
                case >= 0:
                    var run = _columns.AsSpan(i, _columns[i].Run);
                    if (!TryNumbers(ref at, run, ref row)) return 0;
                    i += run.Length - 1;
                    break;
                case LogLayout.Timestamp:
                    var time = _times.Read(ref Unsafe.Add(ref text, at), _separator, out row.Utc);
                    if (time == 0 && (time = OtherTime(FieldAt(at, i), ref row)) < 0) return 0;
                    at += time;
                    break;
                case LogLayout.Pump:
                    var pump = PumpAgain(at, ref row);
                    if (pump == 0 && (pump = OtherPump(FieldAt(at, i), ref row)) < 0) return 0;
                    if (row.Pump == PumpIds.NotText) return Skip(_batch.Block.Text[begin..]);
                    at += pump;
                    break;
                default:
                    var field = FieldAt(at, i);
                    if (IsOdd(field)) return 0;
                    at += field.Length;
                    break;
            }
        }
        if (Unsafe.Add(ref text, at) == '\r') at++;
        return Unsafe.Add(ref text, at) == CsvRecord.LineBreak ? at + 1 - begin : 0;
    }

    // Fields of numbers that stand side by side. Kept to itself, and to few variables: nearly all the time of an intake goes by here.
    bool TryNumbers(ref int at, ReadOnlySpan<Column> run, ref PlainRow row)
    {
        ref var text = ref MemoryMarshal.GetReference(_batch.Block.Padded);
        var values = _batch.Rows.Next();
        var index = _batch.Rows.Count;
        var (separator, comma) = (_separator, _comma);
        var next = at;
        for (var i = 0; i < run.Length; i++)
        {
            if (i > 0 && Unsafe.Add(ref text, next++) != separator) return false;
            ref readonly var column = ref run[i];
            var length = ShortDecimals.Scan(Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref text, next)), comma, out var value);
            if (length == 0)
            {
                length = OtherNumber(next, column.Role, ref row, out var other);
                if (length == NotPlain) return false;
                value = other;
            }
            if (column.ToLog is { } toLog && length > 0) value = toLog(value);
            if (value < column.Least || value > column.Most) return false;
            values[column.Role][index] = value;
            next += length;
        }
        if (_marked) Mark(_batch.Block.Text[at..next], run);
        at = next;
        return true;
    }

    void Mark(ReadOnlySpan<byte> fields, ReadOnlySpan<Column> run)
    {
        foreach (ref readonly var column in run)
        {
            var end = fields.IndexOf(_separator) is >= 0 and var separator ? separator : fields.Length;
            marks[column.Role] = fields[..end].IndexOfAny((byte)'.', (byte)',') is >= 0 and var mark ? fields[mark] : (byte)0;
            fields = end < fields.Length ? fields[(end + 1)..] : [];
        }
    }

    // Negative, longer, or none at all.
    int OtherNumber(int at, sbyte role, ref PlainRow row, out double value)
    {
        var end = at;
        if (Decimals.TryScan(_batch.Block.Text, ref end, _marked, out value, out _)) return end - at;
        value = double.NaN;
        row.Missing |= 1 << role;
        return end == at ? 0 : NotPlain;
    }

    int OtherTime(ReadOnlySpan<byte> field, ref PlainRow row) => Timestamps.Read(field, out row.Utc) switch
    {
        TimeReading.Utc => field.Length,
        TimeReading.Local when zone.ToUtc(row.Utc, out row.Utc, out _) == WallTime.Once => field.Length,
        _ => NotPlain,
    };

    int PumpAgain(int at, ref PlainRow row)
    {
        if (_pumpLength == 0 || !_batch.Block.Text[at..].StartsWith(_pumpText.AsSpan(0, _pumpLength))) return 0;
        row.Pump = _pump;
        return _pumpLength - 1;
    }

    int OtherPump(ReadOnlySpan<byte> field, ref PlainRow row)
    {
        if (field.IsEmpty || IsOdd(field) || field[^1] is (byte)' ' or (byte)'\t') return NotPlain;
        var pump = _batch.Ids.NumberOf(field);
        if (pump == PumpIds.NotText) return NotPlain;
        if (_onlyPump.Length > 0 && !field.SequenceEqual(_onlyPump)) return field.Length;
        row.Pump = _pump = pump;
        _pumpLength = field.Length < _pumpText.Length ? field.Length + 1 : 0;
        if (_pumpLength > 0)
        {
            field.CopyTo(_pumpText);
            _pumpText[field.Length] = _separator;
        }
        return field.Length;
    }

    static int Skip(ReadOnlySpan<byte> text)
    {
        var length = text.IndexOf(CsvRecord.LineBreak) + 1;
        return text[..length].Contains(CsvRecord.Quote) ? 0 : length;
    }

    ReadOnlySpan<byte> FieldAt(int at, int column)
    {
        var rest = _batch.Block.Text[at..];
        var field = rest[..rest.IndexOfAny(_separator, CsvRecord.LineBreak)];
        return column == _columns.Length - 1 ? field.TrimEnd((byte)'\r') : field;
    }

    // Blanks and quotes around a field do not count.
    static bool IsOdd(ReadOnlySpan<byte> field) => !field.IsEmpty && field[0] is CsvRecord.Quote or (byte)' ' or (byte)'\t';

    /// <param name="Role">As the layout says.</param>
    /// <param name="Run">How many measured columns stand together from this one on.</param>
    /// <param name="Least">A smaller value is none.</param>
    /// <param name="Most">A larger value is none.</param>
    /// <param name="ToLog">To the unit of the log; null for none.</param>
    readonly record struct Column(sbyte Role, int Run, double Least, double Most, Func<double, double>? ToLog)
    {
        public static Column[] Of(LogLayout layout)
        {
            var columns = new Column[layout.Roles.Length];
            for (var (i, run) = (columns.Length - 1, 0); i >= 0; i--)
            {
                var role = layout.Roles[i];
                run = role < 0 ? 0 : run + 1;
                columns[i] = role < 0 ? new(role, 0, 0, 0, null) : new(role, run, MeasuredColumn.All[role].Least, MeasuredColumn.All[role].Most, layout.Conversions[role]);
            }
            return columns;
        }
    }
}

/// <summary>What a plain row says beside its values.</summary>
[StructLayout(LayoutKind.Auto)]
struct PlainRow
{
    /// <summary>A number of the batch's pumps.</summary>
    public int Pump;

    /// <summary>Ticks.</summary>
    public long Utc;

    /// <summary>A bit for each measured column that has no value.</summary>
    public int Missing;
}
