namespace Plumbline.Plant;

/// <summary>What a pump is judged by, in the order used everywhere: in features, files and reports.</summary>
public enum PumpParameter
{
    /// <summary>Volume flow.</summary>
    Flow,

    /// <summary>Head: discharge pressure, or the difference over the pump, as configured.</summary>
    Head,

    /// <summary>Motor power.</summary>
    Power,

    /// <summary>Pump efficiency, percent.</summary>
    Efficiency,
}
