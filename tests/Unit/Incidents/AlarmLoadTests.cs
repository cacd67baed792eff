using Plumbline.Incidents;
using Plumbline.Plant;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Incidents;

public sealed class AlarmLoadTests
{
    static readonly DateTime Start = new(2024, 6, 1, 0, 0, 0, DateTimeKind.Utc);
    static readonly Period TenDays = new(Start, Start.AddDays(10));

    [Fact]
    public void Alarms_are_counted_as_a_load()
    {
        var load = Of([Span(0, 24), Span(34, 60), Span(71, 80), Span(200, null)]);

        load.Raised.ShouldBe(4);
        load.PerHour.ShouldBe(4 / 240.0, 1e-12);
        load.Chattering.ShouldBe(1); // raised 10 h after clearing: within 2 × 5 readings; 11 h is not
        load.Stale.ShouldBe(2); // 26 h, and 40 h to the end; exactly 24 h is not longer
        load.Standing.ShouldBe(1);
    }

    [Fact]
    public void Quickly_sampled_alarms_chatter_within_a_minute() =>
        AlarmLoad.Of([new(Start, Start.AddSeconds(10)), new(Start.AddSeconds(70), Start.AddSeconds(80))], TenDays, TimeSpan.FromSeconds(1), new()).Chattering.ShouldBe(1);

    [Fact]
    public void No_alarms_are_no_load() => Of([]).ShouldBe(new AlarmLoad(0, 0, 0, 0, 0));

    [Fact]
    public void No_time_gives_no_rate() => AlarmLoad.Of([new(Start, null)], new(Start, Start), TimeSpan.Zero, new()).PerHour.ShouldBe(0);

    [Fact]
    public void Alarms_out_of_order_are_refused()
    {
        Should.Throw<ArgumentException>(() => Of([Span(10, 20), Span(15, 30)])).Message.ShouldContain("Alarm 1");
        Should.Throw<ArgumentException>(() => Of([Span(10, null), Span(15, 30)]));
    }

    static AlarmLoad Of(IReadOnlyList<AlarmSpan> alarms) => AlarmLoad.Of(alarms, TenDays, TimeSpan.FromHours(1), new());

    static AlarmSpan Span(int raised, int? cleared) => new(Start.AddHours(raised), cleared is { } hours ? Start.AddHours(hours) : null);
}
