using Plumbline.Central;
using Plumbline.Central.FitPredict;
using Plumbline.Central.Storage;
using Plumbline.Stores;
using Shouldly;
using Xunit;

namespace Plumbline.Contracts.Tests.Stores;

/// <summary>PostgreSQL alone has several processes.</summary>
public sealed class ServiceTableTests
{
    static readonly ServiceFigures Training = new(ServiceRoles.Training, 0, IsCurrent: true, Dropped: 0, [10, 20, 30], []);
    static readonly ServiceFigures Inference = new(ServiceRoles.Inference, 7, IsCurrent: true, Dropped: 2, [], [0.25f, 0.5f]);

    [Fact]
    public async Task Others_are_listed_as_they_last_were_until_they_end_or_fall_silent()
    {
        await using var store = await TestStore.CreateAsync("postgres");
        var table = new ServiceTable(store.Database);
        await table.BeatAsync("own", Training);
        await table.BeatAsync("a", Inference);
        await table.BeatAsync("a", Inference with { CachedModels = 9, IsCurrent = false, PredictionsMs = [1, 2, 3] });
        await table.BeatAsync("b", Inference);

        var others = (await table.OthersAsync("own", default)).OrderBy(other => other.CachedModels).ToList();
        others.Select(other => (other.Roles, other.CachedModels, other.IsCurrent, other.Dropped)).ShouldBe([(ServiceRoles.Inference, 7, true, 2L), (ServiceRoles.Inference, 9, false, 2L)]);
        others[0].PredictionsMs.ShouldBe([0.25f, 0.5f]);
        others[1].PredictionsMs.ShouldBe([1, 2, 3]);

        await table.RemoveAsync("b");
        (await table.OthersAsync("own", default)).Count.ShouldBe(1);
        await SilentAsync(store, "20 seconds");
        (await table.OthersAsync("own", default)).ShouldBeEmpty();
        await SilentAsync(store, "2 minutes");
        await table.BeatAsync("own", Training);
        (await store.Database.ReadAsync(connection => connection.OneAsync("select count(*) from series_services"), default)).ShouldBe(1L);
    }

    [Fact]
    public void Figures_of_all_processes_add_up()
    {
        var all = new AllServices([Training, Inference, Inference with { CachedModels = 3, IsCurrent = false, PredictionsMs = [.. Enumerable.Repeat(4f, 18)] }]);

        (all.Training, all.Inference, all.CachedModels, all.Dropped, all.AreCurrent).ShouldBe((1, 2, 10, 4L, false));
        all.Fits.ShouldBe(new Latency(20, 30));
        all.Predictions.ShouldBe(new Latency(((18 * 4) + 0.75) / 20, 4));
        new AllServices([Training]).Predictions.ShouldBe(default);
    }

    static Task SilentAsync(TestStore store, string time) => store.Database.WriteAsync(connection => connection.RunAsync($"update series_services set beat_at = beat_at - interval '{time}' where id = 'a'"));
}
