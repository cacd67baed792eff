using Plumbline.Plant;

namespace Plumbline.Pumps.Hydraulics;

/// <summary>What the pipework asks of a pump: H = static head + friction that grows with the square of the flow.</summary>
public sealed class SystemCurve
{
    readonly double _feetPerGpm2;

    /// <summary>The curve through a known point.</summary>
    /// <param name="staticHead">Height and pressure to be overcome at no flow; may be negative where the liquid falls.</param>
    /// <param name="flow">Above 0.</param>
    /// <param name="head">The head needed at <paramref name="flow"/>; not below the static head.</param>
    /// <exception cref="ArgumentOutOfRangeException">The flow is not above 0, or the head below the static head.</exception>
    public SystemCurve(Head staticHead, Flow flow, Head head)
    {
        if (!(flow.GallonsPerMinute > 0)) throw new ArgumentOutOfRangeException(nameof(flow), flow.GallonsPerMinute, "The flow must be above 0 gpm.");
        if (!(head.Feet >= staticHead.Feet)) throw new ArgumentOutOfRangeException(nameof(head), head.Feet, $"The head must not be below the static head of {staticHead.Feet} ft.");
        StaticHead = staticHead;
        _feetPerGpm2 = (head.Feet - staticHead.Feet) / (flow.GallonsPerMinute * flow.GallonsPerMinute);
    }

    /// <summary>The head needed at no flow.</summary>
    public Head StaticHead { get; }

    /// <summary>The head needed for a flow; for backflow the friction works the other way.</summary>
    public Head HeadAt(Flow flow) => Head.FromFeet(StaticHead.Feet + (_feetPerGpm2 * flow.GallonsPerMinute * Math.Abs(flow.GallonsPerMinute)));
}
