using System.Text;
using Plumbline.Intake.Machines;
using Plumbline.Plant;

namespace Plumbline.Intake.Messages;

/// <summary>What a message has said so far, by machine and series.</summary>
/// <param name="nameOf">The name of a machine that a row calls by name or id; null where there is none.</param>
sealed class ReadingSheet(Func<string, string?> nameOf)
{
    readonly Dictionary<string, MachineRows?> _called = [];
    readonly Dictionary<string, MachineRows> _machines = [];
    readonly Dictionary<string, PlainRows> _plain = [];
    readonly List<RejectedRow> _rejected = [];
    byte[] _lastCalled = [];
    MachineRows? _last;
    long _rows;
    long _ignored;

    /// <summary>Puts a row where it belongs, or, where something is wrong with it, its whole text among the rejected.</summary>
    public void Add(ReadingDraft draft, ReadOnlySpan<byte> machine, DateTime time, string unit, ReadOnlySpan<byte> text)
    {
        draft.Finish();
        if (draft.Trouble is null && !draft.HasValues) draft.Refuse("row_empty", "The row has no value that could be kept.");
        var rows = draft.Trouble is null ? Find(machine) : null;
        if (rows is null)
        {
            draft.Refuse("machine_unknown", machine.IsEmpty ? "The row names no machine." : $"There is no machine {Csv.Excerpt.Of(machine)}.");
            Reject(draft.Trouble!.Value, unit, text);
            return;
        }

        _rows++;
        _ignored += draft.Ignored;
        rows.Add(time, draft);
        foreach (var (name, value) in draft.Others) Plain($"{name},machine={rows.Name}", time, value);
    }

    /// <summary>Counts a row of a series that belongs to no machine, whose values have been told by <see cref="Plain"/>.</summary>
    public void Taken(int ignored)
    {
        _rows++;
        _ignored += ignored;
    }

    public void Plain(string name, DateTime time, double value)
    {
        if (!_plain.TryGetValue(name, out var rows)) _plain.Add(name, rows = new());
        rows.Times.Add(time);
        rows.Values.Add(value);
    }

    public void Reject((string Code, string What) trouble, string unit, ReadOnlySpan<byte> text)
    {
        _rows++;
        _rejected.Add(new(trouble.Code, $"{unit} {_rows}", trouble.What, Encoding.UTF8.GetString(text).Replace('\0', '\uFFFD')));
    }

    public ReadingMessage Finish() => new([.. _machines.Values.SelectMany(machine => machine.Finish())], [.. _plain.Select(plain => plain.Value.Finish(plain.Key))], _rejected, _rows, _ignored);

    // Rows of one machine mostly stand together.
    MachineRows? Find(ReadOnlySpan<byte> called)
    {
        if (_last is not null && called.SequenceEqual(_lastCalled)) return _last;
        var text = Encoding.UTF8.GetString(called);
        if (!_called.TryGetValue(text, out var rows))
        {
            if (nameOf(text) is { } name && !_machines.TryGetValue(name, out rows)) _machines.Add(name, rows = new(name));
            _called.Add(text, rows);
        }

        (_lastCalled, _last) = (called.ToArray(), rows);
        return rows;
    }

    sealed class MachineRows(string name)
    {
        readonly Dictionary<EnergyType, LogRows> _logs = [];

        public string Name => name;

        public void Add(DateTime time, ReadingDraft draft)
        {
            if (draft.Energy == EnergyType.Electricity)
            {
                Of(EnergyType.Electricity).Add(time, draft.Values, draft.Mode);
                return;
            }

            // Energy of another type stands by itself; what the machine did in the meantime is told once.
            Of(draft.Energy).Add(time, [draft.Values[0], draft.Values[1]], OperatingMode.Unknown);
            (draft.Values[0], draft.Values[1]) = (double.NaN, double.NaN);
            if (draft.Mode != OperatingMode.Unknown || Array.Exists(draft.Values, double.IsFinite)) Of(EnergyType.Electricity).Add(time, draft.Values, draft.Mode);
        }

        public IEnumerable<MeteredLog> Finish() => _logs.Where(log => log.Value.Count > 0).Select(log => new MeteredLog(log.Key, log.Value.Finish(name)));

        LogRows Of(EnergyType energy)
        {
            if (!_logs.TryGetValue(energy, out var rows)) _logs.Add(energy, rows = new());
            return rows;
        }
    }

    sealed class PlainRows
    {
        public List<DateTime> Times { get; } = [];

        public List<double> Values { get; } = [];

        // Of values of one time the last one counts.
        public PlainLog Finish(string name)
        {
            var last = new SortedDictionary<DateTime, double>();
            for (var i = 0; i < Times.Count; i++) last[Times[i]] = Values[i];
            return new(name, [.. last.Keys], [.. last.Values]);
        }
    }
}
