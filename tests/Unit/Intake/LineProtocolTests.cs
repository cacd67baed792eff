using System.Text;
using Plumbline.Intake;
using Plumbline.Plant;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Intake;

public sealed class LineProtocolTests
{
    static readonly DateTime Noon = new(2024, 11, 18, 12, 0, 0, DateTimeKind.Utc);
    static readonly DateTime Now = Noon.AddDays(1);

    [Fact]
    public void Lines_of_one_machine_and_time_are_one_reading()
    {
        var message = Read("""
            energy,machine=press-1,host=plc power_kw=40.2,energy_kwh=0.67 1731931200
            production,machine=press-1 production_count=10i,good=9i,operating_mode="running" 1731931200
            environment,machine=press-1 outdoor_temp_c=-4.5,vibration_mm_s=2.8 1731931200
            # a comment

            energy,machine=press-1 power_kw=41 1731931260
            """);

        message.Rejected.ShouldBeEmpty();
        message.Rows.ShouldBe(4);
        var log = message.Machines.ShouldHaveSingleItem().Log;
        (log.Machine, log.Count, log.Times[0], log.Times[1]).ShouldBe(("press-1", 2, Noon, Noon.AddMinutes(1)));
        var columns = log.Columns;
        (columns.PowerKw[0], columns.EnergyKwh[0], columns.ProductionCount[0], columns.GoodCount[0], columns.OutdoorTempC[0], columns.Mode[0]).ShouldBe((40.2, 0.67, 10, 9, -4.5, OperatingMode.Running));
        columns.PowerKw[1].ShouldBe(41);
        double.IsNaN(columns.OutdoorTempC[1]).ShouldBeTrue();
        var vibration = message.Plain.ShouldHaveSingleItem();
        (vibration.Name, vibration.Times.Single(), vibration.Values.Single()).ShouldBe(("environment.vibration_mm_s,machine=press-1", Noon, 2.8));
    }

    [Fact]
    public void Any_other_measurement_is_a_plain_series_for_each_number()
    {
        var message = Read("cpu,host=a\\ b,cpu=cpu0 usage=1.5,up=true,name=\"x, y=\\\"z\\\"\",count=7u 1731931200\ncpu,cpu=cpu0,host=a\\ b usage=2 1731931260");

        message.Rejected.ShouldBeEmpty();
        (message.Rows, message.Ignored).ShouldBe((2, 1));
        message.Plain.Select(plain => (plain.Name, plain.Values[0], plain.Values.Length)).ShouldBe([("cpu.usage,cpu=cpu0,host=a b", 1.5, 2), ("cpu.up,cpu=cpu0,host=a b", 1, 1), ("cpu.count,cpu=cpu0,host=a b", 7, 1)]);
    }

    [Fact]
    public void Energy_of_another_type_stands_by_itself()
    {
        var message = Read("energy,machine=press-1,energy_type=gas power_kw=12 1731931200\nenergy,machine=press-1 power_kw=40 1731931200");
        message.Machines.Select(metered => (metered.Energy, metered.Log.Columns.PowerKw.Single())).ShouldBe([(EnergyType.Gas, 12), (EnergyType.Electricity, 40)]);
    }

    [Fact]
    public void A_late_line_and_a_correction_find_their_places()
    {
        var log = Read("energy,machine=press-1 power_kw=2 1731931320\nenergy,machine=press-1 power_kw=1 1731931260\nenergy,machine=press-1 power_kw=3 1731931320\nproduction,machine=press-1 production_count=5 1731931260").Machines.Single().Log;
        log.Columns.PowerKw.ShouldBe([1, 3]);
        log.Columns.ProductionCount[0].ShouldBe(5);
    }

    [Theory]
    [InlineData("ns", "1731931200000000000")]
    [InlineData("us", "1731931200000000")]
    [InlineData("ms", "1731931200000")]
    [InlineData("s", "1731931200")]
    public void Times_are_in_the_unit_that_was_said(string precision, string time)
    {
        var ticks = precision switch { "us" => TimeSpan.TicksPerMicrosecond, "ms" => TimeSpan.TicksPerMillisecond, "s" => TimeSpan.TicksPerSecond, _ => 0 };
        Read($"energy,machine=press-1 power_kw=1 {time}", ticks).Machines.Single().Log.Times[0].ShouldBe(Noon);
    }

    [Fact]
    public void A_line_without_a_time_is_of_now() => Read("energy,machine=press-1 power_kw=1").Machines.Single().Log.Times[0].ShouldBe(Now);

    [Theory]
    [InlineData("energy,machine=nobody power_kw=1", "machine_unknown", "There is no machine 'nobody'.")]
    [InlineData("energy power_kw=1", "machine_unknown", "The row names no machine.")]
    [InlineData("energy,machine=press-1 power_kw=-1", "value_out_of_range", "power_kw is -1, below 0.")]
    [InlineData("energy,machine=press-1 power_kw=\"many\"", "number_unreadable", "power_kw 'many' is not a number.")]
    [InlineData("energy,machine=press-1 power_kw=1x", "number_unreadable", "power_kw '1x' is not a number.")]
    [InlineData("energy,machine=press-1 power_kw=NaN", "number_infinite", "'power_kw' is not finite.")]
    [InlineData("energy,machine=press-1 power_kw=1e999", "number_infinite", "'power_kw' is not finite.")]
    [InlineData("energy,machine=press-1 power_kw=1,power_kw=2", "field_twice", "power_kw is there twice.")]
    [InlineData("energy,machine=press-1 energy_type=\"wood\",power_kw=1", "energy_type_unknown", "The energy_type 'wood' is none of electricity, gas, steam and compressed_air.")]
    [InlineData("production,machine=press-1 operating_mode=\"asleep\"", "mode_unknown", "The operating_mode 'asleep' is none of idle, running, maintenance, fault and offline.")]
    [InlineData("production,machine=press-1 production_count=3,bad=4", "value_out_of_range", "bad is 4, more than production_count 3.")]
    [InlineData("production,machine=press-1 note=\"x\"", "row_empty", "The row has no value that could be kept.")]
    [InlineData("energy,machine=press-1 power_kw=1 soon", "time_unreadable", "The time 'soon' is not a whole number.")]
    [InlineData("energy,machine=press-1 power_kw=1 17319312000000000", "time_implausible", "The time 17319312000000000 is not of the years 1970 to 2199: is it in the unit that the precision says?")]
    [InlineData("energy,machine=press-1", "line_unreadable", "The line ends before its fields, or a part of it has no value.")]
    [InlineData("energy,machine= power_kw=1", "line_unreadable", "The line ends before its fields, or a part of it has no value.")]
    [InlineData("energy,machine=press-1 power_kw=", "line_unreadable", "The line ends before its fields, or a part of it has no value.")]
    [InlineData("cpu usage=\"open", "line_unreadable", "The line ends before its fields, or a part of it has no value.")]
    [InlineData(",a=b c=1", "line_unreadable", "The line has no measurement.")]
    public void What_cannot_be_taken_is_told_with_its_line(string line, string code, string what)
    {
        var message = Read("energy,machine=press-1 power_kw=1 1731931200\n" + line + "\nenergy,machine=press-1 power_kw=2 1731931260");

        message.Rejected.ShouldHaveSingleItem().ShouldBe(new(code, "line 2", what, line));
        message.Machines.Single().Log.Columns.PowerKw.ShouldBe([1, 2]);
    }

    [Fact]
    public void Damaged_lines_never_break_the_reader_and_every_line_is_counted()
    {
        var random = new Random(20241118);
        var good = Encoding.UTF8.GetBytes("energy,machine=press-1,energy_type=gas power_kw=1.25,energy_kwh=3i 1731931200\ncpu,host=a\\ b usage=1.5,name=\"x\\\"y\" 1731931200\nproduction,machine=press-1 operating_mode=\"idle\",bad=2,good=3 1731931200\n");
        var rejected = 0;
        for (var round = 0; round < 20_000; round++)
        {
            var text = good.ToArray();
            for (var damage = random.Next(1, 4); damage > 0; damage--) text[random.Next(text.Length)] = random.Next(3) == 0 ? (byte)random.Next(256) : (byte)" ,=\"\\\n#"[random.Next(7)];
            var message = LineProtocolReader.Read(text, NameOf, TimeSpan.TicksPerSecond, Now);
            message.Accepted.ShouldBeInRange(0, message.Rows);
            foreach (var metered in message.Machines) metered.Log.Columns.PowerKw.ShouldAllBe(power => double.IsNaN(power) || (power >= 0 && double.IsFinite(power)));
            foreach (var plain in message.Plain) plain.Values.ShouldAllBe(value => double.IsFinite(value));
            rejected += message.Rejected.Count;
        }

        rejected.ShouldBeInRange(5_000, 50_000);
    }

    static string? NameOf(string called) => called is "press-1" or "mill" ? called : null;

    static ReadingMessage Read(string text, long ticksOfUnit = TimeSpan.TicksPerSecond) => LineProtocolReader.Read(Encoding.UTF8.GetBytes(text), NameOf, ticksOfUnit, Now);
}
