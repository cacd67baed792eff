using System.Buffers.Text;
using System.Text.Json;
using System.Text.Unicode;
using Plumbline.Intake.Csv;
using Plumbline.Intake.Messages;

namespace Plumbline.Intake;

/// <summary>
/// Reads rows of readings in JSON: <c>{ "machine": ..., "time": ..., "energy": { power_kw, energy_kwh, energy_type }, "production": { ... }, "environment": { ... } }</c>; one such object, an
/// array of them, or <c>{ "readings": [ ... ] }</c>; or one on each line.
/// </summary>
public static class JsonReadingReader
{
    const int DeepestNesting = 8;
    static readonly DateTime Earliest = DateTime.UnixEpoch;
    static readonly DateTime Latest = new(2200, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <param name="text">JSON in UTF-8.</param>
    /// <param name="nameOf">The name of a machine that a row calls by name or id; null where there is none.</param>
    /// <exception cref="InvalidInputException">The text is not JSON as a whole, or nothing that rows could be in.</exception>
    public static ReadingMessage Read(ReadOnlySpan<byte> text, Func<string, string?> nameOf)
    {
        ArgumentNullException.ThrowIfNull(nameOf);
        var (sheet, rows) = (new ReadingSheet(nameOf), new RowReader());
        if (!Utf8.IsValid(text)) throw new InvalidInputException("body", "the text is not UTF-8");
        var json = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = DeepestNesting });
        try
        {
            json.Read();
            if (json.TokenType == JsonTokenType.StartObject && IsEnvelope(text))
            {
                while (json.Read() && json.TokenType != JsonTokenType.EndObject)
                {
                    var isReadings = json.ValueTextEquals("readings"u8);
                    json.Read();
                    if (isReadings && json.TokenType == JsonTokenType.StartArray) ReadArray(ref json, text, sheet, rows);
                    else json.Skip();
                }
            }
            else if (json.TokenType == JsonTokenType.StartArray)
            {
                ReadArray(ref json, text, sheet, rows);
            }
            else
            {
                rows.Read(ref json, text, sheet, "row");
            }

            if (json.Read()) throw new InvalidInputException("body", "there is more after the end of the JSON text");
        }
        catch (JsonException trouble)
        {
            throw new InvalidInputException("body", $"the text is not JSON, or nested deeper than {DeepestNesting} levels (line {(trouble.LineNumber ?? 0) + 1}, byte {trouble.BytePositionInLine ?? 0})");
        }

        return sheet.Finish();
    }

    /// <summary>One row on each line: one that is no JSON costs itself and no other.</summary>
    /// <param name="text">Lines of JSON in UTF-8; empty ones are no rows.</param>
    /// <param name="nameOf">The name of a machine that a row calls by name or id; null where there is none.</param>
    public static ReadingMessage ReadLines(ReadOnlySpan<byte> text, Func<string, string?> nameOf)
    {
        ArgumentNullException.ThrowIfNull(nameOf);
        var (sheet, rows) = (new ReadingSheet(nameOf), new RowReader());
        foreach (var range in text.Split((byte)'\n'))
        {
            var line = text[range].Trim(" \t\r"u8);
            if (line.IsEmpty) continue;
            try
            {
                if (!Utf8.IsValid(line)) throw new JsonException();
                var json = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = DeepestNesting });
                // To its end first: half of a line is no row.
                while (json.Read())
                {
                }

                json = new(line, new JsonReaderOptions { MaxDepth = DeepestNesting });
                json.Read();
                rows.Read(ref json, line, sheet, "line");
            }
            catch (JsonException)
            {
                sheet.Reject(("line_unreadable", $"The line is not JSON, or nested deeper than {DeepestNesting} levels: {Excerpt.Of(line)}."), "line", line);
            }
        }

        return sheet.Finish();
    }

    static void ReadArray(ref Utf8JsonReader json, ReadOnlySpan<byte> text, ReadingSheet sheet, RowReader rows)
    {
        while (json.Read() && json.TokenType != JsonTokenType.EndArray) rows.Read(ref json, text, sheet, "row");
    }

    static bool IsEnvelope(ReadOnlySpan<byte> text)
    {
        var json = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = DeepestNesting });
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("readings"u8)) return true;
            json.Read();
            json.Skip();
        }

        return false;
    }

    sealed class RowReader
    {
        readonly ReadingDraft _draft = new();
        byte[] _machine = new byte[64];
        int _machineLength;
        DateTime? _time;

        /// <summary>Reads one value, which should be a row, to its end.</summary>
        public void Read(ref Utf8JsonReader json, ReadOnlySpan<byte> text, ReadingSheet sheet, string unit)
        {
            _draft.Clear();
            (_machineLength, _time) = (0, null);
            var start = (int)json.TokenStartIndex;
            if (json.TokenType == JsonTokenType.StartObject)
            {
                while (json.Read() && json.TokenType != JsonTokenType.EndObject) Property(ref json);
                if (_time is null) _draft.Refuse("time_missing", "The row has no time.");
            }
            else
            {
                json.Skip();
                _draft.Refuse("row_unreadable", "The row is no JSON object.");
            }

            sheet.Add(_draft, _machine.AsSpan(0, _machineLength), _time ?? Earliest, unit, text[start..(int)json.BytesConsumed]);
        }

        void Property(ref Utf8JsonReader json)
        {
            if (json.ValueTextEquals("energy"u8)) Group(ref json, FieldGroup.Energy);
            else if (json.ValueTextEquals("production"u8)) Group(ref json, FieldGroup.Production);
            else if (json.ValueTextEquals("environment"u8)) Group(ref json, FieldGroup.Environment);
            else if (json.ValueTextEquals("time"u8) || json.ValueTextEquals("timestamp"u8)) Time(ref json);
            else if (json.ValueTextEquals("machine"u8) || json.ValueTextEquals("machine_id"u8)) Machine(ref json);
            else
            {
                json.Read();
                json.Skip();
            }
        }

        void Machine(ref Utf8JsonReader json)
        {
            if (_machineLength > 0) _draft.Refuse("field_twice", "The machine is named twice.");
            json.Read();
            if (json.TokenType != JsonTokenType.String)
            {
                json.Skip();
                _draft.Refuse("machine_unknown", "The machine is no text.");
                return;
            }

            if (_machine.Length < json.ValueSpan.Length) _machine = new byte[json.ValueSpan.Length];
            _machineLength = TryCopy(ref json, _machine);
        }

        int TryCopy(ref Utf8JsonReader json, Span<byte> into)
        {
            try
            {
                return json.CopyString(into);
            }
            catch (InvalidOperationException)
            {
                _draft.Refuse("machine_unknown", "The machine's name holds half of a surrogate pair.");
                return 0;
            }
        }

        void Time(ref Utf8JsonReader json)
        {
            if (_time is not null) _draft.Refuse("field_twice", "The time is there twice.");
            json.Read();
            if (json.TokenType != JsonTokenType.String || !json.TryGetDateTime(out var time))
            {
                _draft.Refuse("time_unreadable", $"The time {Excerpt.Of(json.TokenType is JsonTokenType.String or JsonTokenType.Number ? json.ValueSpan : "null"u8)} is not an ISO 8601 time such as 2024-11-18T14:32:00Z.");
                json.Skip();
                return;
            }

            var utc = time.Kind == DateTimeKind.Local ? time.ToUniversalTime() : DateTime.SpecifyKind(time, DateTimeKind.Utc);
            if (utc < Earliest || utc >= Latest) _draft.Refuse("time_implausible", $"The time {Excerpt.Of(json.ValueSpan)} is not of the years 1970 to 2199.");
            _time = utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerMicrosecond));
        }

        void Group(ref Utf8JsonReader json, FieldGroup group)
        {
            json.Read();
            if (json.TokenType != JsonTokenType.StartObject)
            {
                if (json.TokenType != JsonTokenType.Null) _draft.Refuse("row_unreadable", $"{group.ToString().ToLowerInvariant()} is no JSON object.");
                json.Skip();
                return;
            }

            while (json.Read() && json.TokenType != JsonTokenType.EndObject)
            {
                var name = json.ValueSpan;
                json.Read();
                switch (json.TokenType)
                {
                    case JsonTokenType.Number:
                        // Not GetDouble: it takes 1e999 for infinite, which Set refuses, and is slower.
                        if (Utf8Parser.TryParse(json.ValueSpan, out double number, out _)) _draft.Set(group, name, number);
                        break;
                    case JsonTokenType.String:
                        _draft.Set(group, name, json.ValueSpan);
                        break;
                    case JsonTokenType.True or JsonTokenType.False when !ReadingDraft.IsNumeric(group, name):
                        _draft.Set(group, name, json.TokenType == JsonTokenType.True ? 1 : 0);
                        break;
                    case JsonTokenType.Null:
                        break;
                    default:
                        _draft.Refuse("number_unreadable", $"{Excerpt.Of(name)} is not a number.");
                        json.Skip();
                        break;
                }
            }
        }
    }
}
