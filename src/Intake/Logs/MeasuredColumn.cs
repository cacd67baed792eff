namespace Plumbline.Intake.Logs;

/// <summary>A measured column of an operating log.</summary>
/// <param name="Name">As in the header, without the unit.</param>
/// <param name="Keys">What a column mapping may call it.</param>
/// <param name="Units">Units that it may have; the first is the log's own.</param>
/// <param name="Least">A smaller value cannot be a reading.</param>
/// <param name="Most">A larger value cannot be a reading.</param>
/// <param name="Without">What cannot be done where a file has no such column; null where there must be one.</param>
sealed record MeasuredColumn(string Name, string[] Keys, MeasuringUnit[] Units, double Least = 0, double Most = double.MaxValue, string? Without = null)
{
    public const int Flow = 0;
    public const int Discharge = 1;
    public const int Suction = 2;
    public const int Power = 3;
    public const int Efficiency = 4;
    public const int Speed = 5;
    public const int Count = 6;

    public static readonly MeasuredColumn[] All =
    [
        new("Flow", ["flow"], MeasuringUnit.Flows),
        new("Discharge Pressure", ["head", "discharge_pressure"], MeasuringUnit.Pressures),
        new("Suction Pressure", ["suction_pressure"], MeasuringUnit.Pressures, Least: double.MinValue, Without: "differential head cannot be judged, nor suction above discharge be seen"),
        new("Motor Power", ["power"], MeasuringUnit.Powers),
        new("Pump Efficiency", ["efficiency"], MeasuringUnit.Percents, Most: 100),
        new("Motor Speed", ["speed"], MeasuringUnit.Speeds, Without: "readings cannot be brought to rated speed, and whether the pump runs is told from its power alone"),
    ];

    /// <summary>The header by contract, such as <c>Flow (gpm)</c>.</summary>
    public string Header => $"{Name} ({Units[0].Symbol})";
}
