using System.Globalization;
using NodaTime;
using Plumbline.Intake;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Intake;

/// <summary>Timestamps by a clock that is put forward and back. In Chicago 2024: forward on 10 March at 2:00, back on 3 November at 2:00.</summary>
public sealed class LocalTimeTests
{
    static readonly PumpLogOptions Chicago = new() { TimeZone = "America/Chicago" };

    [Fact]
    public void A_clock_on_the_wall_is_brought_to_UTC_unless_the_offset_is_written()
    {
        Times("2024-01-15 12:00", "7/15/2024 12:00", "2024-07-15T12:30:00Z", "2024-07-15T12:00:00-07:00")
            .ShouldBe(["01-15 18:00", "07-15 12:30", "07-15 17:00", "07-15 19:00"]);
    }

    [Fact]
    public void Agrees_with_Noda_Time_over_years_of_hours()
    {
        var zone = DateTimeZoneProviders.Tzdb["America/Chicago"];
        var clock = Plumbline.Intake.Logs.ZoneClock.Of("America/Chicago");
        for (var wall = new DateTime(2004, 1, 1); wall.Year < 2010; wall = wall.AddMinutes(30))
        {
            var expected = zone.MapLocal(LocalDateTime.FromDateTime(wall));

            var came = clock.ToUtc(wall.Ticks, out var utc, out var between);

            ((int)came).ShouldBe(expected.Count switch { 1 => 0, 2 => 1, _ => 2 });
            if (expected.Count > 0) utc.ShouldBe(expected.First().ToDateTimeUtc().Ticks);
            if (expected.Count > 0) (utc + between).ShouldBe(expected.Last().ToDateTimeUtc().Ticks);
        }
    }

    [Fact]
    public void The_hour_that_never_came_is_rejected()
    {
        var file = Logs.Read(Rows("2024-03-10 01:30", "2024-03-10 02:30", "2024-03-10 03:30"), Chicago);

        file.Pumps[0].Log.Count.ShouldBe(2);
        file.AllDefects().Single().What.ShouldBe("The timestamp '2024-03-10 02:30' did not come in America/Chicago: clocks went forward over it.");
    }

    [Fact]
    public void The_hour_that_came_twice_is_told_apart_by_the_order_of_the_file()
    {
        Times("2024-11-03 00:30", "2024-11-03 01:00", "2024-11-03 01:30", "2024-11-03 01:00", "2024-11-03 01:30", "2024-11-03 02:00")
            .ShouldBe(["11-03 05:30", "11-03 06:00", "11-03 06:30", "11-03 07:00", "11-03 07:30", "11-03 08:00"]);
        Times("2024-11-03 00:00", "2024-11-03 01:00", "2024-11-03 01:00", "2024-11-03 02:00")
            .ShouldBe(["11-03 05:00", "11-03 06:00", "11-03 07:00", "11-03 08:00"]);
    }

    [Fact]
    public void Also_where_the_newest_row_comes_first()
    {
        Times("2024-11-03 02:00", "2024-11-03 01:30", "2024-11-03 01:00", "2024-11-03 01:30", "2024-11-03 01:00", "2024-11-03 00:30")
            .ShouldBe(["11-03 05:30", "11-03 06:00", "11-03 06:30", "11-03 07:00", "11-03 07:30", "11-03 08:00"]);
    }

    [Fact]
    public void Also_pump_by_pump_where_pumps_alternate_and_in_two_autumns()
    {
        string[] hours = ["00:30", "01:00", "01:30", "01:00", "01:30", "02:00"];
        var rows = new List<string>();
        foreach (var day in (string[])["2024-11-03", "2025-11-02"])
            foreach (var hour in hours)
                foreach (var pump in (string[])["A", "B"]) rows.Add($"{day} {hour},{pump},1,1,1,1,1,1");

        var file = Logs.Read(Logs.Of([.. rows]), Chicago);

        foreach (var pump in file.Pumps)
        {
            pump.Log.Count.ShouldBe(12);
            pump.Log.Times.ToArray().Zip(pump.Log.Times.ToArray().Skip(1)).Count(pair => pair.Second - pair.First == TimeSpan.FromMinutes(30)).ShouldBe(10);
            pump.Defects.Single().What.ShouldBe("Clocks went back and the hour came twice: 8 of 8 rows were told apart by their order.");
        }
    }

    [Fact]
    public void A_single_row_of_the_hour_is_taken_for_the_first_and_said_so()
    {
        var file = Logs.Read(Rows("2024-11-03 00:00", "2024-11-03 01:00", "2024-11-03 02:00"), Chicago);

        file.Pumps[0].Log.Times[1].ShouldBe(new DateTime(2024, 11, 3, 6, 0, 0, DateTimeKind.Utc));
        var defect = file.Pumps[0].Defects.Single();
        (defect.Code, defect.Where, defect.Count).ShouldBe(("intake.csv.time_repeated_hour", "log.csv, line 3", 1));
        defect.What.ShouldBe("Clocks went back and the hour came twice: 0 of 1 rows were told apart by their order; the others are taken for the first of the two.");
    }

    [Fact]
    public void An_unknown_zone_is_an_error() =>
        Should.Throw<InvalidInputException>(() => Logs.Read(Rows("2024-11-03 00:00"), new() { TimeZone = "Mars/Olympus" })).Message
            .ShouldBe("time zone: 'Mars/Olympus' is not in the IANA database, as America/Chicago and UTC are.");

    static string Rows(params string[] times) => Logs.Of([.. times.Select(time => $"{time},Well 1,505,148,25,76,85.2,1760")]);

    static string[] Times(params string[] times)
    {
        var log = Logs.ReadOne(Rows(times), Chicago);
        return [.. log.Times.ToArray().Select(time => time.ToString("MM-dd HH:mm", CultureInfo.InvariantCulture))];
    }
}
