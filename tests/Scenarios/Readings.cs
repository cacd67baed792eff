using System.Globalization;
using System.Runtime.InteropServices;

namespace Plumbline.Scenarios.Tests;

/// <summary>One reading of a script.</summary>
/// <param name="Value">NaN: missing.</param>
/// <param name="IsExact">Whether the sensor shows this very number, without the ripple of a live one.</param>
[StructLayout(LayoutKind.Auto)]
readonly record struct Reading(double Value, bool IsExact);

/// <summary>
/// Reads a row of readings: <c>500 ×24</c> repeats, <c>500..460 ×100</c> runs evenly from one to the other, <c>(552 548) ×30</c> repeats a group, <c>-</c> is missing,
/// <c>=150</c> is exact.
/// </summary>
sealed class Readings
{
    readonly string[] _tokens;
    int _next;

    Readings(string text) => _tokens = text.Replace("(", " ( ", StringComparison.Ordinal).Replace(")", " ) ", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    public static List<Reading> Parse(string text)
    {
        var readings = new Readings(text);
        var row = readings.Row();
        return readings._next == readings._tokens.Length ? row : throw new FormatException("')' without '('");
    }

    List<Reading> Row()
    {
        var row = new List<Reading>();
        while (_next < _tokens.Length && _tokens[_next] != ")")
        {
            var token = _tokens[_next++];
            if (token == "(") row.AddRange(Group());
            else if (token.IndexOf("..", StringComparison.Ordinal) is > 0 and var dots) row.AddRange(Ramp(Number(token[..dots]), Number(token[(dots + 2)..]), Times()));
            else row.AddRange(Enumerable.Repeat(token == "-" ? new(double.NaN, false) : token[0] == '=' ? new(Number(token[1..]), true) : new Reading(Number(token), false), Times()));
        }
        return row;
    }

    IEnumerable<Reading> Group()
    {
        var group = Row();
        if (_next++ >= _tokens.Length) throw new FormatException("'(' without ')'");
        return Enumerable.Repeat(group, Times()).SelectMany(readings => readings).ToList();
    }

    static IEnumerable<Reading> Ramp(double from, double to, int count) =>
        Enumerable.Range(0, count).Select(i => new Reading(from + ((to - from) * i / Math.Max(1, count - 1)), false));

    int Times()
    {
        if (_next >= _tokens.Length || _tokens[_next][0] != '×') return 1;
        return int.TryParse(_tokens[_next++][1..], CultureInfo.InvariantCulture, out var times) ? times : throw new FormatException($"'{_tokens[_next - 1]}' is no number of times");
    }

    static double Number(string text) =>
        double.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : throw new FormatException($"'{text}' is no reading");
}
