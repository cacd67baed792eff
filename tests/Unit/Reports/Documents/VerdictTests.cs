using Plumbline.Plant;
using Plumbline.Pumps;
using Plumbline.Pumps.Condition;
using Plumbline.Pumps.Prognosis;
using Plumbline.Reports.Documents.Diagnosis;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Reports.Documents;

public sealed class VerdictTests
{
    [Fact]
    public void A_healthy_pump_is_normal_and_nothing_is_asked()
    {
        var verdict = Verdict.Of(PumpCase.Healthy());

        verdict.Sentence.ShouldBe("Normal: flow, head, power and efficiency are inside the 2B tolerance at the last reading (2024-07-30 23:00 UTC) and no alarm stands; nothing to do beyond the daily look.");
        verdict.Urgency.ShouldBe(Urgency.Routine);
    }

    [Fact]
    public void A_failure_names_the_parameter_the_limit_the_time_and_what_to_look_for()
    {
        var verdict = Verdict.Of(PumpCase.Restricted());

        verdict.Sentence.ShouldStartWith("Failure: head is 17.7 % above its baseline (limit +6 %), with flow 17.5 % below");
        verdict.Sentence.ShouldContain("out of tolerance since 2024-07-17 17:00 UTC, in alarm ever since");
        verdict.Sentence.ShouldContain("inspect it now and look first for a restriction in the discharge line");
        verdict.Urgency.ShouldBe(Urgency.Now);
    }

    [Fact]
    public void A_head_that_cannot_be_judged_is_never_called_normal()
    {
        var verdict = Verdict.Of(PumpCase.BlindHead());

        verdict.Status.ShouldBe(PumpStatus.Unknown);
        verdict.Sentence.ShouldStartWith("Unknown: head cannot be judged: the head sensor is stuck at 0 psi in every running row;");
        verdict.Sentence.ShouldNotContain("Normal");
        verdict.Urgency.ShouldBe(Urgency.ThisWeek);
    }

    [Fact]
    public void A_blind_sensor_is_named_even_when_something_else_is_wrong()
    {
        var analysis = PumpCase.Build("p", PumpCase.Grade2B, 720, (parameter, _) => parameter switch { PumpParameter.Flow => -20, PumpParameter.Head => double.NaN, _ => 0 });

        Verdict.Of(analysis).Sentence.ShouldContain("; head cannot be judged: no valid reading");
    }

    [Fact]
    public void A_pump_that_never_ran_has_no_known_condition()
    {
        Verdict.Of(PumpCase.Idle()).Sentence.ShouldBe("Off: the pump did not run between 2024-06-01 00:00 UTC and 2024-06-10 23:00, so its condition is not known.");
    }

    [Fact]
    public void A_single_bad_reading_is_said_to_be_one_and_is_less_urgent()
    {
        var analysis = PumpCase.Build("p", PumpCase.Grade2B, 720, (parameter, row) => parameter is PumpParameter.Head && row == 719 ? 14 : 0);

        var verdict = Verdict.Of(analysis);

        verdict.Status.ShouldBe(PumpStatus.Failure);
        verdict.Sentence.ShouldContain("so far in 1 of the last 24 readings, and no alarm stands");
        verdict.Urgency.ShouldBe(Urgency.Today);
    }

    [Fact]
    public void A_loss_that_the_grade_does_not_look_at_is_said_beside_normal()
    {
        var analysis = PumpCase.Build("p", PumpCase.Grade1U, 1440, (parameter, row) => parameter is PumpParameter.Flow ? -9 * row / 1440.0 : 0);

        var verdict = Verdict.Of(analysis);

        verdict.Status.ShouldBe(PumpStatus.Normal);
        verdict.Sentence.ShouldStartWith("Normal by the 1U tolerance at the last reading, but flow lost 8.9 % since");
        verdict.Urgency.ShouldBe(Urgency.Planned);
    }

    [Fact]
    public void An_alarm_that_still_stands_keeps_a_normal_reading_from_looking_well()
    {
        var restricted = PumpCase.Restricted();
        var healthy = PumpCase.Healthy() with { Alarms = restricted.Alarms, AlarmLoad = restricted.AlarmLoad };

        Verdict.Of(healthy).Sentence.ShouldContain("but the alarm of 2024-07-17 17:00 UTC (head up to +18.2 %) has not cleared");
    }

    [Fact]
    public void A_failure_that_was_given_is_told()
    {
        Verdict.Of(PumpCase.Complete()).Sentence.ShouldEndWith("; the pump failed on 2024-07-30 23:00.");
    }

    [Fact]
    public void A_likely_failure_within_a_week_is_for_today()
    {
        var analysis = PumpCase.Healthy();
        var forecast = new RulForecast(analysis.Period.End, 4, 2, 9, 0.9, 0.7, 0.7, []);

        var verdict = Verdict.Of(analysis with { Prognosis = analysis.Prognosis with { Learnt = forecast } });

        verdict.Urgency.ShouldBe(Urgency.Today);
        verdict.Sentence.ShouldContain("but about 4 days to failure (90 % interval 2.0 to 9 days)");
    }

    [Fact]
    public void A_verdict_is_one_sentence_without_line_breaks()
    {
        foreach (var analysis in new[] { PumpCase.Healthy(), PumpCase.Restricted(), PumpCase.Worn(), PumpCase.Dragging(), PumpCase.BlindHead(), PumpCase.Idle(), PumpCase.Complete() })
        {
            var sentence = Verdict.Of(analysis).Sentence;
            sentence.ShouldEndWith(".");
            sentence[..^1].ShouldNotContain(". ");
            sentence.ShouldNotContain("\n");
            sentence.ShouldNotContain("NaN");
        }
    }

    [Fact]
    public void Worse_deviations_never_make_it_less_urgent()
    {
        var urgencies = new[] { 0.0, 2, 4, 6, 8, 11, 15, 30 }
            .Select(pct => Verdict.Of(PumpCase.Build("p", PumpCase.Grade2B, 720, (parameter, _) => parameter is PumpParameter.Head ? pct : 0)).Urgency).ToList();

        urgencies.ShouldBe(urgencies.Order());
        urgencies.Distinct().Count().ShouldBeGreaterThan(3);
    }

    [Fact]
    public void One_reading_at_reduced_speed_does_not_make_a_sensor_blind()
    {
        var analysis = PumpCase.Build("p", PumpCase.Grade2B, 720, (_, row) => row == 719 ? double.NaN : 0, Unjudged.ReducedSpeed);

        var verdict = Verdict.Of(analysis);

        verdict.Status.ShouldBe(PumpStatus.Unknown);
        verdict.Sentence.ShouldBe("Unknown at the last reading (2024-06-30 23:00 UTC) only, where flow and head could not be judged; over the last day of running the pump was judged and nothing stands against it.");
        verdict.Urgency.ShouldBe(Urgency.Routine);
    }

    [Fact]
    public void An_alarm_that_began_with_another_parameter_says_so()
    {
        var analysis = PumpCase.Restricted();
        var early = analysis.Alarms[0] with { Raised = new DateTime(2024, 7, 14, 0, 0, 0, DateTimeKind.Utc) };

        Verdict.Of(analysis with { Alarms = [early] }).Sentence.ShouldContain("out of tolerance since 2024-07-17 17:00 UTC, alarm standing since 2024-07-14 00:00 (at first for efficiency)");
    }

    [Fact]
    public void A_failure_after_the_last_reading_is_told_with_the_time_between()
    {
        var analysis = PumpCase.Complete();
        var later = analysis.Period.End.AddDays(8);

        Verdict.Of(analysis with { Prognosis = analysis.Prognosis with { Foresight = new Foresight(later, null, "No sign.") } }).Sentence
            .ShouldEndWith("; the pump failed on 2024-08-07 23:00, 8 days after the last reading.");
    }

    [Fact]
    public void Noise_across_a_limit_of_zero_sends_nobody_out()
    {
        var analysis = PumpCase.Build("p", PumpCase.Grade1U, 720, (parameter, _) => parameter is PumpParameter.Efficiency ? -2 : 0);

        var verdict = Verdict.Of(analysis);

        verdict.Status.ShouldBe(PumpStatus.Warning);
        analysis.Alarms.ShouldNotBeEmpty();
        verdict.Urgency.ShouldBe(Urgency.Routine);
        verdict.Sentence.ShouldEndWith("; no action for that alone, since a limit of 0 % is crossed by noise.");
    }

    [Fact]
    public void A_derived_parameter_is_no_evidence()
    {
        var analysis = PumpCase.Build("p", PumpCase.Grade1U, 720, (parameter, _) => parameter is PumpParameter.Flow ? -30 : 0);
        analysis = analysis with { Parameters = [.. analysis.Parameters.Select(p => p with { IsDerived = p.Parameter is PumpParameter.Flow })] };

        var shift = ParameterShift.Of(analysis, PumpParameter.Flow);

        shift.IsDerived.ShouldBeTrue();
        shift.Direction.ShouldBe(Direction.Unknown);
    }
}
