using FsCheck;
using FsCheck.Fluent;
using Plumbline.Plant;
using Plumbline.Pumps.Hydraulics;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Pumps.Hydraulics;

public sealed class AffinityLawsTests
{
    static readonly DutyPoint Duty = new(Flow.FromGallonsPerMinute(800), Head.FromFeet(160), Power.FromHorsepower(42));

    [Fact]
    public void Half_speed_halves_flow_quarters_head_and_takes_an_eighth_of_the_power()
    {
        var slow = AffinityLaws.AtSpeed(Duty, Speed.FromRpm(1780), Speed.FromRpm(890));

        slow.Flow.GallonsPerMinute.ShouldBe(400, 1e-12);
        slow.Head.Feet.ShouldBe(40, 1e-12);
        slow.ShaftPower.Horsepower.ShouldBe(5.25, 1e-12);
    }

    [Fact]
    public void Trim_of_five_percent_costs_fourteen_percent_of_the_power() =>
        AffinityLaws.Trimmed(Duty, 0.95).ShaftPower.Horsepower.ShouldBe(42 * 0.857375, 1e-12);

    [Fact]
    public void Going_there_and_back_changes_nothing() =>
        Check.One(Config.QuickThrowOnFailure.WithReplay(new Replay(new Rnd(7UL, 11UL), null)), Prop.ForAll(
            Gen.Choose(300, 3600).Two().ToArbitrary(),
            speeds =>
            {
                var (from, to) = (Speed.FromRpm(speeds.Item1), Speed.FromRpm(speeds.Item2));
                var back = AffinityLaws.AtSpeed(AffinityLaws.AtSpeed(Duty, from, to), to, from);
                return Math.Abs(back.Flow.GallonsPerMinute - 800) < 1e-9 && Math.Abs(back.Head.Feet - 160) < 1e-9 && Math.Abs(back.ShaftPower.Horsepower - 42) < 1e-9;
            }));

    [Fact]
    public void Standing_pump_has_no_affinity() =>
        Should.Throw<ArgumentOutOfRangeException>(() => AffinityLaws.AtSpeed(Duty, Speed.FromRpm(0), Speed.FromRpm(890))).ParamName.ShouldBe("from");

    [Fact]
    public void Specific_speed_in_us_units_is_51_65_times_the_metric_one()
    {
        var (speed, flow, head) = (Speed.FromRpm(1780), Flow.FromGallonsPerMinute(1000), Head.FromFeet(100));

        // 1780 × √1000 / 100^0.75 = 1780 × 31.623 / 31.623
        SpecificSpeed.Us(speed, flow, head).ShouldBe(1780, 1e-9);
        (SpecificSpeed.Us(speed, flow, head) / SpecificSpeed.Metric(speed, flow, head)).ShouldBe(51.645, 0.001);
    }
}
