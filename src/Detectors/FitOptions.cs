using System.Collections.Frozen;
using System.Runtime.InteropServices;

namespace Plumbline.Detectors;

/// <summary>On which side of the expected value a deviation is an anomaly.</summary>
public enum Direction
{
    /// <summary>On either.</summary>
    Both,

    /// <summary>Only values that are too high.</summary>
    Up,

    /// <summary>Only values that are too low.</summary>
    Down,
}

/// <summary>What makes a deviation an anomaly, whatever the detector.</summary>
/// <param name="Direction">The side that counts.</param>
/// <param name="MinDeviation">A value no further than this from the expected one is never an anomaly; in the unit of the readings, 0 or more.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct AnomalyRule(Direction Direction, double MinDeviation)
{
    internal bool Allows(Direction side) => Direction == Direction.Both || Direction == side;
}

/// <summary>How a model is fitted.</summary>
public sealed record FitOptions
{
    /// <summary>The side on which a deviation is an anomaly.</summary>
    public Direction Direction { get; init; }

    /// <summary>In the unit of the readings, 0 or more: a value no further than this from the expected one is never an anomaly.</summary>
    public double MinDeviation { get; init; }

    /// <summary>Whether readings without any spread may be learned from: every other value is then an anomaly.</summary>
    public bool AllowConstant { get; init; }

    /// <summary>Parameters of the detector by name; those that are missing have their defaults.</summary>
    public IReadOnlyDictionary<string, double> Parameters { get; init; } = FrozenDictionary<string, double>.Empty;
}

/// <summary>A number that a detector can be set by.</summary>
/// <param name="Name">In snake case, as in requests and on the command line.</param>
/// <param name="Default">Taken where none is given.</param>
/// <param name="Least">The smallest that is accepted.</param>
/// <param name="Most">The largest that is accepted.</param>
/// <param name="Meaning">One sentence with the unit.</param>
public sealed record DetectorParameter(string Name, double Default, double Least, double Most, string Meaning)
{
    /// <summary>Whether a value lies in the range; NaN does not.</summary>
    public bool Accepts(double value) => value >= Least && value <= Most;
}
