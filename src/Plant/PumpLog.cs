namespace Plumbline.Plant;

/// <summary>One pump's readings by column, in the order of time. Immutable; safe from many threads.</summary>
/// <remarks>A value that is missing is NaN, never 0. A column that the source does not have is NaN throughout.</remarks>
public sealed class PumpLog
{
    readonly DateTime[] _times;
    readonly PumpColumns _columns;

    /// <summary>Takes the arrays over: the caller changes them no more.</summary>
    /// <param name="pumpId">The pump's name.</param>
    /// <param name="times">UTC, strictly increasing.</param>
    /// <param name="columns">Each as long as <paramref name="times"/>.</param>
    /// <exception cref="ArgumentException">Times do not increase, or a column has another length.</exception>
    public PumpLog(string pumpId, DateTime[] times, PumpColumns columns)
    {
        ArgumentException.ThrowIfNullOrEmpty(pumpId);
        ArgumentNullException.ThrowIfNull(times);
        ArgumentNullException.ThrowIfNull(columns);
        for (var i = 1; i < times.Length; i++)
            if (times[i] <= times[i - 1]) throw new ArgumentException($"Times must increase: row {i} is {times[i]:O}, the row before {times[i - 1]:O}.", nameof(times));
        foreach (var column in (double[][])[columns.FlowGpm, columns.DischargePsi, columns.SuctionPsi, columns.PowerHp, columns.EfficiencyPct, columns.SpeedRpm])
            if (column.Length != times.Length) throw new ArgumentException($"A column has {column.Length} values for {times.Length} times.", nameof(columns));
        PumpId = pumpId;
        _times = times;
        _columns = columns;
    }

    /// <summary>The pump's name.</summary>
    public string PumpId { get; }

    /// <summary>Number of readings.</summary>
    public int Count => _times.Length;

    /// <summary>UTC, strictly increasing.</summary>
    public ReadOnlySpan<DateTime> Times => _times;

    /// <summary>Volume flow, gpm.</summary>
    public ReadOnlySpan<double> FlowGpm => _columns.FlowGpm;

    /// <summary>Discharge pressure, psi gauge.</summary>
    public ReadOnlySpan<double> DischargePsi => _columns.DischargePsi;

    /// <summary>Suction pressure, psi gauge.</summary>
    public ReadOnlySpan<double> SuctionPsi => _columns.SuctionPsi;

    /// <summary>Motor power, hp.</summary>
    public ReadOnlySpan<double> PowerHp => _columns.PowerHp;

    /// <summary>Pump efficiency, percent.</summary>
    public ReadOnlySpan<double> EfficiencyPct => _columns.EfficiencyPct;

    /// <summary>Motor speed, rpm.</summary>
    public ReadOnlySpan<double> SpeedRpm => _columns.SpeedRpm;

    /// <summary>From the first reading to the last.</summary>
    /// <exception cref="InvalidOperationException">There are no readings.</exception>
    public Period Period => Count > 0 ? new(_times[0], _times[^1]) : throw new InvalidOperationException($"The log of '{PumpId}' has no readings.");
}

/// <summary>The measured columns of a <see cref="PumpLog"/>, one value a reading, NaN where missing.</summary>
public sealed record PumpColumns
{
    /// <summary>Volume flow, gpm.</summary>
    public required double[] FlowGpm { get; init; }

    /// <summary>Discharge pressure, psi gauge.</summary>
    public required double[] DischargePsi { get; init; }

    /// <summary>Suction pressure, psi gauge; may be negative.</summary>
    public required double[] SuctionPsi { get; init; }

    /// <summary>Motor power, hp.</summary>
    public required double[] PowerHp { get; init; }

    /// <summary>Pump efficiency, percent.</summary>
    public required double[] EfficiencyPct { get; init; }

    /// <summary>Motor speed, rpm.</summary>
    public required double[] SpeedRpm { get; init; }
}
