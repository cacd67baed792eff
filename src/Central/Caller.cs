namespace Plumbline.Central;

/// <summary>What a token allows.</summary>
[Flags]
enum Scopes
{
    None = 0,

    /// <summary>A device: reports anomalies, and reads those of its sites.</summary>
    Edge = 1,

    /// <summary>Reads.</summary>
    Read = 2,

    /// <summary>Reads, reports, acknowledges and resolves.</summary>
    Write = 4,

    /// <summary>Everything.</summary>
    Admin = 8,
}

/// <summary>Whose request it is: the bearer of a token.</summary>
/// <param name="Sites">The sites it is good for; none means all.</param>
sealed record Caller(long TokenId, string Name, Scopes Scopes, IReadOnlyList<long> Sites, int RequestsPerHour)
{
    public bool IsGoodForAllSites => Sites.Count == 0;

    /// <summary>An anomaly without a site is seen only by those who see all sites.</summary>
    public bool MaySee(long? site) => IsGoodForAllSites || (site is { } id && Sites.Contains(id));
}

/// <summary>What the caller of a request may see.</summary>
static class Sight
{
    /// <summary>Where a request needs no token, everything; else the sites of the token.</summary>
    public static bool MaySee(this HttpContext context, long? site) => context.Features.Get<Caller>()?.MaySee(site) ?? true;
}

/// <summary>Who may call a route: every route says so.</summary>
/// <param name="Need">Any of these scopes; None where no token is asked for.</param>
/// <param name="IsPage">Open to who asks from this machine, and with <c>--open</c>; else any token.</param>
/// <param name="IsUncounted">Not among the requests that a token may make an hour.</param>
sealed record Access(Scopes Need, bool IsPage = false, bool IsUncounted = false)
{
    public static readonly Access Anyone = new(Scopes.None);
    public static readonly Access Page = new(Scopes.None, IsPage: true);
}
