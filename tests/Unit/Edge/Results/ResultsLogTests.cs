using Plumbline.Edge.Results;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Edge.Results;

public sealed class ResultsLogTests
{
    [Fact]
    public async Task Files_stay_within_their_limit_and_the_latest_rows_without_a_gap()
    {
        const int batch = 2000;
        using var device = new EdgeDevice(EdgeDevice.Well);
        await device.FeedAsync(EdgeDevice.Row(0));
        var row = device.Log.Single();
        var folder = Path.Combine(device.Home, "elsewhere");
        var log = new ResultsLog(folder);
        var (time, written, most) = (row.Timestamp, 0L, 0L);

        while (written < 2 * ResultsLog.LargestBytes)
        {
            log.Append([.. Enumerable.Range(0, batch).Select(_ => row with { Timestamp = time = time.AddSeconds(1) })]);
            written += batch * (ResultJson.Line(row).Length + 1L);
            log.Forget(DateTime.MinValue);
            most = Math.Max(most, Directory.EnumerateFiles(folder).Sum(file => new FileInfo(file).Length));
        }

        Directory.EnumerateFiles(folder).ShouldAllBe(file => new FileInfo(file).Length <= ResultsLog.LargestFileBytes + ResultJson.Line(row).Length);
        most.ShouldBeInRange(ResultsLog.LargestBytes - ResultsLog.LargestFileBytes, ResultsLog.LargestBytes + ResultsLog.LargestFileBytes + ResultJson.Line(row).Length);
        var kept = log.After(null, _ => throw new InvalidDataException("A line is damaged.")).Select(result => result.Timestamp).ToList();
        kept[^1].ShouldBe(time);
        kept.ShouldBe(Enumerable.Range(0, kept.Count).Select(i => time.AddSeconds(i - kept.Count + 1)));
    }

    [Fact]
    public async Task Days_that_are_too_old_go_and_the_day_in_which_the_limit_falls_stays()
    {
        using var device = new EdgeDevice(EdgeDevice.Well);
        await device.FeedAsync(EdgeDevice.Row(0));
        var row = device.Log.Single();
        var log = new ResultsLog(Path.Combine(device.Home, "elsewhere"));
        log.Append([.. Enumerable.Range(0, 10 * 24).Select(hour => row with { Timestamp = row.Timestamp.AddHours(hour) })]);

        var oldest = row.Timestamp.AddDays(4);
        log.Forget(oldest);

        var kept = log.After(null, _ => throw new InvalidDataException("A line is damaged.")).Select(result => result.Timestamp).ToList();
        kept[0].ShouldBe(oldest.Date);
        kept[^1].ShouldBe(row.Timestamp.AddHours((10 * 24) - 1));
    }
}
