using Plumbline.Plant;
using Plumbline.Pumps;
using Plumbline.Pumps.Condition;
using Plumbline.Pumps.Grades;
using Plumbline.Pumps.Hydraulics;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Pumps.Condition;

/// <summary>One row at a time: running or off, brought to rated speed, what is not judged.</summary>
public sealed class ConditionRuleTests
{
    static readonly PumpReading AtBaseline = new(500, 150, 25, 75, 80, 1800);

    [Fact]
    public void Deviation_is_current_less_baseline_over_baseline()
    {
        var row = Rule().Judge(AtBaseline with { FlowGpm = 555, DischargePsi = 147, PowerHp = 78, EfficiencyPct = 76 });

        row.DeviationsPct.ShouldBe(new ParameterValues((555.0 - 500) / 500 * 100, (147.0 - 150) / 150 * 100, (78.0 - 75) / 75 * 100, (76.0 - 80) / 80 * 100));
        row.Current.ShouldBe(new ParameterValues(555, 147, 78, 76));
        row.Judgement.Status.ShouldBe(PumpStatus.Failure);
        row.Judgement.Severity.ShouldBe(11 / 5.0, 1e-12);
    }

    [Theory]
    [InlineData(179.9, 75, PumpStatus.Off)] // below 10 % of 1800 rpm
    [InlineData(1800, 7.49, PumpStatus.Off)] // below 10 % of 75 hp
    [InlineData(1800, 7.5, PumpStatus.Normal)]
    [InlineData(180, 75, PumpStatus.Unknown)] // runs, at reduced speed
    [InlineData(0, 0, PumpStatus.Off)]
    [InlineData(0, double.NaN, PumpStatus.Off)]
    [InlineData(double.NaN, 0, PumpStatus.Off)]
    [InlineData(1800, double.NaN, PumpStatus.Normal)]
    public void Pump_is_off_below_ten_percent_of_speed_or_power(double speed, double power, PumpStatus status)
    {
        var row = Rule("1U").Judge(AtBaseline with { SpeedRpm = speed, PowerHp = power });

        row.Judgement.Status.ShouldBe(status);
        if (status == PumpStatus.Off) row.WhyUnjudged.ShouldBe(new UnjudgedReasons(Unjudged.Off, Unjudged.Off, Unjudged.Off, Unjudged.Off));
    }

    [Theory]
    [InlineData(50, PumpStatus.Failure)] // 10 % of baseline flow shows that it runs
    [InlineData(49.9, PumpStatus.Unknown)]
    [InlineData(double.NaN, PumpStatus.Unknown)]
    public void Flow_tells_whether_it_runs_where_speed_and_power_are_missing(double flow, PumpStatus status)
    {
        var row = Rule(varies: false).Judge(AtBaseline with { SpeedRpm = double.NaN, PowerHp = double.NaN, FlowGpm = flow });

        row.Judgement.Status.ShouldBe(status);
        row.WhyUnjudged.Power.ShouldBe(Unjudged.Missing);
    }

    [Theory]
    [InlineData(1079.9, Unjudged.ReducedSpeed)]
    [InlineData(1080, Unjudged.No)] // exactly 60 %
    [InlineData(1440, Unjudged.No)]
    [InlineData(1890, Unjudged.No)] // exactly 105 %
    [InlineData(1890.1, Unjudged.Overspeed)]
    public void Speed_is_corrected_from_60_to_105_percent(double speed, Unjudged why)
    {
        var n = speed / 1800;
        var row = Rule().Judge(new(500 * n, 150 * n * n, 25, 75 * n * n * n, 80, speed));

        row.WhyUnjudged.ShouldBe(new UnjudgedReasons(why, why, why, why));
        row.Judgement.Status.ShouldBe(why == Unjudged.No ? PumpStatus.Normal : PumpStatus.Unknown);
        if (why == Unjudged.No) ParameterSets.All.ToArray().ShouldAllBe(p => Math.Abs(row.DeviationsPct[p]) < 1e-9);
    }

    [Fact]
    public void Correction_is_that_of_the_affinity_laws()
    {
        var row = Rule().Judge(new(390, 96, 25, 41, 77, 1440));
        var point = AffinityLaws.AtSpeed(new(Flow.FromGallonsPerMinute(390), Head.FromFeet(96), Power.FromHorsepower(41)), Speed.FromRpm(1440), Speed.FromRpm(1800));

        row.Current.Flow.ShouldBe(point.Flow.GallonsPerMinute, 1e-10);
        row.Current.Head.ShouldBe(point.Head.Feet, 1e-10);
        row.Current.Power.ShouldBe(point.ShaftPower.Horsepower, 1e-10);
        row.Current.Efficiency.ShouldBe(77);
    }

    [Theory]
    [InlineData(1800)]
    [InlineData(1791)] // 0.5 % below
    [InlineData(1809)]
    public void Reading_at_rated_speed_is_not_altered(double speed) =>
        Rule().Judge(AtBaseline with { FlowGpm = 507.3, SpeedRpm = speed }).Current.ShouldBe(new ParameterValues(507.3, 150, 75, 80));

    [Fact]
    public void Correction_can_be_turned_off()
    {
        var row = Rule(options: new() { SpeedCorrection = false }).Judge(AtBaseline with { FlowGpm = 250, SpeedRpm = 900 });

        row.DeviationsPct.Flow.ShouldBe(-50);
        row.WhyUnjudged.Flow.ShouldBe(Unjudged.No);
    }

    [Theory]
    [InlineData(true, PumpStatus.Unknown)]
    [InlineData(false, PumpStatus.Normal)]
    public void Reading_without_a_speed_says_nothing_of_a_pump_whose_speed_varies(bool varies, PumpStatus status) =>
        Rule("1U", varies: varies).Judge(AtBaseline with { SpeedRpm = double.NaN }).Judgement.Status.ShouldBe(status);

    [Fact]
    public void Derived_signal_is_judged_at_rated_speed_only()
    {
        var rule = Rule("1U", derived: ParameterSet.Flow | ParameterSet.Power);

        rule.Judge(AtBaseline).WhyUnjudged.Flow.ShouldBe(Unjudged.No);
        var slow = rule.Judge(AtBaseline with { SpeedRpm = 1500 });
        slow.WhyUnjudged.ShouldBe(new UnjudgedReasons(Unjudged.Derived, Unjudged.No, Unjudged.Derived, Unjudged.No));
        slow.DeviationsPct.Flow.ShouldBe(double.NaN);
    }

    [Fact]
    public void Stuck_sensor_is_not_judged_whatever_the_speed()
    {
        foreach (var speed in new[] { 1800.0, 1500, 900 })
            Rule().Judge(AtBaseline with { SpeedRpm = speed }, ParameterSet.Head).WhyUnjudged.Head.ShouldBe(Unjudged.Stuck);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Value_that_is_no_number_is_missing(double value)
    {
        var row = Rule("1U").Judge(AtBaseline with { DischargePsi = value });

        row.WhyUnjudged.Head.ShouldBe(Unjudged.Missing);
        row.Judgement.Status.ShouldBe(PumpStatus.Unknown);
    }

    [Theory]
    [InlineData(HeadBasis.DifferentialPressure, 1, 125)]
    [InlineData(HeadBasis.DifferentialHead, 1, 288.75)]
    [InlineData(HeadBasis.DifferentialHead, 1.1, 262.5)]
    public void Differential_head_is_the_pressure_gained(HeadBasis basis, double gravity, double head)
    {
        var baseline = Pump.Baseline with { SuctionPressure = Pressure.FromPsi(25), SpecificGravity = gravity };
        var rule = new ConditionRule(baseline, ToleranceTable.Shipped.Grade("1B"), new() { Head = basis }, new(null, false, ParameterSet.None));

        rule.Baseline.Head.ShouldBe(head, 1e-9);
        rule.Judge(AtBaseline with { DischargePsi = 160, SuctionPsi = 35 }).DeviationsPct.Head.ShouldBe(0);
        rule.Judge(AtBaseline with { SuctionPsi = double.NaN }).WhyUnjudged.Head.ShouldBe(Unjudged.Missing);
    }

    [Fact]
    public void Differential_head_without_a_baseline_suction_pressure_is_refused() =>
        Should.Throw<ArgumentException>(() => Rule(options: new() { Head = HeadBasis.DifferentialPressure })).Message.ShouldContain("baseline_suction_pressure_psi");

    [Fact]
    public void Baseline_of_zero_is_refused() =>
        Should.Throw<ArgumentException>(() => Pump.Monitor("1U", baseline: Pump.Baseline with { Flow = default })).Message.ShouldContain("baseline flow of 'Well 1' is 0");

    static ConditionRule Rule(string category = "1B", AnalysisOptions? options = null, bool varies = true, ParameterSet derived = ParameterSet.None) =>
        new(Pump.Baseline, ToleranceTable.Shipped.Grade(category), options ?? new(), new(new(Speed.FromRpm(1800), "from the baseline"), varies, derived));
}
