namespace Plumbline.Pumps.Prognosis;

/// <summary>How the degradation path is followed. The defaults are those of the product.</summary>
public sealed record DegradationOptions
{
    /// <summary>The trend is taken over this many days before the last reading; 7 or more.</summary>
    public int WindowDays { get; init; } = 21;

    /// <summary>Days with enough judged hours that a trend needs; 5 or more.</summary>
    public int NeededDays { get; init; } = 7;

    /// <summary>Judged hours that a day needs for its median to count; 1 to 24.</summary>
    public int NeededHours { get; init; } = 6;

    /// <summary>Nominal coverage of the interval; above 0, below 1.</summary>
    public double Coverage { get; init; } = 0.9;

    /// <summary>How far the slope of the days to come may differ from that of the window, as a share of it (one standard deviation): wear does not go on evenly. 0 or more.</summary>
    public double Wander { get; init; } = 0.15;

    /// <summary>A path is not followed further than this many days; above 0.</summary>
    public double HorizonDays { get; init; } = 365;
}
