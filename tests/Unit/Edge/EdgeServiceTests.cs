using Plumbline.Edge;
using Shouldly;
using Xunit;
using static Plumbline.Unit.Tests.Edge.EdgeDevice;

namespace Plumbline.Unit.Tests.Edge;

/// <summary>The program as a service.</summary>
public sealed class EdgeServiceTests : IDisposable
{
    readonly EdgeDevice _device = new(Well);

    public void Dispose() => _device.Dispose();

    [Fact]
    public async Task Folder_is_looked_at_again_and_again_until_stopped()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_device.Home, "readings")).FullName;
        void Put(string name, params string[] rows) => File.WriteAllText(Path.Combine(folder, name), string.Join('\n', [Header, .. rows]) + "\n");
        Put("b.csv", Row(60));
        Put("a.csv", Row(0));
        var looks = new List<int>();
        using var stop = new CancellationTokenSource();

        await WatchAsync(folder, stop, outcome =>
        {
            looks.Add(outcome.Judged);
            if (looks.Count == 1) Put("c.csv", Row(120));
            else if (looks.Count == 2) Put("a.csv", Row(0), Row(180), Row(240));
            else stop.Cancel();
        });

        looks.ShouldBe([2, 1, 2]);
    }

    [Fact]
    public async Task Reading_ahead_of_the_clock_is_judged_when_its_time_has_come_though_its_file_is_as_it_was()
    {
        var now = (int)(_device.Clock.Wall.UtcDateTime - Time(0)).TotalMinutes;
        var later = now + (3 * 1440);
        _device.Write(Row(now), Row(later));
        var looks = new List<int>();
        using var stop = new CancellationTokenSource();

        await WatchAsync(_device.Csv, stop, outcome =>
        {
            looks.Add(outcome.Judged);
            if (looks.Count == 2) stop.Cancel();
        }, afterWaits: 3, thenDo: () => _device.Clock.Wall = new DateTimeOffset(Time(later)));

        looks.ShouldBe([1, 1]);
    }

    [Fact]
    public async Task File_that_cannot_be_used_is_said_once_and_looked_at_again()
    {
        File.WriteAllText(_device.Csv, "this is no log\n1\n");
        using var stop = new CancellationTokenSource();
        var judged = 0;

        await WatchAsync(_device.Csv, stop, outcome =>
        {
            judged = outcome.Judged;
            stop.Cancel();
        }, afterWaits: 3, thenDo: () => _device.Write(Row(0)));

        judged.ShouldBe(1);
        _device.Remarks.Count(remark => remark.Contains(_device.Csv, StringComparison.Ordinal)).ShouldBe(1);
    }

    async Task WatchAsync(string source, CancellationTokenSource stop, Action<RunOutcome> judged, int afterWaits = int.MaxValue, Action? thenDo = null)
    {
        var remarks = new FreshRemarks(_device.Remarks.Add);
        using var session = new EdgeSession(_device.Artifact, _device.Config with { Reporting = new() { Enabled = false } }, new(_device.Home, null), remarks.Say, _device.Clock);
        var clock = new InstantClock(() =>
        {
            if (--afterWaits == 0) thenDo!();
        });
        await new EdgeService(session, source, remarks, judged).WatchAsync(TimeSpan.FromMinutes(1), clock, stop.Token);
    }

    /// <summary>Waits are over at once.</summary>
    sealed class InstantClock(Action waited) : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            waited();
            return System.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
