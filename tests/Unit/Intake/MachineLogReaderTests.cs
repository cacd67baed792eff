using System.Text;
using Plumbline.Intake;
using Plumbline.Plant;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Intake;

public sealed class MachineLogReaderTests
{
    [Fact]
    public void Columns_are_found_by_name_and_machines_kept_apart()
    {
        var file = Read("""
            machine,time,operating_mode,power_kw,vibration_mm_s,outdoor_temp_c,production_count
            press,2025-06-03T00:00:00Z,running,40.5,1,-3.5,10
            mill,2025-06-03T00:00:00Z,,7,1,,
            press,2025-06-03T00:01:00+02:00,Fault,55,1,NaN,0
            """);

        file.Machines.Select(machine => machine.Log.Machine).ShouldBe(["press", "mill"]);
        var press = file.Machines[0].Log;
        press.Times.ToArray().ShouldBe([new(2025, 6, 2, 22, 1, 0), new(2025, 6, 3, 0, 0, 0)]);
        press.Columns.PowerKw.ShouldBe([55, 40.5]);
        press.Columns.OutdoorTempC.ShouldBe([double.NaN, -3.5]);
        press.Columns.Mode.ShouldBe([OperatingMode.Fault, OperatingMode.Running]);
        file.Machines[1].Log.Columns.ProductionCount.ShouldBe([double.NaN]);
        (file.Rows, file.RejectedRows).ShouldBe((3, 0));
    }

    [Fact]
    public void Local_times_are_those_of_the_zone_and_the_hour_that_comes_twice_is_told_apart()
    {
        var file = Read("""
            time,machine,power_kw
            2025-10-26 01:30,press,1
            2025-10-26 02:30,press,2
            2025-10-26 02:30,press,3
            2025-10-26 03:30,press,4
            2025-03-30 02:30,press,5
            """, "Europe/Berlin");

        file.Machines.Single().Log.Columns.PowerKw.ShouldBe([1, 2, 3, 4]);
        file.Machines.Single().Log.Times[2].ShouldBe(new(2025, 10, 26, 1, 30, 0));
        file.Machines.Single().Defects.Select(defect => defect.Code).ShouldBe(["intake.csv.time_repeated_hour", "intake.csv.time_skipped"]);
    }

    [Fact]
    public void Rows_of_one_time_are_one_reading_of_all_their_values()
    {
        var machine = Read("""
            time,machine,power_kw,outdoor_temp_c
            2025-06-03 00:00,press,40,
            2025-06-03 00:00,press,,21
            2025-06-03 00:00,press,41,
            """).Machines.Single();

        (machine.Log.Count, machine.Log.Columns.PowerKw[0], machine.Log.Columns.OutdoorTempC[0]).ShouldBe((1, 41, 21));
        machine.Defects.Single().ShouldBe(new("intake.csv.time_twice", "press.csv, lines 3 and 4", "The time 2025-06-03 00:00:00 UTC comes again: its values count before those above.", 2));
    }

    [Theory]
    [InlineData("2025-06-03 00:01,press,abc,,", "number_unreadable", "power_kw 'abc' is not a number.")]
    [InlineData("2025-06-03 00:01,press,1e999,,", "number_infinite", "power_kw '1e999' is not finite.")]
    [InlineData("2025-06-03 00:01,press,-1,,", "value_out_of_range", "power_kw '-1' is below 0.")]
    [InlineData("2025-06-03 00:01,press,1,-300,", "value_out_of_range", "outdoor_temp_c '-300' is below -273.15.")]
    [InlineData("2025-06-03 00:01,press,1,,broken", "mode_unknown", "The operating_mode 'broken' is none of idle, running, maintenance, fault and offline.")]
    [InlineData("2025-06-03 00:01,press,1,,4", "mode_unknown", "The operating_mode '4' is none of idle, running, maintenance, fault and offline.")]
    [InlineData("2025-06-03 00:01,press,1,", "field_count", "The row has 4 fields, the header 5: '2025-06-03 00:01,press,1,'.")]
    [InlineData("yesterday,press,1,,", "time_unreadable", "The time 'yesterday' is neither ISO 8601 nor US month/day/year.")]
    [InlineData(",press,1,,", "time_missing", "The time '' is empty.")]
    [InlineData("1969-06-03 00:01,press,1,,", "time_implausible", "The time '1969-06-03 00:01' is not of the years 1971 to 2199.")]
    [InlineData("2025-06-03 00:01,,1,,", "machine_missing", "The machine is empty.")]
    [InlineData("2025-06-03 00:01,\"press,1,,", "quote_open", "A quote is not closed before a separator or the end of the line: '2025-06-03 00:01,\"press,1,,'.")]
    public void Row_that_cannot_be_read_is_left_out_and_said(string row, string code, string what)
    {
        var file = Read($"time,machine,power_kw,outdoor_temp_c,operating_mode\n2025-06-03 00:00,press,40,20,running\n{row}\n");

        file.Machines.Single().Log.Columns.PowerKw.ShouldBe([40]);
        var defect = file.Defects.Concat(file.Machines.Single().Defects).Single();
        (defect.Code, defect.What, defect.Where, defect.Effect).ShouldBe(("intake.csv." + code, what, "press.csv, line 3", DefectEffect.Rejected));
        (file.Rows, file.RejectedRows).ShouldBe((2, 1));
    }

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("time,machine,power_kw\n", "there is a header, but no rows")]
    [InlineData("when,machine,power_kw\n1,2,3", "there is no column 'time'; its columns are 'when', 'machine', 'power_kw'")]
    [InlineData("time,power_kw\n1,2", "there is no column 'machine'")]
    [InlineData("time,machine,speed\n1,2,3", "there is neither a column 'power_kw' nor 'energy_kwh'")]
    [InlineData("time,machine,power_kw,power_kw\n1,2,3,4", "the column 'power_kw' is there twice")]
    [InlineData("time,machine,power_kw\nx,press,3\ny,press,4", "no row of 2 can be used; the first: The time 'x' is neither")]
    public void File_of_which_nothing_can_be_used_is_refused(string text, string sentence) =>
        Should.Throw<InvalidInputException>(() => Read(text)).Message.ShouldContain(sentence);

    [Fact]
    public void Zone_that_does_not_exist_is_refused() =>
        Should.Throw<InvalidInputException>(() => Read("time,machine,power_kw\n2025-06-03 00:00,press,1", "Mars/Olympus")).Message.ShouldContain("'Mars/Olympus'");

    static MachineLogFile Read(string text, string zone = "UTC")
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return MachineLogReader.Read(stream, "press.csv", zone);
    }
}
