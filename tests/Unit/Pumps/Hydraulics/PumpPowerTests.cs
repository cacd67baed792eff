using Plumbline.Plant;
using Plumbline.Pumps.Hydraulics;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Pumps.Hydraulics;

public sealed class PumpPowerTests
{
    /// <summary>ρ g Q H with ρ = 1100 and Q in m³/s.</summary>
    [Theory]
    [InlineData(30.32, 0.29, 26.36)]
    [InlineData(24.64, 0.35, 25.85)]
    [InlineData(148.5, 37.24, 16576.59)]
    public void Hydraulic_power_agrees_with_the_published_values(double m3PerHour, double headM, double expectedWatts)
    {
        var power = PumpPower.Hydraulic(Flow.FromCubicMetresPerHour(m3PerHour), Head.FromMetres(headM), new Liquid(1100));

        (power.Kilowatts * 1000).ShouldBeWithin(expectedWatts, 0.001);
    }

    /// <summary>1840 gpm, 277 ft, 150 kW electrical; standard motor of 300 hp, 1780 rpm; drive 95 %.</summary>
    /// <remarks>
    /// The motor: PSAT's averages for 300 hp, four poles, standard: 91.42, 93.57, 94.43, 94.48 % at 25 to 100 % load. The load L at which L × 300 hp / η(L) = 150 kW is 0.631, where
    /// η = 94.133 %. Shaft: 150 kW × 0.94133 = 189.3 hp. Pump shaft: × 0.95 = 179.8 hp. Liquid: ρgQH = 998.2 × 9.80665 × 0.11609 m³/s × 84.43 m = 95.94 kW = 128.66 hp, 71.55 % of it.
    /// PSAT takes 0.746 kW to the hp and 3961.38 gpm·ft to the hp where we take the definitions: hence a difference of 0.04 %.
    /// </remarks>
    [Fact]
    public void Wire_to_water_agrees_with_the_worked_example_of_psat()
    {
        var motor = InductionMotor.Average(Power.FromHorsepower(300), Speed.FromRpm(1780), MotorClass.Standard);
        var hydraulic = PumpPower.Hydraulic(Flow.FromGallonsPerMinute(1840), Head.FromFeet(277), Liquid.Water);

        var split = WireToWater.Split(Power.FromKilowatts(150), motor, driveEfficiencyPct: 95, hydraulic);

        split.MotorEfficiencyPct.ShouldBeWithin(94.133, 0.001);
        split.MotorShaft.Horsepower.ShouldBeWithin(189.275, 0.001);
        split.PumpShaft.Horsepower.ShouldBeWithin(179.811, 0.001);
        split.PumpEfficiencyPct.ShouldBeWithin(71.554, 0.001);
        split.OverallPct.ShouldBe(split.MotorEfficiencyPct * 0.95 * split.PumpEfficiencyPct / 100, 1e-9);
    }

    [Fact]
    public void Efficiency_of_a_standing_pump_is_not_a_number() => PumpPower.EfficiencyPct(Power.FromHorsepower(0), Power.FromHorsepower(0)).ShouldBe(double.NaN);

    [Fact]
    public void Drive_that_gives_more_than_it_takes_is_refused()
    {
        var motor = InductionMotor.Average(Power.FromHorsepower(50), Speed.FromRpm(1770), MotorClass.EnergyEfficient);

        Should.Throw<ArgumentOutOfRangeException>(() => WireToWater.Split(Power.FromKilowatts(20), motor, 101, Power.FromHorsepower(20))).Message.ShouldContain("101");
    }
}
