using Plumbline.Plant;
using Plumbline.Pumps.Condition;
using Plumbline.Pumps.Grades;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Pumps.Condition;

public sealed class ToleranceRuleTests
{
    const double None = double.NaN;

    [Theory]
    [InlineData("1U", 10, 6, 10, 0, PumpStatus.Normal, 0)] // exactly at every limit
    [InlineData("1U", 10.01, 0, 0, 0, PumpStatus.Warning, 1.001)]
    [InlineData("1U", 15, 0, 0, 0, PumpStatus.Warning, 1.5)] // severity 1.5 is not above 1.5
    [InlineData("1U", 15.1, 0, 0, 0, PumpStatus.Critical, 1.51)]
    [InlineData("1U", 20, 0, 0, 0, PumpStatus.Critical, 2)]
    [InlineData("1U", 20.1, 0, 0, 0, PumpStatus.Failure, 2.01)]
    [InlineData("1U", -90, -90, -90, 0, PumpStatus.Normal, 0)] // a U grade does not look at loss
    [InlineData("1U", 0, 0, 50, 0, PumpStatus.Warning, 0)] // optional: Warning, however far
    [InlineData("1U", 0, 0, 0, -0.5, PumpStatus.Warning, 0)]
    [InlineData("1U", 11, 0, 50, -40, PumpStatus.Warning, 1.1)] // optional ones do not count in the severity
    [InlineData("1B", -5.1, 0, 0, 0, PumpStatus.Warning, 1.02)]
    [InlineData("1B", -5, -3, 4, -3, PumpStatus.Normal, 0)]
    [InlineData("1B", 6, 7, 0, 0, PumpStatus.Failure, 7 / 3.0)] // the larger of the two severities
    [InlineData("3B", 0, 7.000000000000001, 0, 0, PumpStatus.Normal, 0)] // (160.5 − 150) / 150 × 100 in binary
    [InlineData("1U", None, 0, 0, 0, PumpStatus.Unknown, 0)]
    [InlineData("1U", 0, None, 0, 0, PumpStatus.Unknown, 0)]
    [InlineData("1U", 0, 0, None, None, PumpStatus.Normal, 0)] // optional ones may be missing
    [InlineData("1U", None, 7, 0, 0, PumpStatus.Warning, 7 / 6.0)] // it is what the others make it
    [InlineData("1U", None, 0, 11, 0, PumpStatus.Warning, 0)]
    [InlineData("1U", None, 13, 0, 0, PumpStatus.Failure, 13 / 6.0)]
    [InlineData("1U", None, None, None, None, PumpStatus.Unknown, 0)]
    public void Status_follows_from_the_deviations(string category, double flow, double head, double power, double efficiency, PumpStatus status, double severity)
    {
        var judgement = Rule(category).Judge(new(flow, head, power, efficiency));

        judgement.Status.ShouldBe(status);
        judgement.Severity.ShouldBe(severity, 1e-12);
    }

    [Fact]
    public void Limit_of_zero_counts_a_tenth_a_point()
    {
        var judgement = Rule("1U", "hi14.6").Judge(new(-16, 0, 0, 0));

        judgement.Severity.ShouldBe(1.6);
        judgement.Status.ShouldBe(PumpStatus.Critical);
        Rule("1U", "hi14.6").Judge(new(-1e-3, 0, 0, 0)).Status.ShouldBe(PumpStatus.Warning);
    }

    [Fact]
    public void Violation_tells_deviation_threshold_side_and_whether_it_is_mandatory()
    {
        Rule("1U").ViolationOf(PumpParameter.Flow, 15).ShouldBe(new Violation(PumpParameter.Flow, 15, 10, LimitSide.Max, true, 1.5));
        Rule("1U").ViolationOf(PumpParameter.Efficiency, -6.3).ShouldBe(new Violation(PumpParameter.Efficiency, -6.3, 0, LimitSide.Min, false, 0.63));
        Rule("1B").ViolationOf(PumpParameter.Head, -4.5).ShouldBe(new Violation(PumpParameter.Head, -4.5, -3, LimitSide.Min, true, 1.5));
        Rule("1U").ViolationOf(PumpParameter.Flow, 10).ShouldBeNull();
        Rule("1U").ViolationOf(PumpParameter.Flow, double.NaN).ShouldBeNull();
    }

    [Fact]
    public void Judged_and_violated_parameters_are_told()
    {
        var judgement = Rule("1U").Judge(new(11, None, 11, 1));

        judgement.Judged.Listed().ShouldBe([PumpParameter.Flow, PumpParameter.Power, PumpParameter.Efficiency]);
        judgement.Violated.Listed().ShouldBe([PumpParameter.Flow, PumpParameter.Power]);
    }

    [Theory]
    [InlineData("1U", 8, 4.8, 8, 0, true)] // 20 % inside each limit; of a limit of 0, nothing
    [InlineData("1U", 8.01, 0, 0, 0, false)]
    [InlineData("1U", 0, 0, 0, -0.1, false)]
    [InlineData("1U", -50, -50, -50, 2, true)] // sides that are not checked hold nothing back
    [InlineData("1B", -4, 2.4, 3.2, -2.4, true)]
    [InlineData("1B", -4.1, 0, 0, 0, false)]
    [InlineData("1B", 0, 0, 0, None, false)] // what cannot be seen is not known to be back
    public void Deadband_asks_for_a_fifth_of_the_limit(string category, double flow, double head, double power, double efficiency, bool inside) =>
        Rule(category).AreBack(new(flow, head, power, efficiency), 0.2, ParameterSet.Flow | ParameterSet.Head | ParameterSet.Power | ParameterSet.Efficiency).ShouldBe(inside);

    [Fact]
    public void Deadband_is_asked_only_of_what_was_outside()
    {
        Rule("1U").AreBack(new(8, 5.9, None, 0), 0.2, ParameterSet.Flow).ShouldBeTrue();
        Rule("1U").AreBack(new(8, 5.9, None, 0), 0.2, ParameterSet.Flow | ParameterSet.Head).ShouldBeFalse();
    }

    static ToleranceRule Rule(string category, string profile = "default") => new(ToleranceTable.Shipped.Grade(category, profile));
}
