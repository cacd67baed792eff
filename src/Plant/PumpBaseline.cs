namespace Plumbline.Plant;

/// <summary>What a pump does when it is well: the point that its readings are compared with.</summary>
public sealed record PumpBaseline
{
    /// <summary>The pump's name, as in the <c>Well ID</c> column.</summary>
    public required string PumpId { get; init; }

    /// <summary>Make and model, as given; may be empty.</summary>
    public string PumpType { get; init; } = "";

    /// <summary>Nameplate power of the motor; above 0. With <see cref="Application"/> it selects the acceptance grade.</summary>
    public required Power MotorRating { get; init; }

    /// <summary>The service that the pump is in, such as <c>Municipal Water and Wastewater</c>.</summary>
    public required string Application { get; init; }

    /// <summary>Above 0.</summary>
    public required Flow Flow { get; init; }

    /// <summary>Above 0.</summary>
    public required Pressure DischargePressure { get; init; }

    /// <summary>Null where the baseline file does not give it; needed for differential head.</summary>
    public Pressure? SuctionPressure { get; init; }

    /// <summary>Power taken; above 0.</summary>
    public required Power Power { get; init; }

    /// <summary>Above 0, at most 100 %.</summary>
    public required double EfficiencyPct { get; init; }

    /// <summary>The speed at which the baseline holds; null where the baseline file does not give it.</summary>
    public Speed? RatedSpeed { get; init; }

    /// <summary>Of the liquid, relative to water; above 0.</summary>
    public double SpecificGravity { get; init; } = 1;

    /// <summary>When the pump failed, where that is known; UTC.</summary>
    public DateTime? FailureDate { get; init; }
}
