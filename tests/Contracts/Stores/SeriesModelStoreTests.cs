using Plumbline.Central.FitPredict;
using Plumbline.Central.Storage;
using Plumbline.Stores;
using Shouldly;
using Xunit;

namespace Plumbline.Contracts.Tests.Stores;

public sealed class SeriesModelStoreTests
{
    static readonly DateTime Noon = new(2024, 11, 18, 12, 0, 0, DateTimeKind.Utc);

    public static TheoryData<string> Kinds => TestStore.Kinds;

    [Theory, MemberData(nameof(Kinds))]
    public async Task What_was_kept_is_found_again_to_the_last_bit_after_a_restart(string kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var model = Model("s") with { Training = new TrainingPoints([0, 1, 253_402_300_799], [0.1, -1e150, double.Epsilon]) };
        (await new SeriesModelTable(store.Database).AddAsync(model)).ShouldBe(1);
        await store.ReopenAsync();
        var table = new SeriesModelTable(store.Database);

        var found = (await table.FindAsync("s", null, default))!;
        (found.Version, found.CreatedAt, found.PointsUsed).ShouldBe((1, Noon, 3));
        found.State.ShouldBe(model.State);
        var training = (await table.TrainingAsync("s", 1, default))!;
        training.TimesS.ShouldBe(model.Training.TimesS);
        training.Values.ShouldBe(model.Training.Values);
        (await table.FindAsync("s", 2, default)).ShouldBeNull();
        (await table.FindAsync("S", null, default)).ShouldBeNull();
        (await table.TrainingAsync("other", 1, default)).ShouldBeNull();
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Versions_have_no_gap_under_concurrent_writers_of_two_processes(string kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        await using var second = store.Open();
        var tables = new[] { new SeriesModelTable(store.Database), new SeriesModelTable(second) };

        var versions = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => tables[i % 2].AddAsync(Model(i % 4 < 2 ? "a" : "b"))));

        versions.Order().ShouldBe(Enumerable.Range(1, 20).SelectMany(version => new long[] { version, version }));
        (await tables[0].FindAsync("a", null, default))!.Version.ShouldBe(20);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_write_that_fails_uses_up_no_version(string kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var table = new SeriesModelTable(store.Database);
        await table.AddAsync(Model("s"));

        await Should.ThrowAsync<Exception>(table.AddAsync(Model("s") with { State = null! }));

        (await table.AddAsync(Model("s"))).ShouldBe(2);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Version_ten_comes_after_nine_and_deleted_numbers_are_not_given_again(string kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var table = new SeriesModelTable(store.Database);
        for (var i = 0; i < 11; i++) await table.AddAsync(Model("s"));
        await table.AddAsync(Model("a'; drop table series_models; --"));

        var page = await table.ListAsync(0, 10, default);
        (page.TotalSeries, page.TotalModels).ShouldBe((2, 12));
        page.Items.Select(series => series.SeriesId).ShouldBe(["a'; drop table series_models; --", "s"]);
        page.Items[1].Versions.ShouldBe([11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
        (await table.ListAsync(1, 10, default)).Items.Count.ShouldBe(1);

        (await table.DeleteAsync("s", 11)).ShouldBe([11]);
        (await table.DeleteAsync("s", 11)).ShouldBeEmpty();
        (await table.FindAsync("s", null, default))!.Version.ShouldBe(10);
        (await table.DeleteAsync("s", null)).Count.ShouldBe(10);
        (await table.TrainingAsync("s", 3, default)).ShouldBeNull();
        (await table.AddAsync(Model("s"))).ShouldBe(12);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Changes_are_told_once_in_their_order(string kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var table = new SeriesModelTable(store.Database);
        foreach (var series in new[] { "a", "b", "c", "a" }) await table.AddAsync(Model(series));

        await using var connection = await store.Database.OpenAsync(default);

        var changes = await SeriesModelTable.ChangesAsync(connection, 0);
        changes.SeriesIds.ShouldBe(["b", "c", "a"]);
        changes.AreAll.ShouldBeTrue();
        changes.Last.ShouldBe(await SeriesModelTable.LastChangeAsync(connection));
        (await SeriesModelTable.ChangesAsync(connection, changes.Last)).SeriesIds.ShouldBeEmpty();
        await table.DeleteAsync("b", 1);
        (await SeriesModelTable.ChangesAsync(connection, changes.Last)).SeriesIds.ShouldBe(["b"]);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Predictions_are_counted_by_the_hour_and_detections_kept(string kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var table = new SeriesModelTable(store.Database);
        await table.AddAsync(Model("s"));
        await table.AddAsync(Model("old") with { CreatedAt = Noon.AddDays(-2) });
        await table.RecordAsync(Noon.AddMinutes(-61), 1000, []);
        await table.RecordAsync(Noon.AddMinutes(-30), 20, []);
        Detection[] detections = [new("s", 1, Noon, 7.5, 1.25, Noon), new("s", 1, Noon.AddSeconds(1), -7.5, null, Noon)];
        await table.RecordAsync(Noon, 3, detections);
        await table.RecordAsync(Noon, 4, []);

        (await table.CountAsync(Noon, default)).ShouldBe(new SeriesCounts(2, 2, 1, 27));
        (await table.DetectionsAsync("s", 10, default)).ShouldBe(detections.Reverse());
        (await table.DetectionsAsync("other", 10, default)).ShouldBeEmpty();
        (await table.DetectionsAsync(null, 1, default)).Count.ShouldBe(1);
    }

    static NewModel Model(string seriesId) => new(seriesId, Noon, 3, 1.5, [1, 2, 3], new TrainingPoints([1, 2, 3], [1, 2, 3]));
}
