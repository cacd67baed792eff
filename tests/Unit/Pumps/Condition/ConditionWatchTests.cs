using Plumbline.Plant;
using Plumbline.Pumps;
using Plumbline.Pumps.Condition;
using Plumbline.Pumps.Features;
using Plumbline.Pumps.Grades;
using Plumbline.Simulation;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Pumps.Condition;

/// <summary>A device that sees one row at a time says what the analysis says of the log so far.</summary>
public sealed class ConditionWatchTests
{
    const int Days = 50;

    public static TheoryData<PumpScenario, int> Pumps => new()
    {
        { PumpScenario.Wear, 60 }, { PumpScenario.VariableSpeed, 60 }, { PumpScenario.SensorFault, 60 }, { PumpScenario.Clogging, 60 }, { PumpScenario.SensorFault, 30 }, { PumpScenario.SensorFault, 25 },
    };

    [Theory, MemberData(nameof(Pumps))]
    public void Each_row_is_the_last_row_of_the_log_so_far(PumpScenario scenario, int minutes)
    {
        var (monitor, log, watch) = Begin(scenario, minutes);
        var stuck = 0;
        for (var i = 0; i < log.Count; i++)
        {
            var row = watch.Observe(log.Times[i], PumpReading.At(log, i));
            if (row.Stuck != ParameterSet.None) stuck++;
            if (i % 7 == 0 || watch.RestatedFrom is not null) ShouldBeLastOf(row, monitor.Judge(Until(log, i)));
        }
        (stuck > 0).ShouldBe(scenario == PumpScenario.SensorFault);
    }

    [Theory, MemberData(nameof(Pumps))]
    public void Each_row_is_that_of_the_whole_log_but_for_the_first_day_of_a_stuck_sensor(PumpScenario scenario, int minutes)
    {
        var (monitor, log, watch) = Begin(scenario, minutes);
        var whole = monitor.Judge(log);
        var differ = new List<DateTime>();
        var beganToStick = SensorReview.Of(log, monitor.Analyze(log).Baseline, new()).StuckSensors.Select(s => s.Period.Start).ToList();
        for (var i = 0; i < log.Count; i++)
        {
            var row = watch.Observe(log.Times[i], PumpReading.At(log, i));
            var same = row.Status == whole.Statuses[i];
            foreach (var parameter in ParameterSets.All) same &= Bits(row.Judged.DeviationsPct[parameter]) == Bits(whole.DeviationPct(parameter)[i]);
            if (!same) differ.Add(log.Times[i]);
        }
        if (scenario == PumpScenario.SensorFault) differ.ShouldNotBeEmpty();
        // A day of running, stops and readings left out not counted.
        differ.ShouldAllBe(time => beganToStick.Any(start => time >= start && time <= start.AddHours(40)));
    }

    [Theory, MemberData(nameof(Pumps))]
    public void Each_feature_is_that_of_the_log_so_far_to_the_last_bit(PumpScenario scenario, int minutes)
    {
        var (monitor, log, watch) = Begin(scenario, minutes);
        var history = new DeviationHistory();
        for (var i = 0; i < log.Count; i++)
        {
            var row = watch.Observe(log.Times[i], PumpReading.At(log, i));
            if (watch.RestatedFrom is { } from) history.Restate(from, watch.Rows);
            else history.Add(row.Time, row.Judged.DeviationsPct);
            history.Forget(watch.Rows[0].Time);
            if (i % 97 != 0 && watch.RestatedFrom is null) continue;
            LatestFeatures(PumpFeatures.Compute(history.Recent(row.Time))).ShouldBe(LatestFeatures(FeatureTable.Of(monitor.Judge(Until(log, i)))), $"row {i}");
        }
        history.Recent(log.Times[^1]).Count.ShouldBeLessThan(4 * 168);
    }

    [Fact]
    public void Who_forgets_between_rows_and_is_told_again_says_the_same()
    {
        var (_, log, watch) = Begin(PumpScenario.SensorFault, 60);
        var (rule, stuckAfter) = Rule(PumpScenario.SensorFault, 60);
        var state = (Watch: (ConditionWatchState?)null, History: (DeviationHistoryState?)null);
        var lasting = new DeviationHistory();
        for (var i = 0; i < log.Count; i++)
        {
            var expected = Take(watch, lasting, log, i);
            var (again, history) = (new ConditionWatch(rule, stuckAfter, state.Watch), new DeviationHistory(state.History));
            Take(again, history, log, i).ShouldBe(expected);
            again.RestatedFrom.ShouldBe(watch.RestatedFrom);
            state = (again.State, history.State);
            LatestFeatures(PumpFeatures.Compute(history.Recent(log.Times[i]))).ShouldBe(LatestFeatures(PumpFeatures.Compute(lasting.Recent(log.Times[i]))));
        }
        state.Watch!.Rows.Count.ShouldBeLessThan(100);
    }

    [Fact]
    public void Rest_is_not_remembered_longer_than_a_day()
    {
        var monitor = Pump.Monitor("1U");
        var log = Pump.Log(5000, (i, row) => i is 3 or 4 ? row with { Flow = 500 } : i > 4 ? row with { Speed = 0, Power = 0 } : row);
        var watch = new ConditionWatch(new ConditionRule(monitor.Analyze(log).Baseline, monitor.Analyze(log).Grade, new(), SensorReview.Of(log, monitor.Analyze(log).Baseline, new()).Traits), TimeSpan.FromHours(24));

        for (var i = 0; i < log.Count; i++) watch.Observe(log.Times[i], PumpReading.At(log, i));

        watch.State.Rows.Count.ShouldBeInRange(24, 30);
        watch.State.Times.Count.ShouldBe(ConditionWatch.RowsForInterval + 1);
    }

    [Fact]
    public void Row_that_does_not_follow_is_refused()
    {
        var (_, log, watch) = Begin(PumpScenario.Wear, 60);
        watch.Observe(log.Times[1], PumpReading.At(log, 1));

        Should.Throw<ArgumentException>(() => watch.Observe(log.Times[1], PumpReading.At(log, 1)));
    }

    static WatchedRow Take(ConditionWatch watch, DeviationHistory history, PumpLog log, int i)
    {
        var row = watch.Observe(log.Times[i], PumpReading.At(log, i));
        if (watch.RestatedFrom is { } from) history.Restate(from, watch.Rows);
        else history.Add(row.Time, row.Judged.DeviationsPct);
        history.Forget(watch.Rows[0].Time);
        return row;
    }

    static (PumpMonitor Monitor, PumpLog Log, ConditionWatch Watch) Begin(PumpScenario scenario, int minutes)
    {
        var (pump, grade, options) = Known(scenario, minutes);
        var (rule, stuckAfter) = Rule(scenario, minutes);
        return (new(pump.Baseline, grade, options), pump.Log, new(rule, stuckAfter));
    }

    static (ConditionRule Rule, TimeSpan StuckAfter) Rule(PumpScenario scenario, int minutes)
    {
        var (pump, grade, options) = Known(scenario, minutes);
        return (new(pump.Baseline, grade.Grade, options, options.Signals!), options.StuckAfter);
    }

    static (SimulatedPump Pump, GradeChoice Grade, AnalysisOptions Options) Known(PumpScenario scenario, int minutes)
    {
        var pump = PumpSimulation.Run(PumpScenarios.Apply(scenario, new PumpSimulationOptions { Seed = 5, Length = TimeSpan.FromDays(Days), Interval = TimeSpan.FromMinutes(minutes) }));
        var traits = SensorReview.Of(pump.Log, pump.Baseline, new()).Traits;
        return (pump, ToleranceTable.Shipped.Select(pump.Baseline.Application, pump.Baseline.MotorRating), new() { Signals = traits });
    }

    static void ShouldBeLastOf(in WatchedRow row, JudgedLog log)
    {
        row.Status.ShouldBe(log.Statuses[^1], $"{row.Time:O}");
        row.Judged.Judgement.Severity.ShouldBe(log.Severities[^1]);
        foreach (var parameter in ParameterSets.All)
        {
            row.Judged.WhyUnjudged[parameter].ShouldBe(log.WhyUnjudged(parameter)[^1]);
            Bits(row.Judged.DeviationsPct[parameter]).ShouldBe(Bits(log.DeviationPct(parameter)[^1]));
            Bits(row.Judged.Current[parameter]).ShouldBe(Bits(log.Current(parameter)[^1]));
        }
    }

    static long[] LatestFeatures(FeatureTable table)
    {
        var row = table.Rows - 1;
        while (row >= 0 && !table.Deviations.IsJudged(row)) row--;
        return row < 0 ? [] : [table.Deviations.JudgedHours, table.Deviations.HourAt(row).Ticks, .. Enumerable.Range(0, table.Names.Count).Select(column => Bits(table.Values[row, column]))];
    }

    static long Bits(double value) => BitConverter.DoubleToInt64Bits(value);

    static PumpLog Until(PumpLog log, int last) => new(log.PumpId, log.Times[..(last + 1)].ToArray(), new()
    {
        FlowGpm = log.FlowGpm[..(last + 1)].ToArray(),
        DischargePsi = log.DischargePsi[..(last + 1)].ToArray(),
        SuctionPsi = log.SuctionPsi[..(last + 1)].ToArray(),
        PowerHp = log.PowerHp[..(last + 1)].ToArray(),
        EfficiencyPct = log.EfficiencyPct[..(last + 1)].ToArray(),
        SpeedRpm = log.SpeedRpm[..(last + 1)].ToArray(),
    });
}
