namespace Plumbline.Central.Tokens;

interface ITokenStore
{
    /// <returns>Whether it was added; not where a token of that name is in force.</returns>
    Task<bool> AddAsync(AccessToken token);

    Task<AccessToken?> FindAsync(string handle, CancellationToken cancel);

    /// <summary>All, revoked ones too, the oldest first.</summary>
    Task<IReadOnlyList<AccessToken>> ListAsync(CancellationToken cancel);

    /// <summary>Has taken effect everywhere after <see cref="RecentTokens.Lease"/>. False where no token of that name is in force.</summary>
    Task<bool> RevokeAsync(string name, DateTime at);

    /// <summary>Gives the token of that name another secret; what it may do, and what it has sent, stay its own. The old one ends as if it were revoked. False where none is in force.</summary>
    Task<bool> RotateAsync(string name, string handle, byte[] hash);

    Task RecordUseAsync(IReadOnlyDictionary<long, DateTime> lastUse);
}
