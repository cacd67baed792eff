using Plumbline.Intake;

namespace Plumbline.Central.ReadingsIntake;

/// <summary>What a text is written in.</summary>
enum RowFormat
{
    Json,
    Line,
}

/// <summary>How rows came in, as far as it is needed to read them again.</summary>
/// <param name="At">When: also the time of lines that have none.</param>
/// <param name="Precision">Of the times of lines: ns, us, ms or s.</param>
/// <param name="Sites">Those that the sender may write to; null for all.</param>
sealed record Arrival(DateTime At, RowFormat Format, string Precision, IReadOnlyList<long>? Sites);

/// <summary>A row that could not be taken.</summary>
sealed record KeptReject(long Id, Arrival Arrival, RejectedRow Row);

/// <param name="Total">Of those asked for.</param>
/// <param name="ByCode">How many there are of each kind.</param>
sealed record PageOfRejects(IReadOnlyList<KeptReject> Items, long Total, IReadOnlyList<(string Code, long Count)> ByCode);

/// <summary>Keeps rows that could not be taken, until they can be or nobody wants them: a million at most, of which the oldest go first.</summary>
interface IRejectStore
{
    Task AddAsync(IReadOnlyList<RejectedRow> rows, Arrival arrival);

    /// <summary>Those with an id above one, the oldest first.</summary>
    /// <param name="code">Null for all.</param>
    Task<PageOfRejects> ListAsync(string? code, long after, int take, CancellationToken cancel);

    Task RemoveAsync(IReadOnlyList<long> ids);

    /// <param name="code">Null for all.</param>
    /// <returns>How many there were.</returns>
    Task<long> RemoveAsync(string? code);
}
