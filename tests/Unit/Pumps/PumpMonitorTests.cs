using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Plumbline.Intake;
using Plumbline.Plant;
using Plumbline.Pumps;
using Plumbline.Unit.Tests.Pumps.Condition;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Pumps;

public sealed class PumpMonitorTests
{
    static readonly string[] Categories = ["1B", "1E", "1U", "2B", "2U", "3B"];

    [Fact]
    public void Warning_turns_critical_when_most_of_a_day_was_outside()
    {
        var statuses = Pump.Monitor("1U").Judge(Pump.Log(60, (i, row) => i >= 20 ? row with { Flow = 560 + (0.01 * i) } : row)).Statuses.ToArray();

        // From hour 20 on outside; at hour 36 seventeen of the last 24 rows are (70.8 %).
        statuses.Take(20).ShouldAllBe(s => s == PumpStatus.Normal);
        statuses[20..36].ShouldAllBe(s => s == PumpStatus.Warning);
        statuses[36..].ShouldAllBe(s => s == PumpStatus.Critical);
    }

    [Fact]
    public void Optional_parameter_outside_for_days_stays_a_warning() =>
        Pump.Monitor("1U").Judge(Pump.Log(100, (i, row) => row with { Power = 90 + (0.01 * i) })).Statuses.ToArray().ShouldAllBe(s => s == PumpStatus.Warning);

    [Fact]
    public void Rows_and_days_divide_over_the_statuses()
    {
        DateTime[] times = [.. Enumerable.Range(0, 30).Select(i => Pump.Start.AddHours(i < 20 ? i : i + 50))];
        var analysis = Pump.Monitor("1U").Analyze(Pump.Log(times, (i, row) => i is >= 5 and < 9 ? row with { Speed = 0 } : i == 12 ? row with { Flow = 560 } : row));

        // The reading before the gap stands for three hours, the last for one.
        analysis.StatusShares.Select(s => (s.Status, s.Rows, Math.Round(s.Days * 24, 6))).ShouldBe([(PumpStatus.Off, 4, 4), (PumpStatus.Normal, 25, 27), (PumpStatus.Warning, 1, 1)]);
    }

    [Fact]
    public void Current_status_is_that_of_the_last_row_that_ran()
    {
        Current((i, row) => i >= 50 ? row with { Speed = 0 } : i == 49 ? row with { Flow = 560 } : row).ShouldBe(PumpStatus.Warning);
        Current((_, row) => row with { Speed = 0 }).ShouldBe(PumpStatus.Off);
        Current((i, row) => i == 59 ? row with { Flow = double.NaN } : row).ShouldBe(PumpStatus.Unknown);

        static PumpStatus Current(Func<int, Pump.Row, Pump.Row> change) => Pump.Monitor("1U").Analyze(Pump.Log(60, change)).CurrentStatus;
    }

    [Fact]
    public void Prognosis_says_what_is_missing_for_it()
    {
        var analysis = Pump.Monitor("1U").Analyze(Pump.Log(100, (i, row) => i < 10 ? row with { Speed = 0 } : row));

        analysis.Prognosis.Unavailable.ShouldBe("Not enough data: 90 of the 168 hourly points (one week) that a prognosis needs; enough after 78 more hours of running, on 2024-06-08 09:00 at the earliest.");
        Pump.Monitor("1U").Analyze(Pump.Log(168, (_, row) => row)).Prognosis.Unavailable.ShouldBeNull();
    }

    [Fact]
    public void Single_reading_is_enough_for_a_status()
    {
        var analysis = Pump.Monitor("1U").Analyze(Pump.Log(1, (_, row) => row with { Flow = 560 }));

        analysis.CurrentStatus.ShouldBe(PumpStatus.Warning);
        analysis[PumpParameter.Flow].Sustained.NotYetKnown.ShouldBeTrue();
        analysis.SamplingInterval.ShouldBe(TimeSpan.Zero);
        analysis.AlarmLoad.PerHour.ShouldBe(0);
    }

    [Fact]
    public void Log_of_another_pump_or_without_readings_is_refused()
    {
        var log = Pump.Log(3, (_, row) => row);

        Should.Throw<ArgumentException>(() => Pump.Monitor("1U", baseline: Pump.Baseline with { PumpId = "Well 2" }).Judge(log)).Message.ShouldContain("'Well 1', the baseline of 'Well 2'");
        Should.Throw<ArgumentException>(() => Pump.Monitor("1U").Analyze(Pump.Log(0, (_, row) => row))).Message.ShouldContain("no readings");
    }

    [Fact]
    public void Intake_s_defects_come_first()
    {
        var read = new Defect("intake.csv.number_unreadable", "well1.csv, line 17", "flow 'x'", 1, DefectEffect.Rejected);

        Pump.Monitor("1U").Analyze(Pump.Log(60, (_, row) => row), [read]).Defects.ShouldSatisfyAllConditions(d => d[0].ShouldBe(read), d => d.Count.ShouldBeGreaterThan(1));
    }

    [Fact]
    public void No_status_of_a_log_improves_when_one_reading_worsens() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(200).WithReplay(new Replay(new Rnd(13UL, 9UL), null)), Prop.ForAll(Histories, history =>
        {
            var monitor = Pump.Monitor(history.Category);
            var before = monitor.Judge(Pump.Log(history.Heads.Length, (i, row) => row with { Discharge = history.Heads[i] })).Statuses.ToArray();
            var after = monitor.Judge(Pump.Log(history.Heads.Length, (i, row) => row with { Discharge = i == history.Row ? 150 + ((history.Heads[i] - 150) * history.Factor) : history.Heads[i] })).Statuses.ToArray();
            return before.Zip(after).All(pair => pair.Second >= pair.First);
        }));

    [Fact]
    public void Order_of_the_rows_in_the_file_does_not_matter()
    {
        var random = new Random(29);
        string[] rows = [.. Enumerable.Range(0, 120).Select(i => $"{Pump.Start.AddHours(i):s},Well 1,{(i > 60 ? 560 : 480) + random.Next(60)},{145 + random.Next(15)},25,{70 + random.Next(12)},{78 + random.Next(5)},{(i % 9 == 0 ? 1500 : 1800)}")];
        var sorted = Analyze(rows);
        sorted.Alarms.ShouldNotBeEmpty();
        sorted.StatusShares.Count.ShouldBeGreaterThan(2);

        for (var time = 0; time < 20; time++)
        {
            random.Shuffle(rows);
            var shuffled = Analyze(rows);
            shuffled.Rows.Statuses.ToArray().ShouldBe(sorted.Rows.Statuses.ToArray());
            shuffled.Rows.Severities.ToArray().ShouldBe(sorted.Rows.Severities.ToArray());
            shuffled.Alarms.Select(a => (a.Raised, a.Cleared, a.WorstStatus)).ShouldBe(sorted.Alarms.Select(a => (a.Raised, a.Cleared, a.WorstStatus)));
            shuffled.Parameters.Select(p => (p.FirstExceedance, p.Sustained, p.Worst, p.Loss, p.Trend)).ShouldBe(sorted.Parameters.Select(p => (p.FirstExceedance, p.Sustained, p.Worst, p.Loss, p.Trend)));
        }

        static PumpAnalysis Analyze(string[] rows)
        {
            var csv = string.Join('\n', rows.Prepend("timestamp,Well ID,Flow (gpm),Discharge Pressure (psi),Suction Pressure (psi),Motor Power (hp),Pump Efficiency (%),Motor Speed (rpm)"));
            var logged = PumpLogReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(csv)), "log.csv").Pumps.ShouldHaveSingleItem();
            logged.Log.Count.ShouldBe(rows.Length);
            return Pump.Monitor("1B").Analyze(logged.Log);
        }
    }

    static Arbitrary<History> Histories => (
        from category in Gen.Elements(Categories)
        from size in Gen.Choose(1, 80)
        from heads in Gen.Choose(-1500, 1500).ArrayOf(size)
        from row in Gen.Choose(0, size - 1)
        from factor in Gen.Choose(10, 40)
        select new History(category, [.. heads.Select((h, i) => 150 + (h / 100.0) + (1e-4 * i))], row, factor / 10.0)).ToArbitrary();

    internal sealed record History(string Category, double[] Heads, int Row, double Factor);
}
