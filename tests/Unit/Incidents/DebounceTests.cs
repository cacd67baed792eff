using FsCheck;
using FsCheck.Fluent;
using Plumbline.Incidents;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Incidents;

public sealed class DebounceTests
{
    const int Warning = 1;
    const int Critical = 2;

    static readonly DateTime Noon = new(2024, 7, 25, 12, 0, 0, DateTimeKind.Utc);
    static readonly string[] Flow = ["flow"];
    static readonly string[] Head = ["head"];
    static readonly string[] Both = ["flow", "head"];

    readonly Debounce _debounce = new(TimeSpan.FromMinutes(60));

    [Fact]
    public void What_was_never_told_is_new() => _debounce.Ask(Noon, Warning, Flow).ShouldBe(DebounceVerdict.New);

    [Theory]
    [InlineData(1, DebounceVerdict.Held)]
    [InlineData(59 * 60 + 59, DebounceVerdict.Held)]
    [InlineData(60 * 60, DebounceVerdict.Lapsed)]
    [InlineData(60 * 60 + 1, DebounceVerdict.Lapsed)]
    public void At_exactly_the_limit_it_is_told_again(int seconds, DebounceVerdict verdict)
    {
        _debounce.Tell(Noon, Warning, Flow);

        _debounce.Ask(Noon.AddSeconds(seconds), Warning, Flow).ShouldBe(verdict);
    }

    [Fact]
    public void Each_key_counts_for_itself()
    {
        _debounce.Tell(Noon, Warning, Flow);

        _debounce.Ask(Noon.AddMinutes(30), Warning, Head).ShouldBe(DebounceVerdict.New);
        _debounce.Ask(Noon.AddMinutes(30), Warning, Both).ShouldBe(DebounceVerdict.New);
        _debounce.Tell(Noon.AddMinutes(30), Warning, Head);
        _debounce.Ask(Noon.AddMinutes(60), Warning, Both).ShouldBe(DebounceVerdict.Lapsed);
        _debounce.Ask(Noon.AddMinutes(60), Warning, Head).ShouldBe(DebounceVerdict.Held);
    }

    [Fact]
    public void Escalation_passes_and_the_way_back_does_not()
    {
        _debounce.Tell(Noon, Warning, Flow);

        _debounce.Ask(Noon.AddMinutes(10), Critical, Flow).ShouldBe(DebounceVerdict.Escalated);
        _debounce.Tell(Noon.AddMinutes(10), Critical, Flow);
        _debounce.Ask(Noon.AddMinutes(20), Warning, Flow).ShouldBe(DebounceVerdict.Held);
        _debounce.Ask(Noon.AddMinutes(30), Critical, Flow).ShouldBe(DebounceVerdict.Held);
    }

    [Fact]
    public void Level_is_remembered_through_a_report_that_another_key_brought_about()
    {
        _debounce.Tell(Noon, Critical, Flow);
        _debounce.Tell(Noon.AddMinutes(30), Warning, Both);

        _debounce.Ask(Noon.AddMinutes(40), Critical, Flow).ShouldBe(DebounceVerdict.Held);
        _debounce.Ask(Noon.AddMinutes(40), Critical, Head).ShouldBe(DebounceVerdict.Escalated);
    }

    [Fact]
    public void Told_anew_after_the_limit_it_begins_at_its_new_level()
    {
        _debounce.Tell(Noon, Critical, Flow);
        _debounce.Tell(Noon.AddMinutes(60), Warning, Flow);

        _debounce.Ask(Noon.AddMinutes(70), Critical, Flow).ShouldBe(DebounceVerdict.Escalated);
    }

    [Fact]
    public void Reset_forgets_the_keys_named_and_no_others()
    {
        _debounce.Tell(Noon, Warning, ["flow", "head", "prediction"]);

        _debounce.Reset(Both);

        _debounce.Ask(Noon.AddMinutes(1), Warning, Flow).ShouldBe(DebounceVerdict.New);
        _debounce.Ask(Noon.AddMinutes(1), Warning, ["prediction"]).ShouldBe(DebounceVerdict.Held);
        _debounce.HeldSince(Noon.AddMinutes(1), "prediction").ShouldBe(Noon);
        _debounce.HeldSince(Noon.AddMinutes(60), "prediction").ShouldBeNull();
    }

    [Fact]
    public void No_limit_holds_nothing_back()
    {
        var none = new Debounce(TimeSpan.Zero);
        none.Tell(Noon, Warning, Flow);

        none.Ask(Noon.AddTicks(1), Warning, Flow).ShouldBe(DebounceVerdict.Lapsed);
    }

    [Fact]
    public void Nonsense_is_refused()
    {
        Should.Throw<ArgumentException>(() => new Debounce(TimeSpan.FromMinutes(-1)));
        Should.Throw<ArgumentException>(() => _debounce.Ask(Noon, Warning, []));
    }

    [Fact]
    public void Who_goes_on_from_entries_says_the_same() => Check.One(
        Config.QuickThrowOnFailure.WithReplay(new Replay(new Rnd(11UL, 3UL), null)),
        Prop.ForAll(ArbMap.Default.ArbFor<(byte Minutes, byte Keys, bool Grave, bool Reset)[]>(), news =>
        {
            var (lasting, entries, time) = (new Debounce(TimeSpan.FromMinutes(60)), (IReadOnlyList<DebounceEntry>)[], Noon);
            foreach (var (minutes, which, grave, reset) in news)
            {
                time = time.AddMinutes(1 + (minutes % 40));
                string[] keys = (which % 3) switch { 0 => Flow, 1 => Head, _ => Both };
                var again = new Debounce(TimeSpan.FromMinutes(60), entries);
                var level = grave ? Critical : Warning;
                if (again.Ask(time, level, keys) != lasting.Ask(time, level, keys)) return false;
                if (lasting.Ask(time, level, keys) != DebounceVerdict.Held)
                {
                    lasting.Tell(time, level, keys);
                    again.Tell(time, level, keys);
                }
                if (reset)
                {
                    lasting.Reset(keys);
                    again.Reset(keys);
                }
                entries = again.Entries;
            }
            return entries.SequenceEqual(lasting.Entries);
        }));
}
