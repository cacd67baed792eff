using FsCheck;
using FsCheck.Fluent;
using Plumbline.Plant;
using Plumbline.Pumps;
using Plumbline.Pumps.Condition;
using Plumbline.Pumps.Grades;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Pumps.Condition;

public sealed class ExceedanceTests
{
    static readonly TimeSpan Day = TimeSpan.FromHours(24);

    [Fact]
    public void One_noisy_reading_is_first_but_not_sustained()
    {
        var flow = Assess(100, (i, row) => row with { Flow = i == 20 || i >= 60 ? 560 + (0.01 * i) : row.Flow });

        flow.FirstExceedance.ShouldNotBeNull().Time.ShouldBe(Hour(20));
        flow.Sustained.Found.ShouldNotBeNull().Time.ShouldBe(Hour(60));
        flow.ViolatedRows.ShouldBe(41);
        flow.JudgedRows.ShouldBe(100);
    }

    [Theory]
    [InlineData(84, false)] // the 24 hours behind hour 60 are complete at hour 84
    [InlineData(83, true)]
    public void Sustained_is_not_yet_known_before_24_hours_have_passed(int lastHour, bool notYetKnown)
    {
        var flow = Assess(lastHour + 1, (i, row) => row with { Flow = i >= 60 ? 560 + (0.01 * i) : row.Flow });

        flow.Sustained.NotYetKnown.ShouldBe(notYetKnown);
        (flow.Sustained.Found is null).ShouldBe(notYetKnown);
    }

    [Theory]
    [InlineData(11, false)]
    [InlineData(12, true)]
    public void Sustained_needs_twelve_judged_rows_behind_the_first(int judgedBehind, bool sustained)
    {
        // Violating all along, but judged only for some hours a day.
        var flow = Assess(200, (i, row) => i % 25 is 0 || i % 25 <= judgedBehind && i < 25 ? row with { Flow = 560 + (0.01 * i) } : row with { Flow = double.NaN });

        (flow.Sustained.Found?.Time == Hour(0)).ShouldBe(sustained);
    }

    [Fact]
    public void Exceedance_tells_value_limit_and_severity()
    {
        var head = Assess(50, (i, row) => i == 30 ? row with { Discharge = 163.5 } : row, PumpParameter.Head);

        head.FirstExceedance.ShouldBe(new Exceedance(Hour(30), 163.5, (163.5 - 150) / 150 * 100, 6, (163.5 - 150) / 150 * 100 / 6));
        head.Worst.ShouldBe(head.FirstExceedance);
        head.Latest!.Time.ShouldBe(Hour(49));
        head.Latest.Severity.ShouldBe(0);
    }

    [Theory]
    [InlineData("1U", 520, 400, 520)] // a U grade looks upwards
    [InlineData("1U", 490, 400, 520)] // …even where the larger distance is down
    [InlineData("1B", 520, 400, 400)] // both sides
    public void Worst_is_furthest_in_the_direction_that_is_checked(string category, double one, double other, double worst)
    {
        var log = Pump.Log(50, (i, row) => i == 10 ? row with { Flow = one } : i == 20 ? row with { Flow = other } : i == 30 ? row with { Flow = 520 } : row);

        Pump.Monitor(category).Analyze(log)[PumpParameter.Flow].Worst!.Value.ShouldBe(worst);
    }

    [Fact]
    public void Worst_is_the_largest_distance_where_no_checked_side_was_neared()
    {
        var flow = Assess(50, (i, row) => row with { Flow = 450 - i });

        flow.Worst!.Value.ShouldBe(401);
        flow.Worst.LimitPct.ShouldBeNull();
    }

    [Fact]
    public void Nothing_judged_gives_nothing()
    {
        var flow = Assess(50, (_, row) => row with { Flow = double.NaN });

        flow.ShouldSatisfyAllConditions(
            f => f.JudgedRows.ShouldBe(0), f => f.FirstExceedance.ShouldBeNull(), f => f.Worst.ShouldBeNull(), f => f.Latest.ShouldBeNull(),
            f => f.Sustained.ShouldBe(new SustainedExceedance(null, false)), f => f.Loss.ShouldBeNull(), f => f.Trend.ShouldBeNull(),
            f => f.UnjudgedReason.ShouldBe("flow cannot be judged: the value, or the speed that goes with it, is missing (50 readings)"));
    }

    [Fact]
    public void Search_agrees_with_looking_at_every_window_anew()
    {
        var (found, open) = (0, 0);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(new Replay(new Rnd(11UL, 5UL), null)), Prop.ForAll(Logs, log =>
        {
            var monitor = Pump.Monitor("1U");
            var flow = monitor.Analyze(log)[PumpParameter.Flow];
            var slow = Naive(monitor.Judge(log));
            if (slow.Found is not null) found++;
            if (slow.NotYetKnown) open++;
            return flow.Sustained.Found?.Time == slow.Found && flow.Sustained.NotYetKnown == slow.NotYetKnown;
        }));
        found.ShouldBeGreaterThan(30);
        open.ShouldBeGreaterThan(30);
    }

    static (DateTime? Found, bool NotYetKnown) Naive(JudgedLog rows)
    {
        var rule = new ToleranceRule(ToleranceTable.Shipped.Grade("1U"));
        var (times, deviations) = (rows.Times.ToArray(), rows.DeviationPct(PumpParameter.Flow).ToArray());
        for (var i = 0; i < times.Length; i++)
        {
            if (!rule.IsViolated(PumpParameter.Flow, deviations[i])) continue;
            if (times[i] + Day > times[^1]) return (null, true);
            var behind = Enumerable.Range(0, times.Length).Where(j => times[j] > times[i] && times[j] <= times[i] + Day && !double.IsNaN(deviations[j])).ToList();
            if (behind.Count >= 12 && behind.Count(j => rule.IsViolated(PumpParameter.Flow, deviations[j])) >= 0.7m * behind.Count) return (times[i], false);
        }
        return (null, false);
    }

    static Arbitrary<PumpLog> Logs => (
        from size in Gen.Choose(20, 120)
        from steps in Gen.Choose(10, 120).ArrayOf(size)
        from share in Gen.Choose(30, 100)
        from draws in Gen.Choose(0, 99).ArrayOf(size)
        from missing in Gen.Choose(0, 9).ArrayOf(size)
        select Built(steps, draws, share, missing)).ToArbitrary();

    static PumpLog Built(int[] minutes, int[] draws, int share, int[] missing)
    {
        var time = Pump.Start;
        DateTime[] times = [.. minutes.Select(step => time = time.AddMinutes(step))];
        return Pump.Log(times, (i, row) => row with { Flow = missing[i] == 0 ? double.NaN : (draws[i] < share ? 560 : 500) + (0.01 * i) });
    }

    static ParameterAssessment Assess(int rows, Func<int, Pump.Row, Pump.Row> change, PumpParameter parameter = PumpParameter.Flow) =>
        Pump.Monitor("1U").Analyze(Pump.Log(rows, change))[parameter];

    static DateTime Hour(int hours) => Pump.Start.AddHours(hours);
}
