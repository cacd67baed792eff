using Plumbline.Intake.Csv;

namespace Plumbline.Intake.Logs;

/// <summary>Which decimal marks the columns of a file use, and where each was first seen.</summary>
sealed class DecimalMarks
{
    readonly long[] _commas = new long[MeasuredColumn.Count];
    readonly long[] _points = new long[MeasuredColumn.Count];

    public void Add(int column, byte mark, long line)
    {
        var first = mark == ',' ? _commas : _points;
        if (first[column] == 0) first[column] = line;
    }

    /// <summary>Takes over what was seen further down the file.</summary>
    public void Add(DecimalMarks later)
    {
        for (var i = 0; i < MeasuredColumn.Count; i++)
        {
            if (_commas[i] == 0) _commas[i] = later._commas[i];
            if (_points[i] == 0) _points[i] = later._points[i];
        }
    }

    public void Clear()
    {
        Array.Clear(_commas);
        Array.Clear(_points);
    }

    /// <summary>Headers of the columns that have decimal commas.</summary>
    /// <exception cref="InvalidInputException">A column has both: which of them groups thousands is anybody's guess.</exception>
    public List<string> ColumnsWithCommas(LogLayout layout)
    {
        var columns = new List<string>();
        for (var i = 0; i < MeasuredColumn.Count; i++)
        {
            if (_commas[i] > 0 && _points[i] > 0)
                throw new InvalidInputException(layout.File, $"the column {Excerpt.Of(layout.HeaderOf(i))} has decimal commas (line {_commas[i]}) and decimal points (line {_points[i]})");
            if (_commas[i] > 0) columns.Add(layout.HeaderOf(i));
        }
        return columns;
    }
}
