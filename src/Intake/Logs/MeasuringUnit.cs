using Plumbline.Plant;

namespace Plumbline.Intake.Logs;

/// <summary>A unit that a file may use.</summary>
/// <param name="Symbol">As messages show it.</param>
/// <param name="Spellings">As files write it: lower case, without blanks, dots of multiplication and superscripts.</param>
/// <param name="ToLog">To the unit of <see cref="PumpLog"/>; null where it is that unit, so that a value passes to the last bit.</param>
sealed record MeasuringUnit(string Symbol, string[] Spellings, Func<double, double>? ToLog = null)
{
    // The first of each list is the unit of the log.
    public static readonly MeasuringUnit[] Flows =
    [
        new("gpm", ["gpm", "usgpm", "gal/min"]),
        new("m3/h", ["m3/h", "m3/hr", "m3h", "cmh"], value => Flow.FromCubicMetresPerHour(value).GallonsPerMinute),
        new("l/s", ["l/s", "lps"], value => Flow.FromLitresPerSecond(value).GallonsPerMinute),
        new("l/min", ["l/min", "lpm"], value => Flow.FromLitresPerSecond(value / 60).GallonsPerMinute),
    ];

    public static readonly MeasuringUnit[] Pressures =
    [
        new("psi", ["psi", "psig"]),
        new("bar", ["bar", "barg"], value => Pressure.FromBar(value).Psi),
        new("kPa", ["kpa", "kpag"], value => Pressure.FromKilopascals(value).Psi),
        new("MPa", ["mpa", "mpag"], value => Pressure.FromKilopascals(value * 1000).Psi),
    ];

    public static readonly MeasuringUnit[] Powers =
    [
        new("hp", ["hp"]),
        new("kW", ["kw"], value => Power.FromKilowatts(value).Horsepower),
        new("W", ["w"], value => Power.FromKilowatts(value / 1000).Horsepower),
    ];

    public static readonly MeasuringUnit[] Percents = [new("%", ["percent", "pct", "%"])];

    public static readonly MeasuringUnit[] Speeds = [new("rpm", ["rpm", "1/min", "min-1", "r/min"])];

    /// <returns>Null for a unit that is not among them.</returns>
    public static MeasuringUnit? Find(MeasuringUnit[] units, string text)
    {
        var spelling = Heading.Plain(text).Replace('³', '3').Replace("^", "", StringComparison.Ordinal);
        return Array.Find(units, unit => unit.Spellings.Contains(spelling));
    }

    public static string Symbols(MeasuringUnit[] units) => string.Join(", ", units.Select(unit => unit.Symbol));
}
