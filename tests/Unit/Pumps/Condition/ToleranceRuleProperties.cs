using FsCheck;
using FsCheck.Fluent;
using Plumbline.Plant;
using Plumbline.Pumps.Condition;
using Plumbline.Pumps.Grades;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Pumps.Condition;

public sealed class ToleranceRuleProperties
{
    static readonly string[] Categories = ["1B", "1E", "1U", "2B", "2U", "3B"];
    static readonly string[] Profiles = ["default", "hi14.6"];

    // Up to three times the widest tolerance, in steps that often hit a limit; one in eight is not judged.
    static readonly Gen<double> Deviation = Gen.Frequency((7, Gen.Choose(-96, 96).Select(halves => halves / 2.0)), (1, Gen.Constant(double.NaN)));

    static readonly Arbitrary<Case> Cases = (
        from profile in Gen.Elements(Profiles)
        from category in Gen.Elements(Categories)
        from flow in Deviation
        from head in Deviation
        from power in Deviation
        from efficiency in Deviation
        from parameter in Gen.Elements(ParameterSets.All.ToArray())
        from factor in Gen.Choose(0, 30).Select(tenths => 1 + (tenths / 10.0))
        select new Case(new(ToleranceTable.Shipped.Grade(category, profile)), new(flow, head, power, efficiency), parameter, factor)).ToArbitrary();

    [Fact]
    public void Status_and_severity_never_improve_when_one_deviation_worsens() => Hold(c =>
    {
        var (before, after) = (c.Rule.Judge(c.Deviations), c.Rule.Judge(With(c.Deviations, c.Parameter, c.Deviations[c.Parameter] * c.Factor)));
        return after.Status >= before.Status && after.Severity >= before.Severity;
    });

    [Fact]
    public void Second_violation_never_lowers_severity_or_status() => Hold(c =>
    {
        var alone = c.Rule.Judge(With(c.Deviations, c.Parameter, 0));
        var both = c.Rule.Judge(With(c.Deviations, c.Parameter, 100 * c.Factor));
        return both.Severity >= alone.Severity && both.Status >= alone.Status;
    });

    [Fact]
    public void Row_says_what_its_violations_say() => Hold(c =>
    {
        var judgement = c.Rule.Judge(c.Deviations);
        var violations = ParameterSets.All.ToArray().Select(p => c.Rule.ViolationOf(p, c.Deviations[p])).OfType<Violation>().ToList();
        var worst = violations.Where(v => v.Mandatory).Select(v => v.Severity).DefaultIfEmpty(0).Max();
        return judgement.Violated.Listed().SequenceEqual(violations.Select(v => v.Parameter)) && judgement.Severity == worst;
    });

    [Fact]
    public void Unjudged_mandatory_parameter_is_never_normal() => Hold(c =>
        c.Rule.Judge(With(c.Deviations, PumpParameter.Flow, double.NaN)).Status != PumpStatus.Normal
        && c.Rule.Judge(With(c.Deviations, PumpParameter.Head, double.NaN)).Status != PumpStatus.Normal);

    [Fact]
    public void Nothing_that_is_violated_is_back() => Hold(c =>
        c.Rule.Judge(c.Deviations).Violated is var violated && (violated == ParameterSet.None || !c.Rule.AreBack(c.Deviations, 0.2, violated)));

    [Fact]
    public void Cases_reach_every_status()
    {
        var seen = new HashSet<PumpStatus>();
        Hold(c => seen.Add(c.Rule.Judge(c.Deviations).Status) || true);

        seen.Order().ShouldBe([PumpStatus.Unknown, PumpStatus.Normal, PumpStatus.Warning, PumpStatus.Critical, PumpStatus.Failure]);
    }

    static void Hold(Func<Case, bool> property) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000).WithReplay(new Replay(new Rnd(20_240_601UL, 11UL), null)), Prop.ForAll(Cases, property));

    static ParameterValues With(in ParameterValues values, PumpParameter parameter, double value) => parameter switch
    {
        PumpParameter.Flow => values with { Flow = value },
        PumpParameter.Head => values with { Head = value },
        PumpParameter.Power => values with { Power = value },
        _ => values with { Efficiency = value },
    };

    internal sealed record Case(ToleranceRule Rule, ParameterValues Deviations, PumpParameter Parameter, double Factor)
    {
        public override string ToString() => $"{Rule.Grade.Profile} {Rule.Grade.Name} {Deviations} {Parameter} × {Factor}";
    }
}
