namespace Plumbline.Central.Tokens;

/// <summary>What is known of a token. The secret itself is known to its bearer alone.</summary>
sealed record AccessToken
{
    public long Id { get; init; }

    /// <summary>The part of the token that finds it; no secret.</summary>
    public required string Handle { get; init; }

    /// <summary>SHA-256 of the secret part. The secret has 256 random bits: there is nothing to guess, and so nothing that a slow hash would slow down.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>What people call it; no two that are in force have the same.</summary>
    public required string Name { get; init; }

    public required Scopes Scopes { get; init; }

    /// <summary>The sites it is good for; none means all.</summary>
    public required IReadOnlyList<long> Sites { get; init; }

    public required int RequestsPerHour { get; init; }

    public required DateTime CreatedAt { get; init; }

    public DateTime? ExpiresAt { get; init; }

    public DateTime? RevokedAt { get; init; }

    /// <summary>To about half a minute.</summary>
    public DateTime? LastUsedAt { get; init; }

    public bool IsInForce(DateTime now) => RevokedAt is null && !(ExpiresAt <= now);
}
