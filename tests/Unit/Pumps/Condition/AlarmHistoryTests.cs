using Plumbline.Plant;
using Plumbline.Pumps;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Pumps.Condition;

public sealed class AlarmHistoryTests
{
    [Fact]
    public void Alarm_is_raised_on_three_of_five_and_told_with_what_it_was_about()
    {
        var alarm = Analyze(60, (i, row) => i switch
        {
            20 => row with { Flow = 560 },
            22 => row with { Discharge = 165 }, // severity 10 / 6
            23 or 24 => row with { Flow = 570 },
            _ => row,
        }).Alarms.ShouldHaveSingleItem();

        alarm.Raised.ShouldBe(Hour(23)); // 20, 22 and 23 of 19 to 23
        alarm.Cleared.ShouldBe(Hour(27));
        alarm.Parameters.ShouldBe([PumpParameter.Flow, PumpParameter.Head]);
        alarm.WorstStatus.ShouldBe(PumpStatus.Critical);
        alarm.WorstParameter.ShouldBe(PumpParameter.Head);
        alarm.Worst.ShouldBe(new Exceedance(Hour(22), 165, 10, 6, 10 / 6.0));
        alarm.Escalations.ShouldBeEmpty();
    }

    [Fact]
    public void Two_bad_readings_in_five_wake_nobody() =>
        Analyze(60, (i, row) => i % 5 is 0 or 2 ? row with { Flow = 700 + i } : row).Alarms.ShouldBeEmpty();

    [Fact]
    public void Noise_around_the_limit_is_one_alarm()
    {
        // +10.4 %, +9.6 %, … : inside the limit every other reading, never inside the deadband of +8 %.
        var analysis = Analyze(300, (i, row) => row with { Flow = i % 2 == 0 ? 552 + (0.001 * i) : 548 + (0.001 * i) });

        analysis.Rows.Statuses.ToArray().Count(s => s == PumpStatus.Normal).ShouldBe(150);
        analysis.Alarms.ShouldHaveSingleItem().Cleared.ShouldBeNull();
        analysis.AlarmLoad.Chattering.ShouldBe(0);
    }

    [Fact]
    public void Efficiency_in_alarm_at_a_limit_of_zero_clears_when_it_is_back()
    {
        Cleared(79.9).ShouldBeNull(); // −0.1 %
        Cleared(80.1).ShouldBe(Hour(42)); // +0.1 %

        static DateTime? Cleared(double recovered) => Analyze(60, (i, row) => row with { Efficiency = (i is >= 20 and < 40 ? 78 : recovered) + (0.001 * i) }).Alarms.ShouldHaveSingleItem().Cleared;
    }

    [Fact]
    public void Rest_and_unknown_readings_neither_raise_nor_clear()
    {
        var analysis = Analyze(80, (i, row) => i switch
        {
            < 20 => row,
            22 or 24 => row with { Flow = 560, Speed = 0 }, // off
            < 26 => row with { Flow = 560 + i },
            < 40 => row with { Flow = double.NaN },
            < 60 => row with { Speed = 0 },
            _ => row,
        });

        var alarm = analysis.Alarms.ShouldHaveSingleItem();
        alarm.Raised.ShouldBe(Hour(23)); // 20, 21, 23
        alarm.Cleared.ShouldBe(Hour(62));
    }

    [Fact]
    public void Parameter_that_can_no_longer_be_seen_is_not_known_to_be_back()
    {
        var analysis = Analyze(100, (i, row) => i switch
        {
            < 20 => row,
            < 30 => row with { Power = 90 + (0.1 * i) },
            < 60 => row with { Power = double.NaN },
            _ => row,
        });

        analysis.Rows.Statuses[45].ShouldBe(PumpStatus.Normal);
        analysis.Alarms.ShouldHaveSingleItem().Cleared.ShouldBe(Hour(62));
    }

    [Fact]
    public void Alarm_that_grows_tells_when()
    {
        var alarm = Analyze(60, (i, row) => i < 20 ? row : row with { Discharge = i < 30 ? 160 + (0.01 * i) : i < 40 ? 164.5 + (0.01 * i) : 170 + (0.01 * i) }).Alarms.ShouldHaveSingleItem();

        alarm.Escalations.ShouldBe([new AlarmStep(Hour(32), PumpStatus.Critical), new AlarmStep(Hour(42), PumpStatus.Failure)]);
        alarm.WorstStatus.ShouldBe(PumpStatus.Failure);
    }

    [Fact]
    public void Alarms_behave_as_their_options_say()
    {
        var log = Pump.Log(60, (i, row) => i == 30 ? row with { Flow = 560 } : row);

        var alarm = Pump.Monitor("1U", new() { Alarm = new() { Needed = 1, Of = 1 } }).Analyze(log).Alarms.ShouldHaveSingleItem();
        (alarm.Raised, alarm.Cleared).ShouldBe((Hour(30), Hour(31)));
    }

    static PumpAnalysis Analyze(int rows, Func<int, Pump.Row, Pump.Row> change) => Pump.Monitor("1U").Analyze(Pump.Log(rows, change));

    static DateTime Hour(int hours) => Pump.Start.AddHours(hours);
}
