using Plumbline.Edge.Delivery;
using Plumbline.Edge.Judging;
using Plumbline.Pumps.Condition;

namespace Plumbline.Edge.Memory;

/// <summary>Rows that were judged and that the results log lacks, because it was cut, deleted or damaged, as far as the readings that have come in still hold them.</summary>
/// <param name="read">Reads all rows that have come in; asked once, at the first gap.</param>
sealed class LogGaps(Func<IncomingRows> read)
{
    IncomingRows? _incoming;
    int _found;
    DateTime? _missing;

    /// <summary>What a person should know, a sentence each; empty without a gap.</summary>
    public IEnumerable<string> Remarks
    {
        get
        {
            if (_found > 0) yield return $"{_found} reading{(_found == 1 ? "" : "s")} that the results log lacks {(_found == 1 ? "was" : "were")} judged again, to know the history.";
            if (_missing is { } time) yield return $"The results log lacks readings up to {ReportTime.Format(time)}, and they did not come in again: status and prediction rest on what is left of the history.";
        }
    }

    /// <summary>The rows of a gap, in the order of time.</summary>
    /// <param name="after">The row before it, UTC; null where it begins with the first.</param>
    /// <param name="last">Its last row, UTC.</param>
    public IEnumerable<(DateTime Time, PumpReading Reading)> Rows(DateTime? after, DateTime last)
    {
        _incoming ??= read();
        var latest = after;
        for (var i = 0; i < _incoming.Times.Count && _incoming.Times[i] <= last; i++)
        {
            if (_incoming.Times[i] <= after) continue;
            _found++;
            latest = _incoming.Times[i];
            yield return (_incoming.Times[i], _incoming[i]);
        }
        if (latest != last) _missing = last;
    }
}
