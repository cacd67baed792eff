using FsCheck;
using FsCheck.Fluent;
using Plumbline.Plant;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Plant;

public sealed class QuantityTests
{
    // Factors of NIST SP 811, appendix B, and of BIPM's definitions.
    [Fact]
    public void Known_conversions()
    {
        ShouldBe(Flow.FromGallonsPerMinute(1).CubicMetresPerHour, 0.22712470704);
        ShouldBe(Flow.FromCubicMetresPerHour(1).GallonsPerMinute, 4.402867539302474);
        ShouldBe(Flow.FromLitresPerSecond(1).GallonsPerMinute, 15.850323141488907);
        ShouldBe(Head.FromFeet(100).Metres, 30.48);
        ShouldBe(Head.FromMetres(1).Feet, 3.280839895013123);
        ShouldBe(Length.FromFeet(1).Metres, 0.3048);
        ShouldBe(Length.FromInches(10).Metres, 0.254);
        ShouldBe(Length.FromMetres(1).Feet, 3.280839895013123);
        ShouldBe(Pressure.FromPsi(1).Kilopascals, 6.894757293168361);
        ShouldBe(Pressure.FromPsi(100).Bar, 6.894757293168361);
        ShouldBe(Pressure.FromBar(1).Psi, 14.503773773020923);
        ShouldBe(Pressure.FromKilopascals(101.325).Psi, 14.69594877551345);
        ShouldBe(Power.FromHorsepower(1).Kilowatts, 0.7456998715822702);
        ShouldBe(Power.FromKilowatts(1).Horsepower, 1.3410220895950279);
    }

    [Fact]
    public void Unit_of_the_pump_files_comes_back_to_the_last_digit() =>
        Hold(value => Flow.FromGallonsPerMinute(value).GallonsPerMinute == value && Head.FromFeet(value).Feet == value && Pressure.FromPsi(value).Psi == value
            && Power.FromHorsepower(value).Horsepower == value && Speed.FromRpm(value).Rpm == value);

    [Fact]
    public void Units_convert_back_and_forth() =>
        Hold(value => Same(Flow.FromCubicMetresPerHour(value).CubicMetresPerHour, value) && Same(Flow.FromLitresPerSecond(value).CubicMetresPerHour / 3.6, value)
            && Same(Head.FromMetres(value).Metres, value) && Same(Pressure.FromKilopascals(value).Kilopascals, value) && Same(Pressure.FromBar(value).Bar, value)
            && Same(Power.FromKilowatts(value).Kilowatts, value)
            && Same(Flow.FromCubicMetresPerHour(Flow.FromGallonsPerMinute(value).CubicMetresPerHour).GallonsPerMinute, value)
            && Same(Pressure.FromBar(Pressure.FromPsi(value).Bar).Psi, value) && Same(Power.FromKilowatts(Power.FromHorsepower(value).Kilowatts).Horsepower, value));

    [Fact]
    public void Larger_stays_larger_in_every_unit() =>
        Hold(value => Flow.FromGallonsPerMinute(value + 1).CubicMetresPerHour > Flow.FromGallonsPerMinute(value).CubicMetresPerHour
            && Head.FromFeet(value + 1).Metres > Head.FromFeet(value).Metres && Pressure.FromPsi(value + 1).Bar > Pressure.FromPsi(value).Bar
            && Power.FromHorsepower(value + 1).Kilowatts > Power.FromHorsepower(value).Kilowatts);

    [Fact]
    public void What_is_not_known_stays_unknown()
    {
        Flow.FromCubicMetresPerHour(double.NaN).GallonsPerMinute.ShouldBe(double.NaN);
        Head.FromMetres(double.NaN).Feet.ShouldBe(double.NaN);
        Pressure.FromBar(double.NaN).Psi.ShouldBe(double.NaN);
        Power.FromKilowatts(double.NaN).Horsepower.ShouldBe(double.NaN);
    }

    static void ShouldBe(double actual, double expected) => actual.ShouldBe(expected, 1e-9 * expected);

    static bool Same(double actual, double expected) => Math.Abs(actual - expected) <= 1e-14 * Math.Abs(expected);

    // Negative values too: suction pressures and backflow are.
    static void Hold(Func<double, bool> property) => Check.One(
        Config.QuickThrowOnFailure.WithReplay(new Replay(new Rnd(20_240_601UL, 9UL), null)),
        Prop.ForAll(Gen.Choose(-10_000_000, 10_000_000).Select(thousandths => thousandths / 1000.0).ToArbitrary(), property));
}
