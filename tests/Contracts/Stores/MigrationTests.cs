using Plumbline.Central.AnomalyReports;
using Plumbline.Central.Storage;
using Plumbline.Stores;
using Shouldly;
using Xunit;

namespace Plumbline.Contracts.Tests.Stores;

public sealed class MigrationTests
{
    public static TheoryData<string> Kinds => TestStore.Kinds;

    public static TheoryData<string, int> EarlierVersions =>
        new(TestStore.Kinds.SelectMany(kind => Enumerable.Range(0, Migration.Of((string)kind).Count).Select(version => ((string)kind, version))));

    [Fact]
    public void Both_stores_have_the_same_migrations_without_a_gap()
    {
        var sqlite = Migration.Of("sqlite");
        sqlite.Select(m => m.Version).ShouldBe(Enumerable.Range(1, sqlite.Count));
        Migration.Of("postgres").Select(m => m.Name).ShouldBe(sqlite.Select(m => m.Name));
    }

    [Theory, MemberData(nameof(EarlierVersions))]
    public async Task Every_earlier_version_is_brought_up_to_date(string kind, int version)
    {
        await using var store = await TestStore.EmptyAsync(kind);
        await store.Database.MigrateAsync(upTo: version);
        var migrations = Migration.Of(kind);

        await store.Database.MigrateAsync();
        await store.Database.MigrateAsync();

        (await store.Database.ReadAsync(Migration.VersionAsync, default)).ShouldBe(migrations[^1].Version);
        var table = new AnomalyTable(store.Database);
        await table.SubmitAsync(Sample.Report(), Sample.Receipt());
        (await table.ListAsync(new AnomalyFilter(), new PageOfAnomalies(0, 10, IsDescending: false), default)).Total.ShouldBe(1);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Anomalies_from_before_the_counts_are_counted(string kind)
    {
        await using var store = await TestStore.EmptyAsync(kind);
        await store.Database.MigrateAsync(upTo: 2);
        DateTime[] times = [Sample.Noon, Sample.Noon, Sample.Noon.Date, Sample.Noon.Date.AddMicroseconds(-1), Sample.Noon.AddDays(40)];
        foreach (var time in times)
        {
            await store.Database.WriteAsync(connection => connection.RunAsync(
                """
                insert into edge_anomalies (source_type, description, site_id, timestamp, state, token_id, body_digest, created_at)
                values ('log', 'x', 1, @at, 'open', 1, @digest, @at)
                """,
                ("at", store.Database.ToColumn(time)), ("digest", new byte[] { 1 })));
        }

        await store.Database.MigrateAsync();

        var table = new AnomalyTable(store.Database);
        (await TotalAsync(new AnomalyFilter())).ShouldBe(5);
        (await TotalAsync(new AnomalyFilter { SiteIds = [1], Start = Sample.Noon.Date, End = Sample.Noon.Date.AddDays(1).AddMicroseconds(-1) })).ShouldBe(3);
        (await TotalAsync(new AnomalyFilter { End = Sample.Noon.Date.AddMicroseconds(-1) })).ShouldBe(1);

        async Task<long> TotalAsync(AnomalyFilter filter) => (await table.ListAsync(filter, new PageOfAnomalies(0, 1, IsDescending: false), default)).Total;
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Tables_newer_than_the_program_are_refused_and_left_alone(string kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        await store.Database.WriteAsync(connection => connection.RunAsync("insert into schema_migrations (version, name) values (9999, 'from the future')"));

        var refusal = await Should.ThrowAsync<InvalidDataException>(store.Database.MigrateAsync());

        refusal.Message.ShouldContain("version 9999");
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Two_that_start_at_once_migrate_once(string kind)
    {
        await using var store = await TestStore.EmptyAsync(kind);
        await using var other = store.Open();

        await Task.WhenAll(Task.Run(() => store.Database.MigrateAsync()), Task.Run(() => other.MigrateAsync()));

        var count = await store.Database.ReadAsync(async c => (long)(await c.OneAsync("select count(*) from schema_migrations"))!, default);
        count.ShouldBe(Migration.Of(kind).Count);
    }
}
