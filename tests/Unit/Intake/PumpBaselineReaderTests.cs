using Plumbline.Intake;
using Plumbline.Plant;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Intake;

public sealed class PumpBaselineReaderTests
{
    const string Header = "Well ID,pump_type,horsepower,application,baseline_flow_gpm,baseline_discharge_pressure_psi,baseline_power_hp,baseline_efficiency_percent";
    const string Well1 = "Well 1,Goulds 3409,100,Municipal Water and Wastewater,500,150,75,85.5";

    [Fact]
    public void Reads_the_template()
    {
        var baseline = Read($"{Header}\n{Well1}\n").Single();

        baseline.ShouldBe(new PumpBaseline
        {
            PumpId = "Well 1",
            PumpType = "Goulds 3409",
            MotorRating = new(100),
            Application = "Municipal Water and Wastewater",
            Flow = new(500),
            DischargePressure = new(150),
            Power = new(75),
            EfficiencyPct = 85.5,
        });
    }

    [Fact]
    public void Reads_the_columns_that_may_be_there()
    {
        var baseline = Read($"{Header},baseline_speed_rpm,baseline_suction_pressure_psi,specific_gravity,failure_date\n{Well1},1760,-5,0.8,7/30/2024 6:00\n", zone: "America/Chicago").Single();

        baseline.RatedSpeed.ShouldBe(new Speed(1760));
        baseline.SuctionPressure.ShouldBe(new Pressure(-5));
        baseline.SpecificGravity.ShouldBe(0.8);
        baseline.FailureDate.ShouldBe(new DateTime(2024, 7, 30, 11, 0, 0, DateTimeKind.Utc));

        var empty = Read($"{Header},baseline_speed_rpm,baseline_suction_pressure_psi,specific_gravity,failure_date\n{Well1},,,,\n").Single();
        (empty.RatedSpeed, empty.SuctionPressure, empty.SpecificGravity, empty.FailureDate).ShouldBe((null, null, 1, null));
    }

    [Fact]
    public void Reads_SI_units()
    {
        var baseline = Read(
            "Well ID;application;power_rating_kw;baseline_flow_m3h;baseline_discharge_pressure_bar;baseline_power_kw;baseline_efficiency_percent;baseline_suction_pressure_kpa\n"
            + "P7;General Industry;75;100,5;10;50;80;100\n").Single();

        baseline.MotorRating.Kilowatts.ShouldBe(75, 1e-9);
        baseline.Flow.CubicMetresPerHour.ShouldBe(100.5, 1e-9);
        baseline.DischargePressure.Bar.ShouldBe(10, 1e-9);
        baseline.Power.Kilowatts.ShouldBe(50, 1e-9);
        baseline.SuctionPressure!.Value.Kilopascals.ShouldBe(100, 1e-9);
    }

    [Fact]
    public void Reads_every_pump_or_the_one_that_is_asked_for()
    {
        var text = $"\uFEFF{Header}\r\n{Well1}\r\n\r\n\"Well 2\",,50,API,300,90,40,70\r\n{Well1}\r\nWell 3,,0,API,x,90,40,70\r\n";

        Read(text, pump: "Well 2").Single().Flow.ShouldBe(new Flow(300));
        Read(text.Replace("0,API,x", "9,API,200", StringComparison.Ordinal)).Select(baseline => baseline.PumpId).ShouldBe(["Well 1", "Well 2", "Well 3"]);
    }

    [Theory]
    [InlineData("", "b.csv: the file is empty.")]
    [InlineData(Header, "b.csv: there is a header, but no rows.")]
    [InlineData("Well ID,application\nWell 1,API\n", "b.csv, line 1: there is no column 'baseline_flow_gpm' and no 'baseline_discharge_pressure_psi' and no 'baseline_power_hp' "
        + "and no 'baseline_efficiency_percent' and no 'horsepower'; its columns are 'Well ID', 'application'.")]
    [InlineData(Header + "\nWell 1,,100,API,0,150,75,85\n", "b.csv, line 2: baseline_flow_gpm is '0'; it must be above zero.")]
    [InlineData(Header + "\nWell 1,,-1,API,500,150,75,85\n", "b.csv, line 2: horsepower is '-1'; it must be above zero.")]
    [InlineData(Header + "\nWell 1,,100,API,500,0.0,75,85\n", "b.csv, line 2: baseline_discharge_pressure_psi is '0.0'; it must be above zero.")]
    [InlineData(Header + "\nWell 1,,100,API,500,150,,85\n", "b.csv, line 2: baseline_power_hp is empty.")]
    [InlineData(Header + "\nWell 1,,100,API,500,150,NaN,85\n", "b.csv, line 2: baseline_power_hp is empty.")]
    [InlineData(Header + "\nWell 1,,100,API,500,150,75,850\n", "b.csv, line 2: baseline_efficiency_percent is '850'; it must be above zero and at most 100.")]
    [InlineData(Header + "\nWell 1,,100,API,500,150,75,0\n", "b.csv, line 2: baseline_efficiency_percent is '0'; it must be above zero and at most 100.")]
    [InlineData(Header + "\nWell 1,,100,API,lots,150,75,85\n", "b.csv, line 2: baseline_flow_gpm is 'lots'; it is not a number.")]
    [InlineData(Header + "\nWell 1,,100,API,1e999,150,75,85\n", "b.csv, line 2: baseline_flow_gpm is '1e999'; it is not finite.")]
    [InlineData(Header + "\nWell 1,,100,API,\"500,5\",150,75,85\n", "b.csv, line 2: baseline_flow_gpm is '500,5'; its comma may mark decimals or group thousands.")]
    [InlineData(Header + "\n,,100,API,500,150,75,85\n", "b.csv, line 2: Well ID is empty.")]
    [InlineData(Header + "\nWell 1,,100,API,500,150,75\n", "b.csv, line 2: the row has 7 fields, the header 8: 'Well 1,,100,API,500,150,75'.")]
    [InlineData(Header + "\nWell 1,\"x,100,API,500,150,75,85\n", "b.csv, line 2: a quote is not closed before a separator or the end of the line: 'Well 1,\"x,100,API,500,150,75,85'.")]
    [InlineData(Header + ",failure_date\n" + Well1 + ",soon\n", "b.csv, line 2: failure_date is 'soon'; it is neither an ISO 8601 nor a US month/day/year date of the years 1971 to 2199.")]
    [InlineData(Header + "\n" + Well1 + "\nWell 1,,100,API,500,150,75,85\n", "b.csv, line 3: the pump 'Well 1' has another baseline than in line 2.")]
    [InlineData(Header + ",baseline_flow_m3h\n" + Well1 + ",100\n", "b.csv, line 1: two columns are baseline_flow: 'baseline_flow_gpm' and 'baseline_flow_m3h'.")]
    [InlineData(Header + ",power_rating_kw\n" + Well1 + ",100\n", "b.csv, line 1: two columns are the power of the motor: 'horsepower' and 'power_rating_kw'.")]
    [InlineData("Well ID,horsepower,application,baseline_flow_cfs\n", "b.csv, line 1: the column 'baseline_flow_cfs' does not end in a known unit; there are gpm, m3/h, l/s, l/min, as in baseline_flow_gpm.")]
    public void Is_refused_in_one_sentence(string file, string sentence) => Should.Throw<InvalidInputException>(() => Read(file)).Message.ShouldBe(sentence);

    [Fact]
    public void A_pump_that_is_not_there_is_an_error_that_lists_those_that_are() =>
        Should.Throw<InvalidInputException>(() => Read($"{Header}\n{Well1}\n", pump: "Well 9")).Message.ShouldBe("b.csv: there is no pump 'Well 9'; its pumps are 'Well 1'.");

    [Fact]
    public void Decimal_commas_and_points_in_one_file_are_refused() =>
        Should.Throw<InvalidInputException>(() => Read($"{Header}\n{Well1}\nWell 2,,100,API,500,150,75,85\n".Replace(',', ';').Replace("150;75;85\n", "150,5;75;85\n", StringComparison.Ordinal)))
            .Message.ShouldBe("b.csv: there are decimal commas (line 3) and decimal points (line 2).");

    static IReadOnlyList<PumpBaseline> Read(string text, string? pump = null, string zone = "UTC") => PumpBaselineReader.Read(Logs.Bytes(text), "b.csv", pump, zone);
}
