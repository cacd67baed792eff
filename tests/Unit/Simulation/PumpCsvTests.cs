using System.Text;
using Plumbline.Plant;
using Plumbline.Simulation;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Simulation;

public sealed class PumpCsvTests
{
    static readonly DateTime Noon = new(2024, 5, 1, 12, 0, 0, DateTimeKind.Utc);

    static PumpLog Log(string pumpId, DateTime[] times, double value) => new(pumpId, times, new PumpColumns
    {
        FlowGpm = Filled(times, value),
        DischargePsi = Filled(times, value),
        SuctionPsi = Filled(times, value),
        PowerHp = Filled(times, value),
        EfficiencyPct = Filled(times, value),
        SpeedRpm = Filled(times, value),
    });

    static double[] Filled(DateTime[] times, double value) => [.. times.Select(_ => value)];

    static string[] Lines(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        var text = Encoding.UTF8.GetString(stream.ToArray());
        text.ShouldEndWith("\n");
        text.ShouldNotContain("\r");
        return text.TrimEnd('\n').Split('\n');
    }

    [Fact]
    public void Log_has_the_columns_of_the_contract() =>
        Lines(s => PumpCsv.WriteLogs(s, [])).ShouldBe(
            ["timestamp,Well ID,Flow (gpm),Discharge Pressure (psi),Suction Pressure (psi),Motor Power (hp),Pump Efficiency (%),Motor Speed (rpm)"]);

    [Theory]
    [InlineData(12.3456, "12.3,12.35,12.35,12.35,12.35,12.3")]
    [InlineData(double.NaN, ",,,,,")]
    [InlineData(-0.0, "0.0,0.00,0.00,0.00,0.00,0.0")]
    [InlineData(-3.24, "-3.2,-3.24,-3.24,-3.24,-3.24,-3.2")]
    [InlineData(1e15, "1000000000000000.0,1000000000000000.00,1000000000000000.00,1000000000000000.00,1000000000000000.00,1000000000000000.0")]
    public void Values_have_the_digits_of_an_instrument_and_missing_ones_are_empty(double value, string expected) =>
        Lines(s => PumpCsv.WriteLogs(s, [Log("Well 1", [Noon], value)]))[1].ShouldBe("2024-05-01T12:00:00Z,Well 1," + expected);

    [Fact]
    public void Fractions_of_a_second_are_kept() =>
        Lines(s => PumpCsv.WriteLogs(s, [Log("Well 1", [Noon.AddMilliseconds(250)], 1)]))[1].ShouldStartWith("2024-05-01T12:00:00.25Z,");

    [Fact]
    public void Offset_can_be_left_out() =>
        Lines(s => PumpCsv.WriteLogs(s, [Log("Well 1", [Noon], 1)], withOffset: false))[1].ShouldStartWith("2024-05-01T12:00:00,Well 1,");

    [Fact]
    public void Names_with_commas_and_quotes_are_quoted() =>
        Lines(s => PumpCsv.WriteLogs(s, [Log("Well 1, \"north\"", [Noon], 1)]))[1].ShouldStartWith("2024-05-01T12:00:00Z,\"Well 1, \"\"north\"\"\",1.0,");

    [Fact]
    public void Pumps_follow_one_another_under_one_header()
    {
        var lines = Lines(s => PumpCsv.WriteLogs(s, [Log("Well 1", [Noon, Noon.AddHours(1)], 1), Log("Well 2", [Noon], 2)]));

        lines.Length.ShouldBe(4);
        lines[3].ShouldBe("2024-05-01T12:00:00Z,Well 2,2.0,2.00,2.00,2.00,2.00,2.0");
    }

    [Fact]
    public void Baseline_has_the_columns_of_the_contract_and_leaves_unknown_ones_empty()
    {
        var baseline = new PumpBaseline
        {
            PumpId = "Well 1",
            PumpType = "Goulds 3409",
            MotorRating = Power.FromHorsepower(100),
            Application = "Dewatering, drainage, and irrigation",
            Flow = Flow.FromGallonsPerMinute(500),
            DischargePressure = Pressure.FromPsi(150),
            Power = Power.FromHorsepower(75.25),
            EfficiencyPct = 85.5,
        };

        var lines = Lines(s => PumpCsv.WriteBaselines(s, [baseline, baseline with { RatedSpeed = Speed.FromRpm(1780), SuctionPressure = Pressure.FromPsi(-1.5), FailureDate = Noon }]));

        lines[0].ShouldStartWith("Well ID,pump_type,horsepower,application,baseline_flow_gpm,baseline_discharge_pressure_psi,baseline_power_hp,baseline_efficiency_percent");
        lines[1].ShouldBe("Well 1,Goulds 3409,100,\"Dewatering, drainage, and irrigation\",500,150,75.25,85.5,,,1,");
        lines[2].ShouldEndWith(",1780,-1.5,1,2024-05-01T12:00:00Z");
    }
}
