using System.Text.Json;
using Plumbline.Edge.Memory;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Edge.Memory;

public sealed class KnownTimesTests
{
    static readonly DateTime Start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Knows_what_was_added_in_any_order_as_a_set_does()
    {
        var random = new Random(11);
        for (var round = 0; round < 200; round++)
        {
            var known = new KnownTimes(null);
            var all = new SortedSet<DateTime>();
            var step = random.Next(1, 4);
            for (var i = 0; i < 150; i++)
            {
                // Mostly regular, with gaps that are filled later, and times between the others.
                var time = Start.AddMinutes(random.Next(3) > 0 ? i * 10 : random.Next(150 * 10 / step) * step);
                known.Add(time);
                all.Add(time);
            }

            known = new(JsonSerializer.Deserialize<EvenTimes[]>(JsonSerializer.Serialize(known.State)));
            for (var minute = -20; minute < 1520; minute++)
            {
                var time = Start.AddMinutes(minute);
                known.IsMissing(time).ShouldBe(!all.Contains(time) && time > all.Min && time < all.Max, $"round {round}, minute {minute}");
            }
        }
    }

    [Fact]
    public void Years_of_regular_times_take_the_room_of_one()
    {
        var known = new KnownTimes(null);
        for (var hour = 0; hour < 50_000; hour++) known.Add(Start.AddHours(hour));

        known.State.ShouldBe([new(Start, TimeSpan.FromHours(1), 50_000)]);
    }

    [Fact]
    public void Of_irregular_times_the_latest_are_kept_and_of_the_others_nothing_is_said()
    {
        var known = new KnownTimes(null);
        var random = new Random(5);
        var time = Start;
        for (var i = 0; i < 10_000; i++) known.Add(time = time.AddSeconds(random.Next(2, 100_000)));

        known.State.Count.ShouldBe(KnownTimes.MostRuns);
        known.IsMissing(Start.AddSeconds(1)).ShouldBeFalse();
        known.IsMissing(time.AddSeconds(-1)).ShouldBeTrue();
    }
}
