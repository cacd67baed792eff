using System.Collections.Concurrent;

namespace Plumbline.Central.Tokens;

/// <summary>Tokens as the store had them a moment ago: a client that asks often does not cost a look into the store each time.</summary>
/// <remarks>Whoever ends a token waits for <see cref="Lease"/> once it is written: then no server, in this process or another, lets it pass.</remarks>
sealed class RecentTokens(ITokenStore store, TimeProvider clock)
{
    /// <summary>How long the store is believed not to have changed, from before it was asked.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(1);

    // Only of tokens that there are: whoever makes tokens up must not make memory grow.
    readonly ConcurrentDictionary<string, (AccessToken Token, long AskedAt)> _tokens = new();

    public async ValueTask<AccessToken?> FindAsync(string handle, CancellationToken cancel)
    {
        if (_tokens.TryGetValue(handle, out var recent) && clock.GetElapsedTime(recent.AskedAt) < Lease) return recent.Token;
        var askedAt = clock.GetTimestamp();
        var token = await store.FindAsync(handle, cancel);
        if (token is null) _tokens.TryRemove(handle, out _);
        else _tokens[handle] = (token, askedAt);
        return token;
    }
}
