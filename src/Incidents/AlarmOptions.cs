namespace Plumbline.Incidents;

/// <summary>How long something must be out of order before a person is woken, and how far it must come back before they are let go.</summary>
public sealed record AlarmOptions
{
    /// <summary>Readings out of order that raise the alarm, among the last <see cref="Of"/>; 1 to <see cref="Of"/>.</summary>
    public int Needed { get; init; } = 3;

    /// <summary>How many of the latest readings are looked at; at least 1.</summary>
    public int Of { get; init; } = 5;

    /// <summary>How far inside its limit a value must return before it counts as cleared, as a share of the limit; 0 to below 1.</summary>
    public double DeadbandShare { get; init; } = 0.2;

    /// <summary>Refuses options that make no sense together.</summary>
    internal static void Check(AlarmOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Of < 1) throw new ArgumentException($"An alarm looks at {options.Of} readings: it must be at least 1.", nameof(options));
        if (options.Needed < 1 || options.Needed > options.Of) throw new ArgumentException($"An alarm needs {options.Needed} of {options.Of} readings: it must be 1 to {options.Of}.", nameof(options));
        if (!(options.DeadbandShare is >= 0 and < 1)) throw new ArgumentException($"The deadband is {options.DeadbandShare} of the limit: it must be 0 to below 1.", nameof(options));
    }
}
