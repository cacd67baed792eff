using Plumbline.Central;
using Plumbline.Central.Storage;
using Plumbline.Central.Tokens;
using Plumbline.Stores;
using Shouldly;
using Xunit;

namespace Plumbline.Contracts.Tests.Stores;

public sealed class TokenStoreTests
{
    public static TheoryData<string> Kinds => TestStore.Kinds;

    [Theory, MemberData(nameof(Kinds))]
    public async Task Token_comes_back_as_it_was_given(string kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var table = new TokenTable(store.Database);
        var given = Token("well1", "aaaaaaaaaaaa") with { Sites = [35482, 7], ExpiresAt = Sample.Noon.AddDays(365) };

        (await table.AddAsync(given)).ShouldBeTrue();

        var kept = (await table.FindAsync(given.Handle, default))!;
        kept.Sites.ShouldBe(given.Sites);
        kept.Hash.ShouldBe(given.Hash);
        (kept with { Id = 0, Sites = given.Sites, Hash = given.Hash }).ShouldBe(given);
        (await table.FindAsync("bbbbbbbbbbbb", default)).ShouldBeNull();
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Name_is_free_again_once_its_token_is_revoked(string kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var table = new TokenTable(store.Database);

        (await table.AddAsync(Token("well1", "aaaaaaaaaaaa"))).ShouldBeTrue();
        (await table.AddAsync(Token("well1", "bbbbbbbbbbbb"))).ShouldBeFalse();
        (await table.RevokeAsync("well1", Sample.Noon)).ShouldBeTrue();
        (await table.RevokeAsync("well1", Sample.Noon)).ShouldBeFalse();
        (await table.AddAsync(Token("well1", "bbbbbbbbbbbb"))).ShouldBeTrue();

        (await table.FindAsync("aaaaaaaaaaaa", default))!.IsInForce(Sample.Noon).ShouldBeFalse();
        (await table.ListAsync(default)).Select(t => t.Handle).ShouldBe(["aaaaaaaaaaaa", "bbbbbbbbbbbb"]);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Rotation_keeps_the_token_and_changes_the_secret(string kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var table = new TokenTable(store.Database);
        await table.AddAsync(Token("well1", "aaaaaaaaaaaa"));
        var before = (await table.FindAsync("aaaaaaaaaaaa", default))!;

        (await table.RotateAsync("well1", "cccccccccccc", [9, 9])).ShouldBeTrue();
        (await table.RotateAsync("nobody", "dddddddddddd", [9, 9])).ShouldBeFalse();

        (await table.FindAsync("aaaaaaaaaaaa", default)).ShouldBeNull();
        var after = (await table.FindAsync("cccccccccccc", default))!;
        after.Id.ShouldBe(before.Id);
        after.Hash.ShouldBe([9, 9]);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Last_use_only_moves_forward(string kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var table = new TokenTable(store.Database);
        await table.AddAsync(Token("well1", "aaaaaaaaaaaa"));
        var id = (await table.FindAsync("aaaaaaaaaaaa", default))!.Id;

        await table.RecordUseAsync(new Dictionary<long, DateTime> { [id] = Sample.Noon });
        await table.RecordUseAsync(new Dictionary<long, DateTime> { [id] = Sample.Noon.AddHours(-1) });

        (await table.FindAsync("aaaaaaaaaaaa", default))!.LastUsedAt.ShouldBe(Sample.Noon);
    }

    static AccessToken Token(string name, string handle) => new()
    {
        Handle = handle,
        Hash = [1, 2, 3],
        Name = name,
        Scopes = Scopes.Edge | Scopes.Read,
        Sites = [],
        RequestsPerHour = 1000,
        CreatedAt = Sample.Noon,
    };
}
