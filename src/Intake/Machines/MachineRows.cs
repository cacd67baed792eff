using System.Runtime.InteropServices;
using Plumbline.Intake.Csv;
using Plumbline.Intake.Logs;
using Plumbline.Plant;

namespace Plumbline.Intake.Machines;

/// <summary>Rows of a machine log while they are read, by machine.</summary>
sealed class MachineRows(MachineTable table, ZoneClock clock, string timeZone)
{
    readonly Dictionary<string, Rows> _machines = [];
    readonly DefectTally _tally = new();
    readonly double[] _values = new double[MachineField.All.Length];
    long _seen;
    long _rejected;

    public void Add(ReadOnlySpan<byte> record, bool unclosed, long line)
    {
        _seen++;
        if (unclosed)
        {
            Reject(DefectKind.QuoteOpen, DefectTally.NoPump, line)?.What = $"A quote is not closed before a separator or the end of the line: {Excerpt.Of(record)}.";
            return;
        }

        var (count, surplus, mode) = (0, false, OperatingMode.Unknown);
        ReadOnlySpan<byte> time = default, machine = default, modeText = default;
        Array.Fill(_values, double.NaN);
        foreach (var field in new CsvFields(record, table.Header.Separator))
        {
            var role = count < table.Roles.Length ? table.Roles[count] : MachineTable.Other;
            if (count >= table.Roles.Length) surplus |= !field.IsEmpty;
            if (role == MachineTable.Time) time = field;
            if (role == MachineTable.Machine) machine = field;
            if (role == MachineTable.Mode) modeText = field;
            count++;
        }

        if (count < table.Roles.Length || surplus)
        {
            Reject(DefectKind.FieldCount, DefectTally.NoPump, line)?.What = $"The row has {count} field{(count == 1 ? "" : "s")}, the header {table.Roles.Length}: {Excerpt.Of(record)}.";
            return;
        }

        if (RowsOf(machine, line) is not { } rows || !TryTime(time, rows.Number, line, out var utc, out var between) || !TryMode(modeText, rows.Number, line, out mode) || !TryValues(record, rows.Number, line)) return;
        if (between > 0) rows.Twice.Add((rows.Times.Count, between));
        rows.Add(new(utc, DateTimeKind.Utc), _values, mode, line);
    }

    public MachineLogFile Finish()
    {
        if (_seen == 0) throw new InvalidInputException(table.File, "there is a header, but no rows");
        if (_machines.Values.All(rows => rows.Times.Count == 0) && _tally.FirstRejection() is var (line, what)) throw new InvalidInputException(table.File, $"no row of {_seen} can be used; the first: {what.TrimEnd('.')}", line);
        var machines = new List<LoggedMachine>();
        var defects = new List<Defect>();
        foreach (var (name, rows) in _machines)
        {
            if (rows.Times.Count > 0) machines.Add(new(rows.Finish(name, _tally), _tally.Take(rows.Number, table.File)));
            else defects.AddRange(_tally.Take(rows.Number, table.File));
        }

        return new(machines, [.. _tally.Take(DefectTally.NoPump, table.File), .. defects], _seen, _rejected);
    }

    Rows? RowsOf(ReadOnlySpan<byte> machine, long line)
    {
        if (machine.IsEmpty)
        {
            Reject(DefectKind.MachineMissing, DefectTally.NoPump, line)?.What = "The machine is empty.";
            return null;
        }

        if (MachineLogReader.Text(machine) is not { } name)
        {
            Reject(DefectKind.MachineNotText, DefectTally.NoPump, line)?.What = $"The machine {Excerpt.Of(machine)} is not UTF-8; save the file as UTF-8.";
            return null;
        }

        ref var rows = ref CollectionsMarshal.GetValueRefOrAddDefault(_machines, name, out _);
        return rows ??= new(_machines.Count - 1);
    }

    bool TryTime(ReadOnlySpan<byte> text, int machine, long line, out long utc, out long between)
    {
        between = 0;
        var reading = Timestamps.Read(text, out utc);
        if (reading == TimeReading.Utc || (reading == TimeReading.Local && clock.ToUtc(utc, out utc, out between) != WallTime.Never)) return true;
        var (kind, what) = reading switch
        {
            TimeReading.Local => (DefectKind.TimeSkipped, $"did not come in {timeZone}: clocks went forward over it"),
            TimeReading.Missing => (DefectKind.TimeMissing, "is empty"),
            TimeReading.DayFirst => (DefectKind.TimeDayFirst, "has no such month: dates with slashes are read month/day/year"),
            TimeReading.ImplausibleYear => (DefectKind.TimeImplausible, $"is not of the years {Timestamps.FirstYear} to {Timestamps.LastYear}"),
            _ => (DefectKind.TimeUnreadable, "is neither ISO 8601 nor US month/day/year"),
        };
        Reject(kind, machine, line)?.What = $"The time {Excerpt.Of(text)} {what}.";
        return false;
    }

    bool TryMode(ReadOnlySpan<byte> text, int machine, long line, out OperatingMode mode)
    {
        mode = OperatingMode.Unknown;
        // Numbers are names to Enum.TryParse, too.
        if (text.IsEmpty || (MachineLogReader.Text(text) is { } name && char.IsLetter(name[0]) && Enum.TryParse(name, ignoreCase: true, out mode))) return true;
        Reject(DefectKind.ModeUnknown, machine, line)?.What = $"The operating_mode {Excerpt.Of(text)} is none of idle, running, maintenance, fault and offline.";
        return false;
    }

    bool TryValues(ReadOnlySpan<byte> record, int machine, long line)
    {
        var column = 0;
        foreach (var field in new CsvFields(record, table.Header.Separator))
        {
            var role = column < table.Roles.Length ? table.Roles[column] : MachineTable.Other;
            column++;
            if (role < 0) continue;
            var reading = Decimals.Read(field, table.DecimalCommas, out _values[role], out _);
            var (kind, what) = reading switch
            {
                NumberReading.Number when _values[role] < MachineField.All[role].Least => (DefectKind.ValueOutOfRange, $"is below {MachineField.All[role].Least}"),
                NumberReading.Number or NumberReading.Missing => (null, ""),
                NumberReading.Ambiguous => (DefectKind.NumberAmbiguous, "may have a comma for decimals or for thousands"),
                NumberReading.Infinite => (DefectKind.NumberInfinite, "is not finite"),
                _ => (DefectKind.NumberUnreadable, "is not a number"),
            };
            if (kind is null) continue;
            Reject(kind, machine, line, role)?.What = $"{MachineField.All[role].Name} {Excerpt.Of(field)} {what}.";
            return false;
        }

        return true;
    }

    DefectTally.Entry? Reject(DefectKind kind, int machine, long line, int column = DefectTally.NoColumn)
    {
        _rejected++;
        return _tally.Add(kind, machine, column, line);
    }

    /// <summary>Those of one machine, in the order of the file.</summary>
    sealed class Rows(int number)
    {
        readonly List<double>[] _columns = [.. MachineField.All.Select(_ => new List<double>())];
        readonly List<OperatingMode> _modes = [];
        readonly List<long> _lines = [];

        public int Number => number;

        public List<DateTime> Times { get; } = [];

        /// <summary>Rows of an hour that came twice, with the ticks from the first to the second.</summary>
        public List<(int Row, long Between)> Twice { get; } = [];

        public void Add(DateTime time, ReadOnlySpan<double> values, OperatingMode mode, long line)
        {
            Times.Add(time);
            _modes.Add(mode);
            _lines.Add(line);
            for (var i = 0; i < values.Length; i++) _columns[i].Add(values[i]);
        }

        /// <summary>In the order of time. Of rows of one time each value that is there counts, the last in the file first.</summary>
        public MachineLog Finish(string name, DefectTally tally)
        {
            if (Twice.Count > 0)
            {
                var what = RepeatedHour.Resolve(CollectionsMarshal.AsSpan(Times), Twice);
                foreach (var (row, _) in Twice) tally.Add(DefectKind.TimeRepeatedHour, number, DefectTally.NoColumn, _lines[row])?.What = what;
            }

            int[] order = [.. Enumerable.Range(0, Times.Count).OrderBy(row => Times[row])];
            var times = order.Select(row => Times[row]).Distinct().ToArray();
            var columns = MachineColumns.Missing(times.Length);
            var to = -1;
            foreach (var row in order)
            {
                if (to < 0 || times[to] != Times[row]) to++;
                else tally.Add(DefectKind.TimeTwice, number, DefectTally.NoColumn, _lines[row])?.What = $"The time {Times[row]:yyyy-MM-dd HH:mm:ss} UTC comes again: its values count before those above.";
                for (var i = 0; i < _columns.Length; i++)
                    if (double.IsFinite(_columns[i][row])) MachineField.All[i].Of(columns)[to] = _columns[i][row];
                if (_modes[row] != OperatingMode.Unknown) columns.Mode[to] = _modes[row];
            }

            return new(name, times, columns);
        }
    }
}
