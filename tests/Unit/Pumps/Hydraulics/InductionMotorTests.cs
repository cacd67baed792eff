using Plumbline.Plant;
using Plumbline.Pumps.Hydraulics;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Pumps.Hydraulics;

public sealed class InductionMotorTests
{
    static readonly InductionMotor DataSheet = new(Power.FromHorsepower(100), [92.5, 94.6, 95.1, 94.8]);

    [Theory]
    [InlineData(0.25, 0.925)]
    [InlineData(0.5, 0.946)]
    [InlineData(0.75, 0.951)]
    [InlineData(1, 0.948)]
    [InlineData(1.25, 0.99 * 0.948)]
    [InlineData(0, 0)]
    public void Efficiency_meets_the_data_sheet(double load, double expected) => DataSheet.EfficiencyAt(load).ShouldBe(expected, 1e-12);

    [Fact]
    public void Efficiency_has_no_step_where_the_formula_changes()
    {
        foreach (var seam in (double[])[0.25, 1.25])
            DataSheet.EfficiencyAt(seam + 1e-9).ShouldBe(DataSheet.EfficiencyAt(seam - 1e-9), 1e-6);
    }

    [Theory]
    [InlineData(MotorClass.Standard)]
    [InlineData(MotorClass.EnergyEfficient)]
    public void Shaft_power_undoes_electrical_power_at_every_size_and_load(MotorClass motorClass)
    {
        foreach (var rating in (double[])[5, 25, 100, 125, 126, 300, 600])
            foreach (var speed in (double[])[3550, 1770, 1180])
            {
                var motor = InductionMotor.Average(Power.FromHorsepower(rating), Speed.FromRpm(speed), motorClass);
                foreach (var load in (double[])[0.05, 0.2, 0.3, 0.6, 0.9, 1, 1.2, 1.4])
                {
                    var shaft = Power.FromHorsepower(load * rating);
                    motor.ShaftPower(motor.ElectricalPower(shaft)).Horsepower.ShouldBe(shaft.Horsepower, 1e-6);
                }
            }
    }

    [Fact]
    public void Better_class_and_larger_size_lose_less()
    {
        double FullLoad(double hp, MotorClass motorClass) => InductionMotor.Average(Power.FromHorsepower(hp), Speed.FromRpm(1780), motorClass).EfficiencyAt(1);

        FullLoad(50, MotorClass.EnergyEfficient).ShouldBeGreaterThan(FullLoad(50, MotorClass.Standard));
        FullLoad(500, MotorClass.Standard).ShouldBeGreaterThan(FullLoad(20, MotorClass.Standard));
        // NEMA MG 1, table 12-11: 93.0 % nominal for 50 hp, four poles, enclosed.
        FullLoad(50, MotorClass.EnergyEfficient).ShouldBe(0.93, 0.01);
    }

    [Fact]
    public void Unusual_motors_are_refused_and_not_guessed()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => InductionMotor.Average(Power.FromHorsepower(2), Speed.FromRpm(1780), MotorClass.Standard));
        Should.Throw<ArgumentOutOfRangeException>(() => InductionMotor.Average(Power.FromHorsepower(50), Speed.FromRpm(700), MotorClass.Standard));
        Should.Throw<ArgumentOutOfRangeException>(() => DataSheet.ShaftPower(Power.FromKilowatts(500))).Message.ShouldContain("74.6 kW");
        Should.Throw<ArgumentException>(() => new InductionMotor(Power.FromHorsepower(10), [90, 91, 92])).Message.ShouldContain("90, 91, 92");
    }
}
