using FsCheck;
using FsCheck.Fluent;
using Plumbline.Incidents;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Incidents;

public sealed class AlarmTrackerTests
{
    static readonly DateTime Start = new(2024, 6, 1, 0, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("VVV", "2:Raised1")]
    [InlineData("VV....", "")]
    [InlineData("V.V.V", "4:Raised1")] // three of the last five
    [InlineData("V..V.V", "")] // three of six
    [InlineData("VVVIII", "2:Raised1 5:Cleared0")]
    [InlineData("VVVI.I.I", "2:Raised1 7:Cleared0")]
    [InlineData("VVVI.I..I", "2:Raised1")]
    [InlineData("VVV.......", "2:Raised1")] // inside the limit but not the deadband: it stands
    [InlineData("IIVVV", "4:Raised1")] // what was before the alarm does not clear it
    [InlineData("VVVIIIVVV", "2:Raised1 5:Cleared0 8:Raised1")]
    [InlineData("VVVIIIVV", "2:Raised1 5:Cleared0")] // what was before the clearing does not raise it
    [InlineData("VCCC", "2:Raised1 3:Escalated2")]
    [InlineData("CVV", "2:Raised1")]
    [InlineData("FFF", "2:Raised3")]
    [InlineData("VVVCFFF", "2:Raised1 5:Escalated2 6:Escalated3")]
    [InlineData("FFFVVVIII", "2:Raised3 8:Cleared0")] // its level does not go down
    [InlineData("VVVIICCCII", "2:Raised1 7:Escalated2")] // counting for clearing starts afresh
    public void Default_rule_by_example(string readings, string events) => Run(new(), readings).ShouldBe(events);

    [Theory]
    [InlineData(1, 1, "VI", "0:Raised1 1:Cleared0")]
    [InlineData(2, 5, "V..V", "3:Raised1")]
    [InlineData(5, 5, "VVVVIVVVVV", "9:Raised1")]
    public void Numbers_are_options(int needed, int of, string readings, string events) => Run(new() { Needed = needed, Of = of }, readings).ShouldBe(events);

    [Theory]
    [InlineData(0, 5, 0.2, "needs 0 of 5")]
    [InlineData(6, 5, 0.2, "needs 6 of 5")]
    [InlineData(1, 0, 0.2, "looks at 0 readings")]
    [InlineData(3, 5, 1, "deadband is 1")]
    [InlineData(3, 5, double.NaN, "deadband is NaN")]
    public void Options_that_make_no_sense_are_refused(int needed, int of, double deadband, string message) =>
        Should.Throw<ArgumentException>(() => new AlarmTracker(new() { Needed = needed, Of = of, DeadbandShare = deadband })).Message.ShouldContain(message);

    [Fact]
    public void Observations_that_contradict_themselves_are_refused()
    {
        var tracker = new AlarmTracker(new());
        tracker.Observe(Start, 1, false);

        Should.Throw<ArgumentException>(() => tracker.Observe(Start.AddHours(-1), 0, true));
        Should.Throw<ArgumentException>(() => tracker.Observe(Start.AddHours(1), 1, true));
        Should.Throw<ArgumentOutOfRangeException>(() => tracker.Observe(Start.AddHours(1), -1, false));
    }

    [Fact]
    public void Value_that_wobbles_around_its_limit_by_less_than_the_deadband_raises_once()
    {
        var raised = 0;
        Hold(Gen.Choose(0, 1).ArrayOf(300), draws =>
        {
            var tracker = new AlarmTracker(new());
            var events = draws.Select((d, i) => tracker.Observe(Start.AddHours(i), d, isInsideDeadband: false)).OfType<AlarmEvent>().ToList();
            raised += events.Count;
            return events.Count <= 1;
        });
        raised.ShouldBeGreaterThan(90);
    }

    [Fact]
    public void Agrees_with_looking_back_over_all_readings()
    {
        var events = 0;
        Hold(Gen.Elements("I..VVCF".ToCharArray()).ArrayOf(80), readings =>
        {
            var options = new AlarmOptions { Needed = 2 + (readings[0] % 2), Of = 4 + (readings[1] % 3) };
            var fast = Run(options, new(readings));
            events += fast.Length;
            return fast == Naive(options, new(readings));
        });
        events.ShouldBeGreaterThan(1000);
    }

    static string Run(AlarmOptions options, string readings)
    {
        var tracker = new AlarmTracker(options);
        var said = new List<string>();
        for (var i = 0; i < readings.Length; i++)
            if (tracker.Observe(Start.AddHours(i), Level(readings[i]), readings[i] == 'I') is { } found)
            {
                found.Time.ShouldBe(Start.AddHours(i));
                said.Add($"{i}:{found.Kind}{found.Level}");
            }
        return string.Join(' ', said);
    }

    static string Naive(AlarmOptions options, string readings)
    {
        var (said, level, since, changed) = (new List<string>(), 0, 0, 0);
        for (var i = 0; i < readings.Length; i++)
        {
            var recent = readings[Math.Max(since, i + 1 - options.Of)..(i + 1)];
            var held = Enumerable.Range(1, 3).Where(l => recent.Count(r => Level(r) >= l) >= options.Needed).DefaultIfEmpty(0).Max();
            if (held > level)
            {
                said.Add($"{i}:{(level == 0 ? "Raised" : "Escalated")}{held}");
                (level, changed) = (held, i + 1);
            }
            else if (level > 0 && readings[Math.Max(changed, i + 1 - options.Of)..(i + 1)].Count(r => r == 'I') >= options.Needed)
            {
                said.Add($"{i}:Cleared0");
                (level, since) = (0, i + 1);
            }
        }
        return string.Join(' ', said);
    }

    static int Level(char reading) => reading switch { 'V' => 1, 'C' => 2, 'F' => 3, _ => 0 };

    static void Hold<T>(Gen<T> cases, Func<T, bool> property) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(200).WithReplay(new Replay(new Rnd(17UL, 5UL), null)), Prop.ForAll(cases.ToArbitrary(), property));
}
