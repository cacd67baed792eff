using Plumbline.Plant;

namespace Plumbline.Cli.Package;

/// <summary>What the user asked of <c>plumb package</c>.</summary>
sealed record PackageRequest
{
    public required PumpSettings Settings { get; init; }

    /// <summary>Null: the only pump of the baseline file.</summary>
    public string? Pump { get; init; }

    /// <summary>Null: that of the model.</summary>
    public string? Version { get; init; }

    /// <summary>Null: <c>artifacts/&lt;pump&gt;_v&lt;version&gt;.zip</c>.</summary>
    public string? OutputPath { get; init; }

    /// <summary>A log that tells what no single reading does: the rated speed, which signals are computed from others.</summary>
    public string? LogPath { get; init; }
    public string? ModelPath { get; init; }
    public required string ModelsFolder { get; init; }
    public bool WithoutModel { get; init; }
    public bool Force { get; init; }
    public required Deployment Deployment { get; init; }

    /// <summary>Null: the portable program.</summary>
    public string? Runtime { get; init; }

    /// <summary>A folder with the program published for <see cref="Runtime"/>; null: it is published here.</summary>
    public string? EdgeBinaries { get; init; }
}

/// <summary>Where the device is and whom it tells, as the command line says it.</summary>
sealed record Deployment
{
    /// <summary>A configuration written by hand: it goes in as it is, and the rest here is not looked at.</summary>
    public string? ConfigPath { get; init; }

    /// <summary>Empty: nothing is reported.</summary>
    public string ApiUrl { get; init; } = "";
    public long? SiteId { get; init; }
    public long? PumpId { get; init; }
    public string? DeviceId { get; init; }
    public IReadOnlyDictionary<PumpParameter, long> SensorIds { get; init; } = new Dictionary<PumpParameter, long>();
}
