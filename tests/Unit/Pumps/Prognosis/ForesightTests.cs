using Plumbline.Plant;
using Plumbline.Pumps;
using Plumbline.Pumps.Grades;
using Plumbline.Pumps.Prognosis;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Pumps;

public sealed class ForesightTests
{
    static readonly DateTime Start = new(2024, 6, 1, 0, 0, 0, DateTimeKind.Utc);
    static readonly DateTime Failure = Start.AddDays(60);

    [Fact]
    public void First_sign_before_the_failure_counts()
    {
        var found = Foresight.Of(Failure, Start,
            [Assessment(PumpParameter.Head, sustained: Start.AddDays(20)), Assessment(PumpParameter.Flow, lossSince: Start.AddDays(12))],
            [Alarm(Start.AddDays(15))]);

        found.FirstSign.ShouldBe(Start.AddDays(12));
        found.LeadDays.ShouldBe(48);
        found.Sign.ShouldBe("A lasting loss of flow (to −12 % at the worst) on 2024-06-13 00:00.");
    }

    [Fact]
    public void Exceedance_that_stays_is_told_with_its_limit()
    {
        var found = Foresight.Of(Failure, Start, [Assessment(PumpParameter.Head, sustained: Start.AddDays(20))], [Alarm(Start.AddDays(25))]);

        found.LeadDays.ShouldBe(40);
        found.Sign.ShouldBe("Head outside its tolerance to stay (+6.9 % against a limit of +6 %) on 2024-06-21 00:00.");
    }

    [Fact]
    public void Alarm_counts_when_nothing_else_does() =>
        Foresight.Of(Failure, Start, [Assessment(PumpParameter.Head)], [Alarm(Start.AddDays(30))]).Sign.ShouldStartWith("An alarm (at its worst Critical, head at +9.6 %) on");

    [Fact]
    public void Sign_that_was_there_from_the_start_gives_way_to_one_that_came()
    {
        var found = Foresight.Of(Failure, Start, [Assessment(PumpParameter.Efficiency, sustained: Start), Assessment(PumpParameter.Head, sustained: Start.AddDays(2))], []);

        found.FirstSign.ShouldBe(Start.AddDays(2));
        found.Sign.ShouldStartWith("Efficiency outside its tolerance");
        found.Sign.ShouldContain("may tell of the baseline");
        found.Sign.ShouldContain("came later: head");
    }

    [Fact]
    public void Sign_that_was_there_from_the_start_counts_where_it_is_the_only_one()
    {
        var found = Foresight.Of(Failure, Start, [Assessment(PumpParameter.Efficiency, sustained: Start.AddHours(3))], []);

        found.FirstSign.ShouldBe(Start.AddHours(3));
        found.Sign.ShouldContain("no other sign came later");
    }

    [Fact]
    public void Alarm_that_stood_from_the_start_counts_when_it_rises()
    {
        var alarm = Alarm(Start.AddHours(2)) with { Escalations = [new(Start.AddDays(9), PumpStatus.Critical)] };
        var found = Foresight.Of(Failure, Start, [], [alarm]);

        found.FirstSign.ShouldBe(Start.AddDays(9));
        found.Sign.ShouldEndWith("came later: an alarm that rose to Critical on 2024-06-10 00:00.");
    }

    [Fact]
    public void What_came_after_the_failure_is_no_sign()
    {
        var found = Foresight.Of(Failure, Start, [Assessment(PumpParameter.Head, sustained: Failure.AddDays(1))], [Alarm(Failure)]);

        found.FirstSign.ShouldBeNull();
        found.LeadDays.ShouldBeNull();
        found.Sign.ShouldStartWith("Nothing before the failure");
    }

    [Fact]
    public void Readings_that_begin_after_the_failure_tell_nothing() =>
        Foresight.Of(Start.AddDays(-3), Start, [], []).Sign.ShouldContain("begin on 2024-06-01 00:00, after the failure");

    static ParameterAssessment Assessment(PumpParameter parameter, DateTime? sustained = null, DateTime? lossSince = null) => new()
    {
        Parameter = parameter,
        Unit = "%",
        BaselineValue = 100,
        Limits = new ToleranceLimits(true, 6, null),
        JudgedRows = 1000,
        ViolatedRows = 100,
        UnjudgedReason = null,
        Latest = null,
        FirstExceedance = null,
        Sustained = new(sustained is { } at ? new(at, 106.92, 6.92, 6, 1.15) : null, false),
        Worst = null,
        Loss = lossSince is { } since ? new(-12, since, since.AddDays(5), LossGrade.Urgent) : null,
        Trend = null,
    };

    static PumpAlarm Alarm(DateTime raised) => new(raised, null, PumpStatus.Critical, [PumpParameter.Head], new(raised, 109.6, 9.6, 6, 1.6), PumpParameter.Head);
}
