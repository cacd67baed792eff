using Plumbline.Plant;
using Plumbline.Pumps.Hydraulics;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Pumps.Hydraulics;

public sealed class TotalHeadTests
{
    /// <summary>2000 gpm of water; 17.9 in at 5 psig, 5 ft up, before the pump; 15 in at 50 psig, 1 ft up, after it; one velocity head lost on each side.</summary>
    /// <remarks>
    /// 2000 gpm = 0.12618 m³/s. v = Q / (π/4 d²): 0.7772 m/s and 1.1068 m/s, so v²/2g = 0.101 ft and 0.205 ft.
    /// (50 − 5) psi × 2.3108 ft/psi = 103.986 ft; 1 − 5 = −4 ft; 0.205 − 0.101 = 0.104 ft; the sum is 100.396 ft.
    /// </remarks>
    [Fact]
    public void Parts_agree_with_the_worked_example_of_measur()
    {
        var suction = new PressureTap(Pressure.FromPsi(5), Length.FromFeet(5), Length.FromInches(17.9), lossCoefficient: 1);
        var discharge = new PressureTap(Pressure.FromPsi(50), Length.FromFeet(1), Length.FromInches(15), lossCoefficient: 1);

        var head = TotalHead.Between(suction, discharge, Flow.FromGallonsPerMinute(2000), Liquid.FromSpecificGravity(1));

        head.PressureHead.Feet.ShouldBeWithin(103.986, 0.001);
        head.ElevationHead.Feet.ShouldBe(-4, 1e-12);
        Math.Round(head.VelocityHead.Feet, 3).ShouldBe(0.104);
        Math.Round(head.SuctionLoss.Feet, 3).ShouldBe(0.101);
        Math.Round(head.DischargeLoss.Feet, 3).ShouldBe(0.205);
        head.Sum.Feet.ShouldBeWithin(100.396, 0.001);
    }

    /// <summary>A process pump, ρ = 1100: Δp / ρg, with 1 bar = 10⁵ Pa.</summary>
    [Theory]
    [InlineData(3.17, 3.20, 0.28)]
    [InlineData(3.21, 3.24, 0.28)]
    [InlineData(3.00, 6.65, 33.82)]
    public void Pressures_alone_give_the_published_heads(double suctionBar, double dischargeBar, double expectedM)
    {
        var head = TotalHead.Between(Pressure.FromBar(suctionBar), Pressure.FromBar(dischargeBar), new Liquid(1100)).Metres;

        // The published figures have two decimals.
        Math.Abs(head - expectedM).ShouldBeLessThanOrEqualTo(Math.Max(0.001 * expectedM, 0.005));
    }

    [Fact]
    public void One_psi_of_water_is_2_31_feet() => Liquid.Water.ToHead(Pressure.FromPsi(1)).Feet.ShouldBe(2.31, 0.001);

    [Fact]
    public void Head_and_pressure_convert_back_and_forth()
    {
        var brine = Liquid.FromSpecificGravity(1.2);

        brine.ToPressure(brine.ToHead(Pressure.FromPsi(77.7))).Psi.ShouldBe(77.7, 1e-12);
        brine.ToHead(Pressure.FromPsi(1)).Feet.ShouldBe(Liquid.Water.ToHead(Pressure.FromPsi(1)).Feet / 1.2, 1e-12);
    }

    [Fact]
    public void Flooded_suction_has_more_npsh_than_a_lift()
    {
        Head Available(double gaugePsi) => SuctionHead.Available(
            new PressureTap(Pressure.FromPsi(gaugePsi), Length.FromMetres(0), Length.FromInches(8)), Flow.FromGallonsPerMinute(500), Liquid.Water, Pressure.FromKilopascals(2.34), SuctionHead.StandardAtmosphere);

        // At 0 psig the atmosphere's column less the vapour's: (101.325 − 2.34) kPa / (998.2 × 9.80665) = 10.112 m, and 0.9727 m/s makes v²/2g = 0.0482 m.
        Available(0).Metres.ShouldBe(10.112 + 0.0482, 0.001);
        (Available(10).Feet - Available(0).Feet).ShouldBe(23.108, 0.001);
        Available(-13).Feet.ShouldBeLessThan(4);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(double.NaN)]
    public void Pipe_without_a_bore_is_refused(double bore) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new PressureTap(Pressure.FromPsi(1), Length.FromFeet(0), Length.FromInches(bore))).ParamName.ShouldBe("bore");
}

static class Closeness
{
    /// <summary>Within a share of the expected value: 0.001 is 0.1 %.</summary>
    public static void ShouldBeWithin(this double actual, double expected, double share) => actual.ShouldBe(expected, Math.Abs(expected) * share);
}
