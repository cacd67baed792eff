using Plumbline.Plant;
using Plumbline.Pumps.Prognosis;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Pumps;

public sealed class FailureLimitTests
{
    [Theory]
    [InlineData(PumpParameter.Head, 1, 12)]
    [InlineData(PumpParameter.Flow, 1, 20)]
    [InlineData(PumpParameter.Power, 1, 20)]
    [InlineData(PumpParameter.Efficiency, -1, -20)] // a tolerance of 0: severity is the deviation over 10
    [InlineData(PumpParameter.Flow, -1, -20)] // not checked: twice an urgent loss
    [InlineData(PumpParameter.Head, -1, -20)]
    public void Limit_of_grade_1U_is_where_severity_is_2(PumpParameter parameter, double direction, double limit) =>
        FailureLimit.Towards(parameter, direction, WearRuns.Grade1U, -10).ShouldNotBeNull().Pct.ShouldBe(limit);

    [Theory]
    [InlineData(PumpParameter.Power, -1)]
    [InlineData(PumpParameter.Efficiency, 1)]
    public void Nothing_fails_from_less_power_or_more_efficiency(PumpParameter parameter, double direction) =>
        FailureLimit.Towards(parameter, direction, WearRuns.Grade1U, -10).ShouldBeNull();

    [Fact]
    public void Losses_that_the_grade_checks_have_its_limit() =>
        FailureLimit.Towards(PumpParameter.Head, -0.3, WearRuns.Grade3B, -10).ShouldNotBeNull().Pct.ShouldBe(-14);
}
