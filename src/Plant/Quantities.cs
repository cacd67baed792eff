namespace Plumbline.Plant;

/// <summary>A volume flow. Kept in US gallons a minute, the unit of the pump files, so that a figure read from one comes back to the last digit.</summary>
/// <param name="GallonsPerMinute">US gallons a minute; negative is backflow, NaN is not known.</param>
public readonly record struct Flow(double GallonsPerMinute)
{
    // 231 cubic inches to the US gallon, 0.0254 m to the inch: exact by definition (NIST SP 811).
    const double CubicMetresPerHourPerGpm = 231 * 0.0254 * 0.0254 * 0.0254 * 60;

    /// <summary>Cubic metres an hour.</summary>
    public double CubicMetresPerHour => GallonsPerMinute * CubicMetresPerHourPerGpm;

    /// <summary>From US gallons a minute.</summary>
    public static Flow FromGallonsPerMinute(double gpm) => new(gpm);

    /// <summary>From cubic metres an hour.</summary>
    public static Flow FromCubicMetresPerHour(double m3PerHour) => new(m3PerHour / CubicMetresPerHourPerGpm);

    /// <summary>From litres a second.</summary>
    public static Flow FromLitresPerSecond(double litresPerSecond) => FromCubicMetresPerHour(litresPerSecond * 3.6);
}

/// <summary>A height of the pumped liquid.</summary>
/// <param name="Feet">Feet of the liquid; NaN is not known.</param>
public readonly record struct Head(double Feet)
{
    const double MetresPerFoot = 0.3048;

    /// <summary>Metres of the liquid.</summary>
    public double Metres => Feet * MetresPerFoot;

    /// <summary>From feet of the liquid.</summary>
    public static Head FromFeet(double feet) => new(feet);

    /// <summary>From metres of the liquid.</summary>
    public static Head FromMetres(double metres) => new(metres / MetresPerFoot);
}

/// <summary>A gauge pressure, or a difference of pressures.</summary>
/// <param name="Psi">Pounds-force a square inch; below zero under the atmosphere's pressure, NaN is not known.</param>
public readonly record struct Pressure(double Psi)
{
    // 0.45359237 kg × 9.80665 m/s² over (0.0254 m)²: exact by definition (NIST SP 811).
    const double KilopascalsPerPsi = 0.45359237 * 9.80665 / (0.0254 * 0.0254) / 1000;

    /// <summary>Kilopascals.</summary>
    public double Kilopascals => Psi * KilopascalsPerPsi;

    /// <summary>Bar.</summary>
    public double Bar => Kilopascals / 100;

    /// <summary>From pounds-force a square inch.</summary>
    public static Pressure FromPsi(double psi) => new(psi);

    /// <summary>From kilopascals.</summary>
    public static Pressure FromKilopascals(double kilopascals) => new(kilopascals / KilopascalsPerPsi);

    /// <summary>From bar.</summary>
    public static Pressure FromBar(double bar) => FromKilopascals(bar * 100);
}

/// <summary>A mechanical or electrical power.</summary>
/// <param name="Horsepower">Mechanical (imperial) horsepower, 550 ft·lbf/s; NaN is not known.</param>
public readonly record struct Power(double Horsepower)
{
    // 550 ft·lbf/s: exact by definition (NIST SP 811).
    const double KilowattsPerHorsepower = 550 * 0.3048 * 0.45359237 * 9.80665 / 1000;

    /// <summary>Kilowatts.</summary>
    public double Kilowatts => Horsepower * KilowattsPerHorsepower;

    /// <summary>From mechanical horsepower.</summary>
    public static Power FromHorsepower(double horsepower) => new(horsepower);

    /// <summary>From kilowatts.</summary>
    public static Power FromKilowatts(double kilowatts) => new(kilowatts / KilowattsPerHorsepower);
}

/// <summary>A speed of rotation.</summary>
/// <param name="Rpm">Revolutions a minute; NaN is not known.</param>
public readonly record struct Speed(double Rpm)
{
    /// <summary>From revolutions a minute.</summary>
    public static Speed FromRpm(double rpm) => new(rpm);
}

/// <summary>A distance: of a gauge above the datum, or across a pipe.</summary>
/// <param name="Metres">Metres; NaN is not known.</param>
public readonly record struct Length(double Metres)
{
    const double MetresPerInch = 0.0254;
    const double MetresPerFoot = 0.3048;

    /// <summary>Feet.</summary>
    public double Feet => Metres / MetresPerFoot;

    /// <summary>From metres.</summary>
    public static Length FromMetres(double metres) => new(metres);

    /// <summary>From feet.</summary>
    public static Length FromFeet(double feet) => new(feet * MetresPerFoot);

    /// <summary>From inches.</summary>
    public static Length FromInches(double inches) => new(inches * MetresPerInch);
}
