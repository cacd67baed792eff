using System.Buffers.Text;
using System.Text;
using System.Text.Unicode;
using Plumbline.Intake.Csv;
using Plumbline.Intake.Messages;

namespace Plumbline.Intake;

/// <summary>
/// Reads InfluxDB's line protocol. The measurements <c>energy</c>, <c>production</c> and <c>environment</c>, with the tag <c>machine</c>, are readings of machines; every other one is a
/// plain series for each of its fields.
/// </summary>
/// <remarks>https://docs.influxdata.com/influxdb/v2/reference/syntax/line-protocol/. A plain series keeps numbers, and booleans as 0 and 1.</remarks>
public static class LineProtocolReader
{
    static readonly DateTime Latest = new(2200, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <param name="text">Lines, in UTF-8. Empty ones and comments are no rows.</param>
    /// <param name="nameOf">The name of a machine that a row calls by name or id; null where there is none.</param>
    /// <param name="ticksOfUnit">Unit of timestamps: for nanoseconds 0, as they are less than a tick of 100 ns; else its ticks.</param>
    /// <param name="now">Time of lines that have none, UTC.</param>
    public static ReadingMessage Read(ReadOnlySpan<byte> text, Func<string, string?> nameOf, long ticksOfUnit, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(nameOf);
        ArgumentOutOfRangeException.ThrowIfNegative(ticksOfUnit);
        var (sheet, line) = (new ReadingSheet(nameOf), new LineReader(ticksOfUnit, now));
        while (!text.IsEmpty)
        {
            var length = LengthOfLine(text);
            // The byte after a line lets numbers be read without asking at each digit for the end.
            var one = text[..length];
            text = length == text.Length ? [] : text[(length + 1)..];
            one = one.TrimStart(" \t\r"u8).TrimEnd(" \t\r"u8);
            if (one.IsEmpty || one[0] == '#') continue;
            line.Read(one, sheet);
        }

        return sheet.Finish();
    }

    // A text in quotes may hold the end of a line.
    static int LengthOfLine(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf((byte)'\n');
        if (end < 0) end = text.Length;
        if (!text[..end].Contains((byte)'"')) return end;
        var isQuoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && isQuoted) i++;
            else if (text[i] == '"') isQuoted = !isQuoted;
            else if (text[i] == '\n' && !isQuoted) return i;
        }

        // Never closed: the damage ends with its line.
        return isQuoted ? end : text.Length;
    }

    sealed class LineReader(long ticksOfUnit, DateTime now)
    {
        readonly ReadingDraft _draft = new();
        readonly List<(string Name, string Value)> _tags = [];
        readonly List<(string Name, double Value)> _plain = [];

        public void Read(ReadOnlySpan<byte> line, ReadingSheet sheet)
        {
            _draft.Clear();
            _tags.Clear();
            _plain.Clear();
            var at = 0;
            var measurement = Part(line, ref at, ", "u8);
            FieldGroup? group = measurement switch
            {
                _ when measurement.SequenceEqual("energy"u8) => FieldGroup.Energy,
                _ when measurement.SequenceEqual("production"u8) => FieldGroup.Production,
                _ when measurement.SequenceEqual("environment"u8) => FieldGroup.Environment,
                _ => null,
            };
            if (measurement.IsEmpty || !Utf8.IsValid(line) || line.Contains((byte)0)) _draft.Refuse("line_unreadable", measurement.IsEmpty ? "The line has no measurement." : "The line is not UTF-8, or holds a NUL.");
            else if (!Tags(line, ref at, group, out var machine) || !Fields(line, ref at, group) || !Time(line[at..], out var time)) _draft.Refuse("line_unreadable", "The line ends before its fields, or a part of it has no value.");
            else if (group is not null)
            {
                sheet.Add(_draft, machine, time, "line", line);
                return;
            }
            else if (_draft.Trouble is null && measurement.Length + _tags.Sum(tag => tag.Name.Length + tag.Value.Length) > ReadingDraft.LongestName)
            {
                _draft.Refuse("name_too_long", $"The measurement and the tags have more than {ReadingDraft.LongestName} letters.");
            }
            else if (_draft.Trouble is null)
            {
                _tags.Sort((one, other) => string.CompareOrdinal(one.Name, other.Name));
                var (name, tags) = (Unescaped(measurement), string.Concat(_tags.Select(tag => $",{tag.Name}={tag.Value}")));
                foreach (var (field, value) in _plain) sheet.Plain($"{name}.{field}{tags}", time, value);
                sheet.Taken(_draft.Ignored);
                return;
            }

            sheet.Reject(_draft.Trouble!.Value, "line", line);
        }

        bool Tags(ReadOnlySpan<byte> line, ref int at, FieldGroup? group, out ReadOnlySpan<byte> machine)
        {
            machine = default;
            while (at < line.Length && line[at] == ',')
            {
                at++;
                var name = Part(line, ref at, "=, "u8);
                if (name.IsEmpty || at >= line.Length || line[at] != '=') return false;
                at++;
                var value = Part(line, ref at, ", "u8);
                if (value.IsEmpty) return false;
                if (group is null) _tags.Add((Unescaped(name), Unescaped(value)));
                else if (name.SequenceEqual("machine"u8) || name.SequenceEqual("machine_id"u8)) machine = value.Contains((byte)'\\') ? Encoding.UTF8.GetBytes(Unescaped(value)) : value;
                else if (group == FieldGroup.Energy && name.SequenceEqual("energy_type"u8)) _draft.Set(FieldGroup.Energy, name, value);
            }

            return at < line.Length && line[at] == ' ';
        }

        bool Fields(ReadOnlySpan<byte> line, ref int at, FieldGroup? group)
        {
            while (at < line.Length && line[at] == ' ') at++;
            while (true)
            {
                var name = Part(line, ref at, "=, "u8);
                if (name.IsEmpty || at >= line.Length || line[at] != '=') return false;
                at++;
                if (at < line.Length && line[at] == '"')
                {
                    if (!Quoted(line, ref at, out var text)) return false;
                    if (group is { } own) _draft.Set(own, name, text);
                    else _draft.Ignored++;
                }
                else
                {
                    var value = Part(line, ref at, ", "u8);
                    if (value.IsEmpty) return false;
                    if (!TryNumber(value, out var number)) _draft.Refuse("number_unreadable", $"{Unescaped(name)} {Excerpt.Of(value)} is not a number.");
                    else if (group is { } own) _draft.Set(own, name, number);
                    else if (name.Length > ReadingDraft.LongestName) _draft.Refuse("name_too_long", $"The name {Excerpt.Of(name)} has {name.Length} bytes, more than {ReadingDraft.LongestName}.");
                    else if (double.IsFinite(number)) _plain.Add((Unescaped(name), number));
                    else _draft.Refuse("number_infinite", $"{Unescaped(name)} is not finite.");
                }

                if (at >= line.Length || line[at] != ',') break;
                at++;
            }

            return at >= line.Length || line[at] == ' ';
        }

        bool Time(ReadOnlySpan<byte> rest, out DateTime time)
        {
            rest = rest.Trim((byte)' ');
            time = now;
            if (rest.IsEmpty) return true;
            if (!Utf8Parser.TryParse(rest, out long stamp, out var read) || read != rest.Length)
            {
                _draft.Refuse("time_unreadable", $"The time {Excerpt.Of(rest)} is not a whole number.");
                return true;
            }

            var limit = (Latest - DateTime.UnixEpoch).Ticks;
            var ticks = ticksOfUnit == 0 ? stamp / 100 : stamp >= 0 && stamp <= limit / ticksOfUnit ? stamp * ticksOfUnit : -1;
            if (ticks < 0 || ticks >= limit) _draft.Refuse("time_implausible", $"The time {stamp} is not of the years 1970 to 2199: is it in the unit that the precision says?");
            else time = DateTime.UnixEpoch.AddTicks(ticks - (ticks % TimeSpan.TicksPerMicrosecond));
            return true;
        }

        /// <summary>Up to the first of some bytes that has no backslash before it.</summary>
        static ReadOnlySpan<byte> Part(ReadOnlySpan<byte> line, ref int at, ReadOnlySpan<byte> ends)
        {
            var start = at;
            while (at < line.Length && !ends.Contains(line[at])) at += line[at] == '\\' && at + 1 < line.Length ? 2 : 1;
            return line[start..at];
        }

        static bool Quoted(ReadOnlySpan<byte> line, ref int at, out ReadOnlySpan<byte> text)
        {
            var start = ++at;
            while (at < line.Length && line[at] != '"') at += line[at] == '\\' && at + 1 < line.Length ? 2 : 1;
            text = line[start..Math.Min(at, line.Length)];
            return at < line.Length && line[at++] == '"';
        }

        static bool TryNumber(ReadOnlySpan<byte> value, out double number)
        {
            if (value[^1] is (byte)'i' or (byte)'u') value = value[..^1];
            else if (TryBoolean(value, out number)) return true;
            return Utf8Parser.TryParse(value, out number, out var read) && read == value.Length;
        }

        static bool TryBoolean(ReadOnlySpan<byte> value, out double number)
        {
            number = value[0] is (byte)'t' or (byte)'T' ? 1 : 0;
            return value[0] is (byte)'t' or (byte)'T' or (byte)'f' or (byte)'F' && Encoding.ASCII.GetString(value) is "t" or "T" or "true" or "True" or "TRUE" or "f" or "F" or "false" or "False" or "FALSE";
        }

        static string Unescaped(ReadOnlySpan<byte> part)
        {
            var text = Encoding.UTF8.GetString(part);
            return text.Contains('\\', StringComparison.Ordinal) ? text.Replace("\\,", ",", StringComparison.Ordinal).Replace("\\ ", " ", StringComparison.Ordinal).Replace("\\=", "=", StringComparison.Ordinal) : text;
        }
    }
}
