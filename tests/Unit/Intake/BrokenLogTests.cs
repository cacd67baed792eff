using System.Text;
using Plumbline.Intake;
using Plumbline.Plant;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Intake;

/// <summary>Logs that are not as they should be, and what is said of each.</summary>
public sealed class BrokenLogTests
{
    const string Good = "5/1/2024 0:00,Well 1,505,148,25,76,85.2,1760";
    const string Good2 = "5/1/2024 1:00,Well 1,510,152,26,77,84.8,1765";

    /// <summary>Files of which nothing can be used: the one sentence that is said.</summary>
    static readonly (string Case, string File, string Sentence)[] Refused =
    [
        ("empty file", "", "log.csv: the file is empty."),
        ("only empty lines", "\n\n  \r\n", "log.csv: the file is empty."),
        ("only a byte order mark", "\uFEFF", "log.csv: the file is empty."),
        ("header only", Logs.Header, "log.csv: there is a header, but no rows."),
        ("header and empty lines", Logs.Header + "\n\n,,,\n", "log.csv: there is a header, but no rows."),
        ("missing column", "timestamp,Well ID,Flow (gpm),Motor Power (hp),Pump Efficiency (%)\n5/1/2024 0:00,Well 1,505,76,85.2\n",
            "log.csv, line 1: there is no column 'Discharge Pressure (psi)'; its columns are 'timestamp', 'Well ID', 'Flow (gpm)', 'Motor Power (hp)', 'Pump Efficiency (%)'."),
        ("two missing columns", "timestamp,Flow (gpm),Motor Power (hp),Pump Efficiency (%)\n5/1/2024 0:00,505,76,85.2\n",
            "log.csv, line 1: there is no column 'Well ID' and no 'Discharge Pressure (psi)'; its columns are 'timestamp', 'Flow (gpm)', 'Motor Power (hp)', 'Pump Efficiency (%)'."),
        ("no header", Good + "\n" + Good2, "log.csv, line 1: there is no column 'timestamp' and no 'Well ID' and no 'Flow (gpm)' and no 'Discharge Pressure (psi)' and no 'Motor Power (hp)' "
            + "and no 'Pump Efficiency (%)'; its columns are '5/1/2024 0:00', 'Well 1', '505', '148', '25', '76', '85.2', '1760'."),
        ("wrong delimiter", Logs.Of(Good).Replace(',', '|'), "log.csv, line 1: there is no column 'timestamp' and no 'Well ID' and no 'Flow (gpm)' and no 'Discharge Pressure (psi)' "
            + "and no 'Motor Power (hp)' and no 'Pump Efficiency (%)'; the line 'timestamp|Well ID|Flow (gpm)|Discharge P…' is not divided by commas, semicolons or tabs."),
        ("duplicate header", "timestamp,Well ID,Flow (gpm),flow(GPM),Discharge Pressure (psi),Motor Power (hp),Pump Efficiency (%)\n",
            "log.csv, line 1: two columns are Flow: 'Flow (gpm)' and 'flow(GPM)'."),
        ("two units of one column", "timestamp,Well ID,Flow (gpm),Flow (m3/h),Discharge Pressure (psi),Motor Power (hp),Pump Efficiency (%)\n",
            "log.csv, line 1: two columns are Flow: 'Flow (gpm)' and 'Flow (m3/h)'."),
        ("unknown unit", Logs.Of(Good).Replace("Flow (gpm)", "Flow (cfs)", StringComparison.Ordinal),
            "log.csv, line 1: the unit 'cfs' of the column 'Flow (cfs)' is not known; there are gpm, m3/h, l/s, l/min."),
        ("pressure in feet", Logs.Of(Good).Replace("Discharge Pressure (psi)", "Discharge Pressure (ft)", StringComparison.Ordinal),
            "log.csv, line 1: the unit 'ft' of the column 'Discharge Pressure (ft)' is not known; there are psi, bar, kPa, MPa."),
        ("speed in hertz", Logs.Of(Good).Replace("(rpm)", "(Hz)", StringComparison.Ordinal), "log.csv, line 1: the unit 'Hz' of the column 'Motor Speed (Hz)' is not known; there are rpm."),
        ("no unit", Logs.Of(Good).Replace("Motor Power (hp)", "Motor Power", StringComparison.Ordinal), "log.csv, line 1: the column 'Motor Power' has no unit; write it in brackets in the header, or map it as {\"column\": ..., \"unit\": ...}, one of hp, kW, W."),
        ("binary file", "PK\u0003\u0004\u0014\0\u0006\0", "log.csv, line 1: not a text file: it holds a zero byte."),
        ("zero byte further down", Logs.Of(Good, "5/1/2024 1:00,Well 1,\0\0\0\0"), "log.csv, line 3: not a text file: it holds a zero byte."),
        ("binary without a zero byte", "\u0089PNG\r\n\u001A\n\u0001\u0002", "log.csv, line 1: there is no column 'timestamp' and no 'Well ID' and no 'Flow (gpm)' and no 'Discharge Pressure (psi)' "
            + "and no 'Motor Power (hp)' and no 'Pump Efficiency (%)'; the line '\uFFFDPNG' is not divided by commas, semicolons or tabs."),
        ("lone quote in the header", "timestamp,\"Well ID,Flow (gpm)\n" + Good, "log.csv, line 1: a quote in the header is not closed."),
        ("only rejected rows", Logs.Of("yesterday,Well 1,505,148,25,76,85.2,1760", "today,Well 1,505,148,25,76,85.2,1760"),
            "log.csv, line 2: no row of 2 can be used; the first: The timestamp 'yesterday' is neither ISO 8601 nor US month/day/year."),
        ("decimal commas and points in one column", "timestamp;Well ID;Flow (gpm);Discharge Pressure (psi);Motor Power (hp);Pump Efficiency (%)\n5/1/2024 0:00;Well 1;505,5;148;76;85\n5/1/2024 1:00;Well 1;1.505;148;76;85\n",
            "log.csv: the column 'Flow (gpm)' has decimal commas (line 2) and decimal points (line 3)."),
        ("two files of different columns put together", Logs.Of(Good) + Logs.Of(Good2).Replace("Motor Speed (rpm)", "Vibration (mm/s)", StringComparison.Ordinal),
            "log.csv, line 3: another header begins here; files that differ in their columns cannot be read as one."),
    ];

    /// <summary>Files of which something can be used: what is said of the rest, as code, effect, place and sentence.</summary>
    static readonly (string Case, string File, string[] Defects)[] Usable =
    [
        ("as it should be", Logs.Of(Good, Good2), []),
        ("byte order mark", "\uFEFF" + Logs.Of(Good), []),
        ("CR LF", Logs.Of(Good, Good2).Replace("\n", "\r\n", StringComparison.Ordinal), []),
        ("CR alone", Logs.Of(Good, Good2).Replace('\n', '\r'), []),
        ("no line break at the end", Logs.Of(Good).TrimEnd(), []),
        ("empty lines", "\n" + Logs.Of("", Good, "", ",,,,,,,", Good2), []),
        ("quoted fields", Logs.Of("\"5/1/2024 0:00\",\"Well 1\",\"505\",148,25,76,\"85.2\",1760"), []),
        ("quoted commas and line breaks", Logs.Header + ",note\n" + Good + ",\"hot, says Ann\n\"\"very\"\" hot\"\n" + Good2 + ",\n", []),
        ("blanks around fields", Logs.Of(" 5/1/2024 0:00 , Well 1 , 505 ,\t148,25 , 76, 85.2 ,1760 "), []),
        ("other order, extra column, other case", "MOTORPOWER(HP),site,pump efficiency (%),Discharge  Pressure (PSI),flow (GPM),suction pressure (psi),motor speed (RPM),well id,Timestamp\n76,North,85.2,148,505,25,1760,Well 1,5/1/2024 0:00\n", []),
        ("not a number", Logs.Of(Good, "5/1/2024 1:00,Well 1,abc,152,26,77,84.8,1765"), ["number_unreadable Rejected log.csv, line 3: Flow (gpm) is 'abc', which is not a number."]),
        ("many of a kind", Logs.Of([Good, .. Enumerable.Repeat("5/1/2024 1:00,Well 1,505,148,25,76 hp,85,1760", 8)]),
            ["number_unreadable Rejected log.csv, lines 3, 4 and 5, and 5 more: Motor Power (hp) is '76 hp', which is not a number."]),
        ("several kinds", Logs.Of(Good, "x,Well 1,505,148,25,76,85,1760", "5/1/2024 1:00,Well 1,505,148,25,y,85,1760", "z,Well 1,505,148,25,76,85,1760"),
        [
            "time_unreadable Rejected log.csv, lines 3 and 5: The timestamp 'x' is neither ISO 8601 nor US month/day/year.",
            "number_unreadable Rejected log.csv, line 4: Motor Power (hp) is 'y', which is not a number.",
        ]),
        ("1e999", Logs.Of(Good, "5/1/2024 1:00,Well 1,1e999,152,26,77,84.8,1765"), ["number_infinite Rejected log.csv, line 3: Flow (gpm) is '1e999', which is not finite."]),
        ("infinity in words", Logs.Of(Good, "5/1/2024 1:00,Well 1,510,152,-Inf,77,84.8,1765"), ["number_infinite Rejected log.csv, line 3: Suction Pressure (psi) is '-Inf', which is not finite."]),
        ("finite, but not in the log's unit", Logs.Of(Good).Replace("Flow (gpm)", "Flow (m3/h)", StringComparison.Ordinal) + "5/1/2024 1:00,Well 1,1e308,152,26,77,84.8,1765\n",
            ["number_infinite Rejected log.csv, line 3: Flow (m3/h) is '1e308', which is not finite."]),
        ("missing values", Logs.Of(Good, "5/1/2024 1:00,Well 1,NaN,,26,null,84.8,NA", "5/1/2024 2:00,Well 1,nan,148,n/a,76,#N/A,1760"),
        [
            "value_missing Noted log.csv, lines 3 and 4: Flow (gpm) has no value: kept as missing.",
            "value_missing Noted log.csv, line 3: Discharge Pressure (psi) has no value: kept as missing.",
            "value_missing Noted log.csv, line 3: Motor Power (hp) has no value: kept as missing.",
            "value_missing Noted log.csv, line 3: Motor Speed (rpm) has no value: kept as missing.",
            "value_missing Noted log.csv, line 4: Suction Pressure (psi) has no value: kept as missing.",
            "value_missing Noted log.csv, line 4: Pump Efficiency (%) has no value: kept as missing.",
        ]),
        ("negative flow", Logs.Of(Good, "5/1/2024 1:00,Well 1,-510,152,26,77,84.8,1765"), ["value_negative Rejected log.csv, line 3: Flow (gpm) is '-510', below zero."]),
        ("negative discharge", Logs.Of(Good, "5/1/2024 1:00,Well 1,510,-0.1,26,77,84.8,1765"), ["value_negative Rejected log.csv, line 3: Discharge Pressure (psi) is '-0.1', below zero."]),
        ("negative power", Logs.Of(Good, "5/1/2024 1:00,Well 1,510,152,26,-77,84.8,1765"), ["value_negative Rejected log.csv, line 3: Motor Power (hp) is '-77', below zero."]),
        ("negative speed", Logs.Of(Good, "5/1/2024 1:00,Well 1,510,152,26,77,84.8,-1"), ["value_negative Rejected log.csv, line 3: Motor Speed (rpm) is '-1', below zero."]),
        ("negative suction is lift", Logs.Of("5/1/2024 1:00,Well 1,510,152,-6,77,84.8,1765"), []),
        ("efficiency 850", Logs.Of(Good, "5/1/2024 1:00,Well 1,510,152,26,77,850,1765"), ["value_out_of_range Rejected log.csv, line 3: Pump Efficiency (%) is '850', outside 0 to 100."]),
        ("efficiency below zero", Logs.Of(Good, "5/1/2024 1:00,Well 1,510,152,26,77,-1,1765"), ["value_out_of_range Rejected log.csv, line 3: Pump Efficiency (%) is '-1', outside 0 to 100."]),
        ("unsorted", Logs.Of(Good2, Good), ["rows_unsorted Noted log.csv, line 3: The row is of an earlier time than the pump's row before it: the rows were sorted."]),
        ("duplicate times", Logs.Of(Good, Good2, "2024-05-01 00:00,Well 1,600,148,25,76,85.2,1760"),
        [
            "time_twice Noted log.csv, line 2: The timestamp 2024-05-01 00:00:00 UTC comes again further down: the last row of a time is used.",
            "rows_unsorted Noted log.csv, line 4: The row is of an earlier time than the pump's row before it: the rows were sorted.",
        ]),
        ("two pumps", Logs.Of(Good, Good.Replace("Well 1", "Well 2", StringComparison.Ordinal), Good2), []),
        ("a pump without a usable row", Logs.Of(Good, "5/1/2024 1:00,Well 2,-1,152,26,77,84.8,1765"),
        [
            "pump_unusable Rejected log.csv, line 3: Of the pump 'Well 2' no row can be used.",
            "value_negative Rejected log.csv, line 3: Flow (gpm) is '-1', below zero.",
        ]),
        ("empty pump", Logs.Of(Good, "5/1/2024 1:00,  ,510,152,26,77,84.8,1765"), ["pump_missing Rejected log.csv, line 3: Well ID is empty."]),
        ("empty timestamp", Logs.Of(Good, ",Well 1,510,152,26,77,84.8,1765"), ["time_missing Rejected log.csv, line 3: The timestamp is empty."]),
        ("day before month", Logs.Of(Good, "13/05/2024 1:00,Well 1,510,152,26,77,84.8,1765"),
            ["time_day_first Rejected log.csv, line 3: The timestamp '13/05/2024 1:00' has no such month: dates with slashes are read month/day/year. If this file has the day first, its other dates are misread."]),
        ("no such day", Logs.Of(Good, "2023-02-29 01:00,Well 1,510,152,26,77,84.8,1765"), ["time_unreadable Rejected log.csv, line 3: The timestamp '2023-02-29 01:00' is neither ISO 8601 nor US month/day/year."]),
        ("two digits of the year", Logs.Of(Good, "5/1/24 1:00,Well 1,510,152,26,77,84.8,1765"), ["time_unreadable Rejected log.csv, line 3: The timestamp '5/1/24 1:00' is neither ISO 8601 nor US month/day/year."]),
        ("a clock that was reset", Logs.Of(Good, "1970-01-01 00:00:07,Well 1,510,152,26,77,84.8,1765"), ["time_implausible Rejected log.csv, line 3: The timestamp '1970-01-01 00:00:07' is not of the years 1971 to 2199."]),
        ("far future", Logs.Of(Good, "5/1/9924 1:00,Well 1,510,152,26,77,84.8,1765"), ["time_implausible Rejected log.csv, line 3: The timestamp '5/1/9924 1:00' is not of the years 1971 to 2199."]),
        ("too few fields", Logs.Of(Good, "5/1/2024 1:00,Well 1,510,15"), ["field_count Rejected log.csv, line 3: The row has 4 fields, the header 8: '5/1/2024 1:00,Well 1,510,15'."]),
        ("too many fields", Logs.Of(Good, "5/1/2024 1:00,Well 1,510,5,152,26,77,84.8,1765"), ["field_count Rejected log.csv, line 3: The row has 9 fields, the header 8: '5/1/2024 1:00,Well 1,510,5,152,26,77,84.…'."]),
        ("commas at the end", Logs.Of(Good + ",,", Good2), ["fields_surplus Noted log.csv, line 2: The row has more fields than the header, all of them empty."]),
        ("a line of text at the end", Logs.Of(Good, "exported by SCADA"), ["field_count Rejected log.csv, line 3: The row has 1 field, the header 8: 'exported by SCADA'."]),
        ("lone quote", Logs.Of(Good, "5/1/2024 1:00,\"Well 1,510,152,26,77,84.8,1765", "5/1/2024 2:00,Well 1,505,148,25,76,85.2,1760"),
            ["quote_open Rejected log.csv, line 3: A quote is not closed before a separator or the end of the line: '5/1/2024 1:00,\"Well 1,510,152,26,77,84.8…'."]),
        ("lone quotes in two rows", Logs.Of(Good, "5/1/2024 1:00,Well 1,\"510,152,26,77,84.8,1765", "5/1/2024 2:00,Well 1,505,148,\"25,76,85.2,1760", Good2),
            ["quote_open Rejected log.csv, lines 3 and 4: A quote is not closed before a separator or the end of the line: '5/1/2024 1:00,Well 1,\"510,152,26,77,84.8…'."]),
        ("a quote inside a field is text", Logs.Of("5/1/2024 1:00,4\" well,510,152,26,77,84.8,1765"), []),
        ("decimal comma in a comma file", Logs.Of(Good, "5/1/2024 1:00,Well 1,\"510,5\",152,26,77,84.8,1765", "5/1/2024 2:00,Well 1,\"1.510,5\",152,26,77,84.8,1765"),
            ["number_ambiguous Rejected log.csv, lines 3 and 4: Flow (gpm) is '510,5', whose comma may mark decimals or group thousands."]),
        ("semicolons", Logs.Of(Good, Good2).Replace(',', ';'), ["separator_other Noted log.csv, line 1: The file was read with semicolons between fields."]),
        ("tabs", Logs.Of(Good, Good2).Replace(',', '\t'), ["separator_other Noted log.csv, line 1: The file was read with tabs between fields."]),
        ("semicolons and decimal commas", Logs.Of(Good, Good2).Replace(',', ';').Replace('.', ','),
            ["separator_other Noted log.csv, line 1: The file was read with semicolons between fields, with decimal commas in Pump Efficiency (%)."]),
        ("thousands in a semicolon file", Logs.Of(Good, "5/1/2024 1:00,Well 1,1.510§5,152,26,77,84.8,1765").Replace(',', ';').Replace('§', ','),
        [
            "separator_other Noted log.csv, line 1: The file was read with semicolons between fields.",
            "number_ambiguous Rejected log.csv, line 3: Flow (gpm) is '1.510,5', whose comma may mark decimals or group thousands.",
        ]),
        ("without the columns that may be absent", "timestamp,Well ID,Flow (gpm),Discharge Pressure (psi),Motor Power (hp),Pump Efficiency (%)\n5/1/2024 0:00,Well 1,505,148,76,85.2\n",
        [
            "column_absent Noted log.csv, line 1: There is no column Suction Pressure (psi): differential head cannot be judged, nor suction above discharge be seen.",
            "column_absent Noted log.csv, line 1: There is no column Motor Speed (rpm): readings cannot be brought to rated speed, and whether the pump runs is told from its power alone.",
        ]),
        ("two files put together", Logs.Of(Good) + Logs.Of(Good2), ["header_repeated Noted log.csv, line 3: The header comes again."]),
    ];

    public static TheoryData<string> RefusedCases => [.. Refused.Select(entry => entry.Case)];

    public static TheoryData<string> UsableCases => [.. Usable.Select(entry => entry.Case)];

    [Theory, MemberData(nameof(RefusedCases))]
    public void Is_refused_in_one_sentence(string name)
    {
        var (_, file, sentence) = Refused.Single(entry => entry.Case == name);

        Should.Throw<InvalidInputException>(() => Logs.Read(file)).Message.ShouldBe(sentence);
    }

    [Theory, MemberData(nameof(UsableCases))]
    public void Is_read_as_far_as_it_can_be(string name)
    {
        var (_, file, defects) = Usable.Single(entry => entry.Case == name);

        var read = Logs.Read(file);

        read.AllDefects().Select(Line).ShouldBe(defects);
        read.RejectedRows.ShouldBe(read.AllDefects().Where(defect => defect.Effect == DefectEffect.Rejected && !defect.Code.EndsWith("pump_unusable", StringComparison.Ordinal)).Sum(defect => defect.Count));
        read.Pumps.Sum(pump => pump.Log.Count).ShouldBe((int)(read.Rows - read.RejectedRows - read.AllDefects().Where(defect => defect.Code.EndsWith("time_twice", StringComparison.Ordinal)).Sum(defect => defect.Count)));
        read.Pumps.ShouldNotBeEmpty();
    }

    [Theory, MemberData(nameof(UsableCases))]
    public void Strict_makes_the_first_rejected_row_an_error(string name)
    {
        var (_, file, defects) = Usable.Single(entry => entry.Case == name);
        var strict = new PumpLogOptions { Strict = true };
        if (!defects.Any(defect => defect.Contains(" Rejected ", StringComparison.Ordinal)))
        {
            Logs.Read(file, strict).Content().ShouldBe(Logs.Read(file).Content());
            return;
        }

        var error = Should.Throw<InvalidInputException>(() => Logs.Read(file, strict));

        var first = defects.First(defect => defect.Contains(" Rejected ", StringComparison.Ordinal) && !defect.StartsWith("pump_unusable", StringComparison.Ordinal));
        error.Line.ShouldNotBeNull();
        error.Message.ShouldBe($"log.csv, line {error.Line}: {first[(first.IndexOf(": ", StringComparison.Ordinal) + 2)..]}");
    }

    [Fact]
    public void Bytes_of_another_encoding_are_named()
    {
        var latin1 = Encoding.Latin1.GetBytes(Logs.Of(Good, Good2.Replace("Well 1", "Brunnen Süd", StringComparison.Ordinal)));
        Logs.Read(latin1).AllDefects().Select(Line)
            .ShouldBe(["pump_not_text Rejected log.csv, line 3: Well ID 'Brunnen S\uFFFDd' is not UTF-8; save the file as UTF-8."]);

        var header = Encoding.Latin1.GetBytes(Logs.Of(Good).Replace("Flow (gpm)", "Flow (m³/h)", StringComparison.Ordinal));
        Should.Throw<InvalidInputException>(() => Logs.Read(header)).Message
            .ShouldBe("log.csv, line 1: the header is not UTF-8; save the file as UTF-8.");

        var utf16 = Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes(Logs.Of(Good))).ToArray();
        Should.Throw<InvalidInputException>(() => Logs.Read(utf16)).Message.ShouldBe("log.csv: the file is UTF-16; save it as UTF-8.");
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData(Logs.Header + "\n", 2)]
    [InlineData(Logs.Header + "\n" + Good + "\n", 3)]
    public void A_line_of_ten_gigabytes_is_refused_without_being_held(string before, long line)
    {
        using var endless = new EndlessLine(before, length: 10L << 30);

        var error = Should.Throw<InvalidInputException>(() => Logs.Read(endless));

        error.Message.ShouldBe($"log.csv, line {line}: the line is longer than 1024 KiB; this is not a table of readings.");
        endless.Handed.ShouldBeLessThan(5L << 20);
    }

    static string Line(Defect defect)
    {
        defect.Code.ShouldStartWith("intake.csv.");
        return $"{defect.Code["intake.csv.".Length..]} {defect.Effect} {defect.Where}: {defect.What}";
    }
}
