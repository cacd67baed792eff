using Plumbline.Plant;
using Plumbline.Pumps.Hydraulics;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Pumps.Hydraulics;

public sealed class PumpCurveTests
{
    static readonly CurvePoint Rated = new(Flow.FromGallonsPerMinute(1000), Head.FromFeet(150), 80);
    static readonly PumpCurve Typical = PumpCurve.Typical(Rated, shutOffRatio: 1.25);

    static Flow Gpm(double gpm) => Flow.FromGallonsPerMinute(gpm);

    [Fact]
    public void Typical_curve_passes_through_its_point_at_best_efficiency()
    {
        Typical.HeadAt(Gpm(1000)).Feet.ShouldBe(150, 1e-9);
        Typical.EfficiencyPctAt(Gpm(1000)).ShouldBe(80, 1e-9);
        Typical.BestEfficiencyFlow().GallonsPerMinute.ShouldBe(1000, 0.01);
        Typical.ShutOffHead.Feet.ShouldBe(187.5, 1e-9);
    }

    [Fact]
    public void Power_is_the_hydraulic_power_over_efficiency_and_finite_at_no_flow()
    {
        var at800 = PumpPower.Hydraulic(Gpm(800), Typical.HeadAt(Gpm(800)), Liquid.Water).Horsepower / (Typical.EfficiencyPctAt(Gpm(800)) / 100);

        Typical.ShaftPowerAt(Gpm(800), Liquid.Water).Horsepower.ShouldBe(at800, 1e-9);
        // H₀s · ρgQ₀ / (2η₀): five eighths of the rated power.
        Typical.ShaftPowerAt(Gpm(0), Liquid.Water).Horsepower.ShouldBe(0.625 * Typical.ShaftPowerAt(Gpm(1000), Liquid.Water).Horsepower, 1e-9);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(60)]
    [InlineData(140)]
    public void Operating_point_lies_on_both_curves(double staticFt)
    {
        var system = new SystemCurve(Head.FromFeet(staticFt), Gpm(900), Head.FromFeet(155));

        var point = Typical.OperatingPoint(system, Liquid.Water).ShouldNotBeNull();

        point.Head.Feet.ShouldBe(Typical.HeadAt(point.Flow).Feet, 1e-9);
        point.Head.Feet.ShouldBe(system.HeadAt(point.Flow).Feet, 1e-6);
    }

    [Fact]
    public void Operating_point_of_two_parabolas_is_the_one_on_paper()
    {
        // 187.5 − 37.5x² = 60 + 90x² at x = 1: the rated point.
        var point = Typical.OperatingPoint(new SystemCurve(Head.FromFeet(60), Gpm(1000), Head.FromFeet(150)), Liquid.Water).ShouldNotBeNull();

        point.Flow.GallonsPerMinute.ShouldBe(1000, 1e-6);
        point.Head.Feet.ShouldBe(150, 1e-6);
    }

    [Fact]
    public void Pump_that_cannot_lift_or_runs_out_has_no_operating_point()
    {
        Typical.OperatingPoint(new SystemCurve(Head.FromFeet(190), Gpm(1000), Head.FromFeet(250)), Liquid.Water).ShouldBeNull();
        Typical.OperatingPoint(new SystemCurve(Head.FromFeet(0), Gpm(1000), Head.FromFeet(1)), Liquid.Water).ShouldBeNull();
    }

    [Fact]
    public void Drooping_curve_is_met_at_its_stable_side()
    {
        // Rises from 100 ft at no flow to 112.5 ft at 500 gpm, then falls; a static head of 105 ft crosses it twice.
        var points = Enumerable.Range(0, 11).Select(i => i * 120.0).Select(q => new CurvePoint(Gpm(q), Head.FromFeet(100 + (0.05 * q) - (0.00005 * q * q)), q == 0 ? 0 : 60));
        var drooping = PumpCurve.Fit([.. points], degree: 2);

        var point = drooping.OperatingPoint(new SystemCurve(Head.FromFeet(105), Gpm(1000), Head.FromFeet(105.001)), Liquid.Water).ShouldNotBeNull();

        // 0.00005q² − 0.05q + 5 = 0 has its larger root at 887.3.
        point.Flow.GallonsPerMinute.ShouldBe(887.3, 0.1);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Fit_gives_back_the_polynomial_that_the_points_were_taken_from(int degree)
    {
        var cubic = degree == 3 ? -1e-8 : 0;
        double Head_(double q) => 180 - (0.01 * q) - (2e-5 * q * q) + (cubic * q * q * q);
        double Efficiency(double q) => (0.15 * q) - (7e-5 * q * q) + (cubic * q * q * q);
        var points = Enumerable.Range(0, 12).Select(i => i * 100.0).Select(q => new CurvePoint(Gpm(q), Head.FromFeet(Head_(q)), Efficiency(q)));

        var curve = PumpCurve.Fit([.. points], degree);

        foreach (var q in (double[])[0, 50, 555, 1100])
        {
            curve.HeadAt(Gpm(q)).Feet.ShouldBe(Head_(q), 1e-9);
            curve.EfficiencyPctAt(Gpm(q)).ShouldBe(Efficiency(q), 1e-9);
        }
    }

    [Fact]
    public void Curve_at_another_speed_follows_the_affinity_laws_point_by_point()
    {
        var slow = Typical.AtSpeed(Speed.FromRpm(1800), Speed.FromRpm(900));
        var expected = AffinityLaws.AtSpeed(new DutyPoint(Gpm(700), Typical.HeadAt(Gpm(700)), Typical.ShaftPowerAt(Gpm(700), Liquid.Water)), Speed.FromRpm(1800), Speed.FromRpm(900));

        slow.HeadAt(expected.Flow).Feet.ShouldBe(expected.Head.Feet, 1e-9);
        slow.ShaftPowerAt(expected.Flow, Liquid.Water).Horsepower.ShouldBe(expected.ShaftPower.Horsepower, 1e-9);
        slow.EfficiencyPctAt(expected.Flow).ShouldBe(Typical.EfficiencyPctAt(Gpm(700)), 1e-9);
        Typical.Trimmed(0.5).HeadAt(expected.Flow).Feet.ShouldBe(expected.Head.Feet, 1e-9);
    }

    [Fact]
    public void Too_few_or_impossible_points_are_refused()
    {
        Should.Throw<ArgumentException>(() => PumpCurve.Fit([Rated, Rated, Rated, Rated], degree: 2)).Message.ShouldContain("too few");
        Should.Throw<ArgumentException>(() => PumpCurve.Fit([Rated with { EfficiencyPct = 850 }], degree: 2)).Message.ShouldContain("850");
        Should.Throw<ArgumentException>(() => PumpCurve.Fit([Rated], degree: 7)).Message.ShouldContain("7");
        Should.Throw<ArgumentOutOfRangeException>(() => PumpCurve.Typical(Rated, shutOffRatio: 0.9));
        Should.Throw<ArgumentOutOfRangeException>(() => new SystemCurve(Head.FromFeet(10), Gpm(0), Head.FromFeet(20)));
    }

    /// <summary>A real pump's efficiency curve, digitised by its publishers: flow in m³/h, efficiency in percent.</summary>
    [Fact]
    public void Cubic_through_a_real_pumps_efficiency_finds_its_best_point()
    {
        var file = ReferenceFile("benchmarks/pump-physics/pump_curve.csv");
        if (file is null) Assert.Skip("The reference data is not beside this checkout.");
        var points = File.ReadLines(file).Select(line => line.Split(',')).Select(cells => (Flow: double.Parse(cells[0]), Efficiency: double.Parse(cells[1])))
            .Where(p => p.Flow > 0).Select(p => new CurvePoint(Flow.FromCubicMetresPerHour(p.Flow), Head.FromMetres(30), p.Efficiency)).ToList();

        var curve = PumpCurve.Fit(points);

        curve.BestEfficiencyFlow().CubicMetresPerHour.ShouldBe(3170, 200);
        curve.EfficiencyPctAt(curve.BestEfficiencyFlow()).ShouldBe(54.8, 1);
        points.Max(p => Math.Abs(curve.EfficiencyPctAt(p.Flow) - p.EfficiencyPct)).ShouldBeLessThan(2.5);
    }

    static string? ReferenceFile(string path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "data", path);
            if (File.Exists(candidate)) return candidate;
        }
        return null;
    }
}
