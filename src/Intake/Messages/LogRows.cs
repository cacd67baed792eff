using Plumbline.Intake.Machines;
using Plumbline.Plant;

namespace Plumbline.Intake.Messages;

/// <summary>Readings of one machine in the order in which they come.</summary>
sealed class LogRows
{
    static readonly int Width = MachineField.All.Length;

    DateTime[] _times = new DateTime[4];
    OperatingMode[] _modes = new OperatingMode[4];
    double[] _values = new double[4 * Width]; // by row, then column
    bool _isInOrder = true;

    public int Count { get; private set; }

    /// <summary>Takes the first columns of a reading, in the order of <see cref="MachineField"/>; NaN where missing.</summary>
    public void Add(DateTime time, ReadOnlySpan<double> values, OperatingMode mode)
    {
        if (Count > 0 && time <= _times[Count - 1])
        {
            // What several lines say of one moment mostly stands together.
            if (time == _times[Count - 1])
            {
                Take(Count - 1, values, mode);
                return;
            }

            _isInOrder = false;
        }

        if (Count == _times.Length) Grow();
        _times[Count] = time;
        _modes[Count] = mode;
        var row = _values.AsSpan(Count * Width, Width);
        row.Fill(double.NaN);
        values.CopyTo(row);
        Count++;
    }

    /// <summary>In the order of time. Of readings of one time each value that is there counts, the last to come first.</summary>
    public MachineLog Finish(string machine)
    {
        if (!_isInOrder) Sort();
        var columns = MachineColumns.Missing(Count);
        for (var column = 0; column < Width; column++)
        {
            var into = MachineField.All[column].Of(columns);
            for (var row = 0; row < Count; row++) into[row] = _values[(row * Width) + column];
        }

        Array.Copy(_modes, columns.Mode, Count);
        return new(machine, _times[..Count], columns);
    }

    void Sort()
    {
        var order = new int[Count];
        for (var i = 0; i < Count; i++) order[i] = i;
        // By arrival where times are the same.
        Array.Sort(order, (one, other) => _times[one].CompareTo(_times[other]) is var by && by != 0 ? by : one.CompareTo(other));
        var (times, modes, values) = (_times, _modes, _values);
        (_times, _modes, _values, Count, _isInOrder) = (new DateTime[order.Length], new OperatingMode[order.Length], new double[order.Length * Width], 0, true);
        foreach (var row in order) Add(times[row], values.AsSpan(row * Width, Width), modes[row]);
    }

    void Take(int row, ReadOnlySpan<double> values, OperatingMode mode)
    {
        for (var column = 0; column < values.Length; column++)
            if (!double.IsNaN(values[column])) _values[(row * Width) + column] = values[column];
        if (mode != OperatingMode.Unknown) _modes[row] = mode;
    }

    void Grow()
    {
        Array.Resize(ref _times, 2 * Count);
        Array.Resize(ref _modes, 2 * Count);
        Array.Resize(ref _values, 2 * Count * Width);
    }
}
