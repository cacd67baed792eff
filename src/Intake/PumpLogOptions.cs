namespace Plumbline.Intake;

/// <summary>How an operating log is to be read.</summary>
public sealed record PumpLogOptions
{
    /// <summary>Names of columns that differ from the contract.</summary>
    public ColumnMapping Mapping { get; init; } = ColumnMapping.None;

    /// <summary>IANA zone of timestamps that have no offset, such as <c>America/Chicago</c>.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>Only the pump of this <c>Well ID</c>, compared letter by letter; null for every pump. Rows of other pumps are not looked at.</summary>
    public string? Pump { get; init; }

    /// <summary>Whether the first row that would be left out stops everything.</summary>
    public bool Strict { get; init; }

    /// <summary>How many threads parse, beside the caller's, which puts together; 1 for the caller's alone, 0 for one a core. What comes out does not depend on it.</summary>
    public int Threads
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    }
}
