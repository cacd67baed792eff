using System.Runtime.InteropServices;

namespace Plumbline.Pumps.Condition;

/// <summary>Whether a parameter has been outside its tolerance for most of the last 24 hours: in at least 70 % of its judged rows of (t − 24 h, t], at least 12 of them. Fed row by row; O(1) each, amortised.</summary>
/// <remarks>Not safe from many threads. A device keeps one and feeds it each new row; a log is run through it from its start.</remarks>
public sealed class SustainedRule
{
    /// <summary>How far back it looks.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromHours(24);

    /// <summary>Fewer judged rows than this say nothing.</summary>
    public const int LeastRows = 12;

    // At least 70 %, in whole numbers: no rounding decides.
    const int SharePercent = 70;
    const int Parameters = 4;
    const int FirstCapacity = 64;

    readonly int[] _judged = new int[Parameters];
    readonly int[] _violated = new int[Parameters];
    Row[] _ring = new Row[FirstCapacity];
    int _oldest;
    int _count;

    /// <summary>Takes the next row.</summary>
    /// <param name="time">Later than the row before.</param>
    /// <param name="judged">The parameters judged in it.</param>
    /// <param name="violated">Those of them outside their tolerance.</param>
    /// <returns>The parameters that have been outside their tolerance for most of the 24 hours up to and with this row.</returns>
    /// <exception cref="ArgumentException">Time does not increase.</exception>
    public ParameterSet Observe(DateTime time, ParameterSet judged, ParameterSet violated)
    {
        if (_count > 0 && time.Ticks <= _ring[(_oldest + _count - 1) & (_ring.Length - 1)].Ticks) throw new ArgumentException($"Rows must come in the order of time: {time:O} does not follow.", nameof(time));
        for (var end = time.Ticks - Window.Ticks; _count > 0 && _ring[_oldest].Ticks <= end; _count--)
        {
            Count(_ring[_oldest].Judged, _ring[_oldest].Violated, -1);
            _oldest = (_oldest + 1) & (_ring.Length - 1);
        }
        if (judged != ParameterSet.None)
        {
            if (_count == _ring.Length) Grow();
            _ring[(_oldest + _count++) & (_ring.Length - 1)] = new(time.Ticks, judged, violated & judged);
            Count(judged, violated & judged, 1);
        }
        return Sustained();
    }

    /// <summary>Whether that many rows are enough, and that many violations most of them.</summary>
    internal static bool IsSustained(int violated, int judged) => judged >= LeastRows && violated * 100L >= judged * (long)SharePercent;

    ParameterSet Sustained()
    {
        var sustained = ParameterSet.None;
        for (var p = 0; p < Parameters; p++)
            if (IsSustained(_violated[p], _judged[p])) sustained |= (ParameterSet)(1 << p);
        return sustained;
    }

    void Count(ParameterSet judged, ParameterSet violated, int by)
    {
        for (var p = 0; p < Parameters; p++)
        {
            _judged[p] += by * (((int)judged >> p) & 1);
            _violated[p] += by * (((int)violated >> p) & 1);
        }
    }

    // The length stays a power of two, so that the ring is indexed by a mask.
    void Grow()
    {
        var larger = new Row[_ring.Length * 2];
        for (var i = 0; i < _count; i++) larger[i] = _ring[(_oldest + i) & (_ring.Length - 1)];
        (_ring, _oldest) = (larger, 0);
    }

    [StructLayout(LayoutKind.Auto)]
    readonly record struct Row(long Ticks, ParameterSet Judged, ParameterSet Violated);
}
