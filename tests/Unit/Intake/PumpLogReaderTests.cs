using System.Globalization;
using Plumbline.Intake;
using Plumbline.Plant;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Intake;

public sealed class PumpLogReaderTests
{
    const string Template =
        "timestamp,Well ID,Flow (gpm),Discharge Pressure (psi),Suction Pressure (psi),Motor Power (hp),Pump Efficiency (%),Motor Speed (rpm)\n"
        + "5/1/2024 0:00,Well 1,505,148,25,76,85.2,1760\n"
        + "05/01/2024 01:00:30,Well 1,510,152,-26.5,77,84.8,1765\n"
        + "2024-05-01T02:00Z,Well 1,0.1,147,24,75.5,85.3,1758\n";

    [Fact]
    public void Values_come_through_to_the_last_bit()
    {
        var log = Logs.ReadOne(Template);

        log.PumpId.ShouldBe("Well 1");
        log.Times.ToArray().ShouldBe([Utc("2024-05-01 00:00"), Utc("2024-05-01 01:00:30"), Utc("2024-05-01 02:00")]);
        log.Times[0].Kind.ShouldBe(DateTimeKind.Utc);
        log.FlowGpm.ToArray().ShouldBe([505, 510, 0.1]);
        log.DischargePsi.ToArray().ShouldBe([148, 152, 147]);
        log.SuctionPsi.ToArray().ShouldBe([25, -26.5, 24]);
        log.PowerHp.ToArray().ShouldBe([76, 77, 75.5]);
        log.EfficiencyPct.ToArray().ShouldBe([85.2, 84.8, 85.3]);
        log.SpeedRpm.ToArray().ShouldBe([1760, 1765, 1758]);
    }

    [Fact]
    public void What_is_missing_is_NaN_and_never_zero()
    {
        var log = Logs.ReadOne("timestamp,Well ID,Flow (gpm),Discharge Pressure (psi),Motor Power (hp),Pump Efficiency (%)\n5/1/2024 0:00,Well 1,,148,NaN,85.2\n");

        log.FlowGpm[0].ShouldBe(double.NaN);
        log.PowerHp[0].ShouldBe(double.NaN);
        log.SuctionPsi[0].ShouldBe(double.NaN);
        log.SpeedRpm[0].ShouldBe(double.NaN);
        log.DischargePsi[0].ShouldBe(148);
    }

    [Theory]
    [InlineData("Flow (gpm)", "Flow (m3/h)", "100", 440.2867539)]
    [InlineData("Flow (gpm)", "Flow [m³/h]", "100", 440.2867539)]
    [InlineData("Flow (gpm)", "flow (M3/hr)", "100", 440.2867539)]
    [InlineData("Flow (gpm)", "Flow (l/s)", "10", 158.5032314)]
    [InlineData("Flow (gpm)", "Flow (L/min)", "100", 26.41720524)]
    [InlineData("Discharge Pressure (psi)", "Discharge Pressure (bar)", "10", 145.0377377)]
    [InlineData("Discharge Pressure (psi)", "Discharge Pressure (kPa)", "100", 14.50377377)]
    [InlineData("Discharge Pressure (psi)", "Discharge Pressure (MPa)", "1", 145.0377377)]
    [InlineData("Motor Power (hp)", "Motor Power (kW)", "50", 67.05110448)]
    [InlineData("Motor Power (hp)", "Motor Power (W)", "50000", 67.05110448)]
    public void Units_of_the_header_are_brought_to_those_of_the_log(string column, string header, string value, double expected)
    {
        var file = "timestamp,Well ID,Flow (gpm),Discharge Pressure (psi),Motor Power (hp),Pump Efficiency (%)\n5/1/2024 0:00,Well 1,1,1,1,1\n".Replace(column, header, StringComparison.Ordinal);
        var at = Array.FindIndex(file.Split('\n')[0].Split(','), name => name == header);
        var row = "5/1/2024 0:00,Well 1,1,1,1,1".Split(',');
        row[at] = value;

        var log = Logs.ReadOne(file.Split('\n')[0] + "\n" + string.Join(',', row));

        var read = column[0] switch { 'F' => log.FlowGpm[0], 'D' => log.DischargePsi[0], _ => log.PowerHp[0] };
        read.ShouldBe(expected, 1e-8 * expected);
    }

    [Fact]
    public void Pumps_keep_apart_in_the_order_of_their_first_rows()
    {
        var file = Logs.Read(Logs.Of("5/1/2024 0:00,B,1,1,1,1,1,1", "5/1/2024 0:00,A,2,1,1,1,1,1", "5/1/2024 1:00,B,3,1,1,1,1,1", "5/1/2024 1:00,b,4,1,1,1,1,1", "5/1/2024 1:00,A,5,1,1,1,1,1"));

        file.Pumps.Select(pump => $"{pump.Log.PumpId} {string.Join(' ', pump.Log.FlowGpm.ToArray())}").ShouldBe(["B 1 3", "A 2 5", "b 4"]);
        file.Rows.ShouldBe(5);
    }

    [Fact]
    public void One_pump_can_be_asked_for_and_the_rows_of_others_are_not_looked_at()
    {
        var text = Logs.Of("5/1/2024 0:00,A,1,1,1,1,1,1", "garbage,B,-5,x,\"1\",1,1,1", "5/1/2024 1:00,A,2,1,1,1,1,1", "5/1/2024 1:00,\"A\",3,1,1,1,1,1");

        var file = Logs.Read(text, new() { Pump = "A", Strict = true });

        file.Pumps.Single().Log.FlowGpm.ToArray().ShouldBe([1, 3]);
        file.AllDefects().Single().Code.ShouldBe("intake.csv.time_twice");
        file.Rows.ShouldBe(4);
    }

    [Theory]
    [InlineData("C", "log.csv: there is no pump 'C'; its pumps are 'A', 'B'.")]
    [InlineData("a", "log.csv: there is no pump 'a'; its pumps are 'A', 'B'.")]
    [InlineData("B", "log.csv, line 3: no row of the pump 'B' can be used; the first: The timestamp 'garbage' is neither ISO 8601 nor US month/day/year.")]
    public void A_pump_that_is_not_there_is_an_error_that_lists_those_that_are(string pump, string sentence) =>
        Should.Throw<InvalidInputException>(() => Logs.Read(Logs.Of("5/1/2024 0:00,A,1,1,1,1,1,1", "garbage,B,1,1,1,1,1,1"), new() { Pump = pump })).Message.ShouldBe(sentence);

    [Fact]
    public void The_last_row_of_a_time_wins_and_the_others_are_counted()
    {
        var file = Logs.Read(Logs.Of(
            "5/1/2024 0:00,A,1,1,1,1,1,1", "2024-05-01 01:00,A,2,1,1,1,1,1", "5/1/2024 1:00,A,3,1,1,1,1,1", "2024-05-01T01:00Z,A,4,1,1,1,1,1", "5/1/2024 0:00,A,5,1,1,1,1,1"));

        file.Pumps[0].Log.FlowGpm.ToArray().ShouldBe([5, 4]);
        var twice = file.Pumps[0].Defects.Single(defect => defect.Code == "intake.csv.time_twice");
        (twice.Count, twice.Where).ShouldBe((3, "log.csv, lines 2, 3 and 4"));
    }

    [Fact]
    public void Rows_that_come_singly_and_in_thousands_keep_their_order()
    {
        int[] runs = [1, 3, 2000, 1, 600, 1, 1, 1500, 2];
        var hour = 0;
        var rows = new List<string>();
        foreach (var run in runs)
        {
            for (var i = 0; i < run; i++, hour++) rows.Add($"{new DateTime(2024, 1, 1).AddHours(hour):yyyy-MM-dd HH:mm},A,{hour},1,1,1,1,1");
            rows.Add($"{new DateTime(2024, 1, 1).AddHours(hour):yyyy-MM-dd HH:mm},B,{hour},1,1,1,1,1");
        }

        var file = Logs.Read(Logs.Of([.. rows]));

        file.AllDefects().ShouldBeEmpty();
        file.Pumps[0].Log.FlowGpm.ToArray().ShouldBe(Enumerable.Range(0, runs.Sum()).Select(i => (double)i).ToArray());
        file.Pumps[1].Log.Count.ShouldBe(runs.Length);
    }

    [Fact]
    public void Rows_of_each_pump_are_handed_over_as_soon_as_the_next_begins()
    {
        var text = Logs.Of("5/1/2024 1:00,A,1,1,1,1,1,1", "5/1/2024 0:00,A,2,1,1,1,1,1", "x,A,2,1,1,1,1,1", "5/1/2024 0:00,B,3,1,1,1,1,1", ",C,3,1,1,1,1,1", "5/1/2024 0:00,D,,1,1,1,1,1");
        IReadOnlyList<Defect>? rest = null;

        var each = PumpLogReader.ReadEach(Logs.Bytes(text), Logs.Name, defects => rest = defects, cancel: TestContext.Current.CancellationToken).ToList();

        var whole = Logs.Read(text);
        each.Select(pump => pump.Log.Content()).ShouldBe(whole.Pumps.Select(pump => pump.Log.Content()));
        each.SelectMany(pump => pump.Defects).ShouldBe(whole.Pumps.SelectMany(pump => pump.Defects));
        rest.ShouldBe(whole.Defects);
    }

    [Fact]
    public void Pumps_are_handed_over_before_the_file_is_read_to_its_end()
    {
        var rows = Enumerable.Range(0, 10).SelectMany(pump => Enumerable.Range(0, 10_000)
            .Select(hour => $"{new DateTime(2024, 1, 1).AddHours(hour):yyyy-MM-dd HH:mm:ss},Pump {pump},{hour}.5,148.5,25,76,85.2,1760")).ToArray();
        using var csv = Logs.Bytes(Logs.Of(rows));

        var places = PumpLogReader.ReadEach(csv, Logs.Name, _ => { }, new() { Threads = 1 }, TestContext.Current.CancellationToken)
            .Select(pump => (InOrder: pump.Log.FlowGpm.ToArray().SequenceEqual(Enumerable.Range(0, 10_000).Select(hour => hour + 0.5)), Share: (double)csv.Position / csv.Length)).ToList();

        places.Count.ShouldBe(10);
        places.All(place => place.InOrder).ShouldBeTrue();
        places[1].Share.ShouldBeLessThan(0.5);
        places[5].Share.ShouldBeLessThan(0.8);
    }

    [Theory]
    [InlineData("5/1/2024 2:00,A,1,1,1,1,1,1")]
    [InlineData("yesterday,A,1,1,1,1,1,1")]
    public void A_pump_that_comes_again_cannot_be_handed_over_early(string row)
    {
        var text = Logs.Of("5/1/2024 0:00,A,1,1,1,1,1,1", "5/1/2024 0:00,B,2,1,1,1,1,1", row, "5/1/2024 1:00,B,2,1,1,1,1,1");

        Should.Throw<InvalidInputException>(() => PumpLogReader.ReadEach(Logs.Bytes(text), Logs.Name, _ => { }, cancel: TestContext.Current.CancellationToken).Count()).Message
            .ShouldBe("log.csv, line 4: the pump 'A' comes again after other pumps; to be read pump by pump, the rows of each must stand together.");
    }

    [Fact]
    public void Reading_can_be_cancelled()
    {
        var cancelled = new CancellationToken(canceled: true);

        foreach (var threads in (int[])[1, 2])
            Should.Throw<OperationCanceledException>(() => PumpLogReader.Read(Logs.Bytes(Template), Logs.Name, new() { Threads = threads }, cancelled));
    }

    static DateTime Utc(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
