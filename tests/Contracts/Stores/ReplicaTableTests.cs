using Plumbline.Central.Storage;
using Plumbline.Stores;
using Shouldly;
using Xunit;

namespace Plumbline.Contracts.Tests.Stores;

/// <summary>PostgreSQL alone has several processes.</summary>
public sealed class ReplicaTableTests
{
    [Fact]
    public async Task Processes_are_listed_with_what_they_have_seen_until_they_go()
    {
        await using var store = await TestStore.CreateAsync("postgres");
        await using var connection = await store.Database.OpenAsync(default);
        var table = new ReplicaTable(store.Database);
        await ReplicaTable.RegisterAsync(connection, "a");
        await ReplicaTable.RegisterAsync(connection, "b");

        (await ReplicaTable.RenewAsync(connection, "a", seen: 7, tell: false)).ShouldBeTrue();
        (await ReplicaTable.RenewAsync(connection, "a", seen: 9, tell: true)).ShouldBeTrue();
        (await table.ListAsync()).Replicas.ShouldBe([new Replica("a", 2, 9), new Replica("b", 0, 0)], ignoreOrder: true);
        await ReplicaTable.RemoveAsync(connection, "a");

        (await table.ListAsync()).Replicas.ShouldBe([new Replica("b", 0, 0)]);
    }

    [Fact]
    public async Task Only_who_has_not_renewed_since_is_struck_off_and_cannot_renew_any_more()
    {
        await using var store = await TestStore.CreateAsync("postgres");
        await using var connection = await store.Database.OpenAsync(default);
        var table = new ReplicaTable(store.Database);
        await ReplicaTable.RegisterAsync(connection, "a");
        var listed = (await table.ListAsync()).Replicas.Single();

        await ReplicaTable.RenewAsync(connection, "a", seen: 0, tell: false);
        await table.StrikeOffAsync(listed);
        (await ReplicaTable.RenewAsync(connection, "a", seen: 0, tell: false)).ShouldBeTrue();
        await table.StrikeOffAsync((await table.ListAsync()).Replicas.Single());

        (await ReplicaTable.RenewAsync(connection, "a", seen: 0, tell: true)).ShouldBeFalse();
        (await table.ListAsync()).Replicas.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_told_is_heard_and_a_listener_takes_commands_in_between()
    {
        await using var store = await TestStore.CreateAsync("postgres");
        await using var connection = await store.Database.OpenAsync(default);
        await ReplicaTable.RegisterAsync(connection, "a");
        var heard = new List<(string, string)>();
        await using var listener = await store.Database.ListenAsync([ReplicaTable.Channel, "other"], (channel, word) => heard.Add((channel, word)), default);

        await ReplicaTable.RenewAsync(connection, "a", seen: 7, tell: true);
        await ReplicaTable.RenewAsync(connection, "a", seen: 8, tell: false);
        await ReplicaTable.RenewAsync(listener.Connection, "a", seen: 9, tell: true);
        while (heard.Count < 2) await listener.HearAsync(TimeSpan.FromMinutes(1), default);

        heard.ShouldBe([(ReplicaTable.Channel, "a 7"), (ReplicaTable.Channel, "a 9")]);
        Should.Throw<NotSupportedException>(() => new SqliteDatabase("unused").ListenAsync([], (_, _) => { }, default));
    }
}
