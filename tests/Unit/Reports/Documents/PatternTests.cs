using Plumbline.Plant;
using Plumbline.Reports.Documents.Diagnosis;
using Shouldly;
using Xunit;
using static Plumbline.Reports.Documents.Diagnosis.Direction;

namespace Plumbline.Unit.Tests.Reports.Documents;

public sealed class PatternTests
{
    // Rows are internal to the assembly: their names cross the border as text.
    [Theory]
    [InlineData("Down Up Steady Steady", "Restriction")]
    [InlineData("Down Up Up Down", "Restriction")]
    [InlineData("Down Down Up Down", "InternalWear")]
    [InlineData("Down Down Steady Down", "InternalWear")]
    [InlineData("Down Down Down Steady", "LessWork")]
    [InlineData("Down Down Down Unknown", "LessWork")]
    [InlineData("Down Down Down Down", "InternalWear")]
    [InlineData("Up Down Up Steady", "RunOut")]
    [InlineData("Up Up Up Steady", "MoreWork")]
    [InlineData("Steady Down Steady Steady", "HeadLost")]
    [InlineData("Steady Down Up Down", "InternalWear")]
    [InlineData("Steady Up Steady Steady", "HeadGained")]
    [InlineData("Down Steady Steady Steady", "FlowLost")]
    [InlineData("Down Steady Up Steady", "InternalWear")]
    [InlineData("Up Steady Steady Steady", "FlowGained")]
    [InlineData("Down Unknown Down Unknown", "HalfSeen")]
    [InlineData("Unknown Up Unknown Unknown", "HalfSeen")]
    [InlineData("Steady Steady Up Steady", "PowerGained")]
    [InlineData("Steady Steady Up Down", "PowerGained")]
    [InlineData("Steady Steady Down Steady", "PowerLost")]
    [InlineData("Steady Steady Steady Down", "EfficiencyLost")]
    [InlineData("Steady Steady Steady Steady", "None")]
    [InlineData("Unknown Unknown Unknown Unknown", "None")]
    public void Four_directions_make_a_pattern(string directions, string pattern)
    {
        var d = directions.Split(' ').Select(Enum.Parse<Direction>).ToList();

        Patterns.Read(d[0], d[1], d[2], d[3]).ToString().ShouldBe(pattern);
    }

    [Fact]
    public void Every_pattern_but_none_is_explained()
    {
        foreach (var pattern in Enum.GetValues<Pattern>().Where(p => p is not Pattern.None)) Patterns.Meaning(pattern).ShouldNotBeNullOrEmpty(pattern.ToString());
        Patterns.Meaning(Pattern.None).ShouldBeNull();
    }

    [Fact]
    public void Wear_sends_somebody_to_the_wear_rings_and_rules_out_the_bypass_first()
    {
        var actions = Recommendations.Draw(new Findings(PumpCase.Worn()));

        actions[0].Action.ShouldContain("bypass");
        actions.ShouldContain(action => action.Action.Contains("wear-ring clearance", StringComparison.Ordinal) && action.When == Urgency.Planned);
    }

    [Fact]
    public void Power_alone_sends_somebody_to_bearings_and_to_the_phases()
    {
        var actions = Recommendations.Draw(new Findings(PumpCase.Dragging()));

        actions.ShouldContain(action => action.Action.Contains("bearing temperature", StringComparison.Ordinal));
        actions.ShouldContain(action => action.Action.Contains("phase currents", StringComparison.Ordinal));
        actions.ShouldNotContain(action => action.Action.Contains("valve", StringComparison.Ordinal));
    }

    [Fact]
    public void A_restriction_that_takes_more_power_is_not_the_whole_story()
    {
        var actions = Recommendations.Draw(new Findings(PumpCase.Restricted()));

        actions[0].Action.ShouldStartWith("Check the position of every valve");
        actions[1].Reason.ShouldContain("In a radial-flow pump a restriction alone lowers the power");
    }

    [Fact]
    public void A_blind_sensor_is_repaired_first()
    {
        var actions = Recommendations.Draw(new Findings(PumpCase.BlindHead()));

        actions[0].Kind.ShouldBe("sensor");
        actions[0].Action.ShouldStartWith("Restore the measurement of head");
    }

    [Fact]
    public void A_healthy_pump_needs_no_maintenance()
    {
        Recommendations.Draw(new Findings(PumpCase.Healthy())).ShouldAllBe(action => action.When == Urgency.Routine && action.Kind == "measurement");
    }

    [Fact]
    public void A_suction_pressure_that_fell_is_looked_into()
    {
        var worn = PumpCase.Worn();
        var fallen = new Findings(PumpCase.WithSuction(worn, row => row < 720 ? 10 : 6));

        fallen.SuctionChangePsi.ShouldBe(-4);
        Recommendations.Draw(fallen)[0].Action.ShouldStartWith("Check the suction: strainer");
        Recommendations.Draw(fallen)[0].Reason.ShouldStartWith("Suction pressure has fallen by 4\u00A0psi since the first week");
        Recommendations.Draw(new Findings(worn))[0].Action.ShouldNotStartWith("Check the suction");
    }

    [Fact]
    public void A_computed_flow_asks_for_a_meter()
    {
        var analysis = PumpCase.Healthy();
        analysis = analysis with { Parameters = [.. analysis.Parameters.Select(p => p with { IsDerived = p.Parameter is PumpParameter.Flow or PumpParameter.Power })] };

        var action = Recommendations.Draw(new Findings(analysis))[0];

        action.Action.ShouldBe("Measure flow by an instrument of its own");
        action.Reason.ShouldStartWith("In this log flow and power are exact multiples of one another or of a third column");
    }

    [Theory]
    [InlineData("pumps.power_without_flow", "closed valve")]
    [InlineData("pumps.flow_without_power", "power meter")]
    [InlineData("pumps.suction_above_discharge", "swapped")]
    public void Readings_that_contradict_each_other_are_followed_up(string code, string about)
    {
        var analysis = PumpCase.Healthy() with { Defects = [new Defect(code, "2024-06-03 04:00 to 2024-06-03 09:00", "readings contradict each other", 6)] };

        var action = Recommendations.Draw(new Findings(analysis))[0];

        action.Action.ShouldContain(about);
        action.Reason.ShouldBe("Readings contradict each other (2024-06-03 04:00 to 2024-06-03 09:00).");
        action.When.ShouldBe(Urgency.ThisWeek);
    }

    [Fact]
    public void Efficiency_follows_from_the_others_where_it_is_not_logged()
    {
        var blind = PumpCase.Build("p", PumpCase.Grade2B, 720, (parameter, _) => parameter switch { PumpParameter.Flow => -12, PumpParameter.Head => -8, PumpParameter.Power => -4, _ => double.NaN });
        var inStep = PumpCase.Build("p", PumpCase.Grade2B, 720, (parameter, _) => parameter switch { PumpParameter.Flow => -5, PumpParameter.Head => -9.8, PumpParameter.Power => -14.3, _ => double.NaN });

        new Findings(blind).Pattern.ShouldBe(Pattern.InternalWear);
        new Findings(inStep).Pattern.ShouldBe(Pattern.LessWork);
    }

    [Fact]
    public void Every_recommendation_has_its_reason()
    {
        foreach (var analysis in new[] { PumpCase.Restricted(), PumpCase.Worn(), PumpCase.Dragging(), PumpCase.BlindHead(), PumpCase.Complete() })
        {
            var actions = Recommendations.Draw(new Findings(analysis));
            actions.ShouldNotBeEmpty();
            actions.ShouldAllBe(action => action.Reason.Length > 20 && !action.Action.EndsWith('.'));
            actions.Select(action => action.When).ShouldBe(actions.Select(action => action.When).OrderDescending());
        }
    }

    [Fact]
    public void Three_percent_is_the_border_of_steady()
    {
        DirectionAt(2.4).ShouldBe(Steady);
        DirectionAt(3.6).ShouldBe(Up);
        DirectionAt(-3.6).ShouldBe(Down);
    }

    static Direction DirectionAt(double pct) =>
        ParameterShift.Of(PumpCase.Build("p", PumpCase.Grade2B, 48, (parameter, _) => parameter is PumpParameter.Flow ? pct : 0), PumpParameter.Flow).Direction;
}
