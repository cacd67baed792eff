using FsCheck;
using FsCheck.Fluent;
using Plumbline.Plant;
using Plumbline.Pumps.Condition;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Pumps.Condition;

public sealed class SustainedRuleTests
{
    const ParameterSet Flow = ParameterSet.Flow;
    const ParameterSet Head = ParameterSet.Head;

    [Fact]
    public void Twelve_rows_are_enough_and_eleven_are_not()
    {
        var rule = new SustainedRule();

        for (var i = 0; i < 11; i++) rule.Observe(Hour(i), Flow, Flow).ShouldBe(ParameterSet.None);
        rule.Observe(Hour(11), Flow, Flow).ShouldBe(Flow);
    }

    [Theory]
    [InlineData(14, true)] // 14 of 20: exactly 70 %
    [InlineData(13, false)]
    public void Exactly_seventy_percent_is_enough(int violated, bool sustained)
    {
        var rule = new SustainedRule();
        var last = ParameterSet.None;
        for (var i = 0; i < 20; i++) last = rule.Observe(Hour(i), Flow, i < violated ? Flow : ParameterSet.None);

        last.Has(PumpParameter.Flow).ShouldBe(sustained);
    }

    [Fact]
    public void Row_24_hours_ago_is_outside_the_window()
    {
        var rule = new SustainedRule();
        for (var i = 0; i < 12; i++) rule.Observe(Hour(i), Flow, Flow);

        rule.Observe(Hour(11) + TimeSpan.FromHours(12.999), ParameterSet.None, ParameterSet.None).ShouldBe(Flow); // the first is 23.999 h old
        rule.Observe(Hour(24), ParameterSet.None, ParameterSet.None).ShouldBe(ParameterSet.None); // exactly 24 h: eleven are left
    }

    [Fact]
    public void Rows_in_which_a_parameter_was_not_judged_neither_help_nor_hurt_it()
    {
        var rule = new SustainedRule();
        for (var i = 0; i < 11; i++) rule.Observe(Hour(i), Flow | Head, Flow);
        for (var i = 11; i < 20; i++) rule.Observe(Hour(i), Head, ParameterSet.None).ShouldBe(ParameterSet.None);

        rule.Observe(Hour(20), Flow | Head, Flow).ShouldBe(Flow);
    }

    [Fact]
    public void Violation_of_what_was_not_judged_does_not_count()
    {
        var rule = new SustainedRule();
        for (var i = 0; i < 30; i++) rule.Observe(Hour(i), Head, Flow).ShouldBe(ParameterSet.None);
    }

    [Fact]
    public void Time_must_increase()
    {
        var rule = new SustainedRule();
        rule.Observe(Hour(1), Flow, Flow);

        Should.Throw<ArgumentException>(() => rule.Observe(Hour(1), Flow, Flow)).Message.ShouldContain("2024-06-01T01:00:00");
    }

    [Fact]
    public void Agrees_with_counting_every_window_anew()
    {
        var seen = 0;
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(new Replay(new Rnd(7UL, 3UL), null)), Prop.ForAll(Rows, rows =>
        {
            var rule = new SustainedRule();
            return rows.Select((row, i) => (Fast: rule.Observe(row.Time, row.Judged, row.Violated), Slow: Naive(rows, i))).All(pair =>
            {
                if (pair.Slow != ParameterSet.None) seen++;
                return pair.Fast == pair.Slow;
            });
        }));
        seen.ShouldBeGreaterThan(1000);
    }

    static ParameterSet Naive(Row[] rows, int at)
    {
        var found = ParameterSet.None;
        foreach (var parameter in ParameterSets.All)
        {
            var judged = rows.Where(r => r.Time > rows[at].Time - TimeSpan.FromHours(24) && r.Time <= rows[at].Time && r.Judged.Has(parameter)).ToList();
            if (judged.Count >= 12 && judged.Count(r => r.Violated.Has(parameter)) >= 0.7m * judged.Count) found |= parameter.Alone();
        }
        return found;
    }

    static Arbitrary<Row[]> Rows => (
        from size in Gen.Choose(1, 200)
        from steps in Gen.Choose(1, 300).ArrayOf(size)
        from judged in Gen.Frequency((1, Gen.Choose(0, 15)), (3, Gen.Constant(15))).ArrayOf(size)
        from violated in Gen.Frequency((1, Gen.Choose(0, 15)), (3, Gen.Constant(5))).ArrayOf(size)
        select Timed(steps, judged, violated)).ToArbitrary();

    static Row[] Timed(int[] minutes, int[] judged, int[] violated)
    {
        var time = Pump.Start;
        return [.. minutes.Select((step, i) => new Row(time = time.AddMinutes(step), (ParameterSet)judged[i], (ParameterSet)(violated[i] & judged[i])))];
    }

    static DateTime Hour(int hours) => Pump.Start.AddHours(hours);

    internal sealed record Row(DateTime Time, ParameterSet Judged, ParameterSet Violated);
}
