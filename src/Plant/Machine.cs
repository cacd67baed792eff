namespace Plumbline.Plant;

/// <summary>What energy comes as. Amounts of different types are never added together.</summary>
public enum EnergyType
{
    /// <summary>Also what power without a type is.</summary>
    Electricity,

    /// <summary>By its calorific value.</summary>
    Gas,

    /// <summary>Heat in steam.</summary>
    Steam,

    /// <summary>Work in compressed air.</summary>
    CompressedAir,
}

/// <summary>What a machine is.</summary>
public enum MachineType
{
    /// <summary>None of the others.</summary>
    Other,

    /// <summary>Compresses air or gas.</summary>
    Compressor,

    /// <summary>Heats, ventilates or cools a building.</summary>
    Hvac,

    /// <summary>Drives something.</summary>
    Motor,

    /// <summary>Moves a liquid.</summary>
    Pump,

    /// <summary>Moulds plastics.</summary>
    InjectionMolding,

    /// <summary>Moves goods.</summary>
    Conveyor,

    /// <summary>Makes steam or hot water.</summary>
    Boiler,
}

/// <summary>A place with machines, where one clock, one set of tariffs and one grid hold.</summary>
public sealed record Factory
{
    /// <summary>Never given twice.</summary>
    public required Guid Id { get; init; }

    /// <summary>The number that tokens know it by; null where only those see it who see all sites.</summary>
    public long? SiteId { get; init; }

    /// <summary>No other factory has it.</summary>
    public required string Name { get; init; }

    /// <summary>Where it is, in words; empty where nobody said.</summary>
    public string Address { get; init; } = "";

    /// <summary>IANA name.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>ISO code of the money that its tariffs are in.</summary>
    public string Currency { get; init; } = "USD";
}

/// <summary>A machine whose energy is watched.</summary>
public sealed record Machine
{
    /// <summary>Never given twice.</summary>
    public required Guid Id { get; init; }

    /// <summary>Where it stands.</summary>
    public required Guid FactoryId { get; init; }

    /// <summary>What readings call it; no other machine has it.</summary>
    public required string Name { get; init; }

    /// <summary>What it is.</summary>
    public MachineType Type { get; init; }

    /// <summary>kW; null where nobody said.</summary>
    public double? RatedPowerKw { get; init; }

    /// <summary>Usual time from reading to reading.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether it is still watched.</summary>
    public bool IsActive { get; init; } = true;
}
