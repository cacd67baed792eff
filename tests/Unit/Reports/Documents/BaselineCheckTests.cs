using Plumbline.Plant;
using Plumbline.Reports.Documents.Diagnosis;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Reports.Documents;

public sealed class BaselineCheckTests
{
    [Fact]
    public void Flow_pressure_and_power_fix_the_efficiency()
    {
        // By hand: 252.33 gpm × 75.31 psi / 1714.29 = 11.085 hp; over 20.035 hp that is 55.33 %.
        var check = BaselineCheck.Of(Baseline(252.33, 75.31, 20.035, 60));

        check.ImpliedEfficiencyPct.ShouldBe(55.33, 0.01);
        check.GapPct.ShouldBe(-7.79, 0.01);
        check.IsConsistent.ShouldBeFalse();
        check.MayBeMotorLosses.ShouldBeTrue();
        check.IsImpossible.ShouldBeFalse();
    }

    [Fact]
    public void More_power_in_the_water_than_the_motor_takes_is_impossible()
    {
        var check = BaselineCheck.Of(Baseline(503.3, 150, 25.86, 85));

        check.ImpliedEfficiencyPct.ShouldBe(170.3, 0.1);
        check.IsImpossible.ShouldBeTrue();
    }

    [Fact]
    public void Suction_pressure_is_taken_off_where_it_is_given()
    {
        BaselineCheck.Of(Baseline(500, 150, 50, 75) with { SuctionPressure = Pressure.FromPsi(25) }).ImpliedEfficiencyPct.ShouldBe(500 * 125 / 1714.286 / 50 * 100, 0.001);
    }

    [Fact]
    public void A_log_that_starts_where_the_baseline_is_off_is_said_to()
    {
        var analysis = PumpCase.Build("p", PumpCase.Grade2B, 720, (parameter, _) => parameter is PumpParameter.Efficiency ? -7.8 : 0);
        analysis = analysis with { Baseline = Baseline(252.33, 75.31, 20.035, 60) };

        var findings = new Findings(analysis);

        BaselineWords.Describe(findings).Replace(Plumbline.Reports.Documents.Wording.NoBreakSpace, ' ').ShouldStartWith(
            "252.3 gpm at 75.31 psi (suction taken as atmospheric) from 20.04 hp is an efficiency of 55.3 %, not 60 %: an efficiency worked out from these readings is −7.8 % off at the very baseline. "
            + "The log starts just there (−7.8 % in its first week)");
        findings.Pattern.ShouldBe(Pattern.None);
    }

    [Fact]
    public void A_baseline_that_agrees_is_not_mentioned()
    {
        var healthy = PumpCase.Healthy();

        BaselineCheck.Of(healthy.Baseline).IsConsistent.ShouldBeTrue();
        Recommendations.Draw(new Findings(healthy)).ShouldNotContain(action => action.Kind == "baseline");
    }

    static PumpBaseline Baseline(double gpm, double psi, double hp, double efficiencyPct) => PumpCase.Healthy().Baseline with
    {
        Flow = Flow.FromGallonsPerMinute(gpm),
        DischargePressure = Pressure.FromPsi(psi),
        Power = Power.FromHorsepower(hp),
        EfficiencyPct = efficiencyPct,
    };
}
