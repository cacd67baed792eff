using Plumbline.Plant;

namespace Plumbline.Pumps.Hydraulics;

/// <summary>One point of a pump's test or data sheet.</summary>
/// <param name="Flow">Not negative.</param>
/// <param name="Head">Total head.</param>
/// <param name="EfficiencyPct">Pump efficiency, percent; NaN where not measured, and not used at no flow, where it is 0 by definition.</param>
public sealed record CurvePoint(Flow Flow, Head Head, double EfficiencyPct = double.NaN);

/// <summary>A centrifugal pump's head and efficiency over its flow, at one speed and impeller. Immutable.</summary>
/// <remarks>It holds from no flow to <see cref="LargestFlow"/> and is not asked beyond: a polynomial says nothing about where no point was.</remarks>
public sealed class PumpCurve
{
    const int SearchSteps = 256;
    readonly Polynomial _headFt;
    readonly Polynomial _efficiency;
    readonly Polynomial _efficiencyPerGpm;

    PumpCurve(Polynomial headFt, Polynomial efficiency, Flow largestFlow)
    {
        _headFt = headFt;
        _efficiency = efficiency;
        _efficiencyPerGpm = efficiency.OverX();
        LargestFlow = largestFlow;
    }

    /// <summary>End of the curve.</summary>
    public Flow LargestFlow { get; }

    /// <summary>The head against a closed valve.</summary>
    public Head ShutOffHead => Head.FromFeet(_headFt.At(0));

    /// <summary>Fits both curves to points by least squares; the efficiency through 0 at no flow.</summary>
    /// <param name="points">At least one more than <paramref name="degree"/> at different flows, and at least as many as it with an efficiency above no flow.</param>
    /// <param name="degree">2 or 3.</param>
    /// <exception cref="ArgumentException">Too few points, a degree other than 2 or 3, or a value that is negative or not finite.</exception>
    public static PumpCurve Fit(IReadOnlyList<CurvePoint> points, int degree = 3)
    {
        ArgumentNullException.ThrowIfNull(points);
        if (degree is not (2 or 3)) throw new ArgumentException($"A pump curve has degree 2 or 3, not {degree}.", nameof(degree));
        foreach (var point in points)
            if (point.Flow.GallonsPerMinute is not (>= 0 and < double.PositiveInfinity) || !double.IsFinite(point.Head.Feet) || point.EfficiencyPct is < 0 or > 100)
                throw new ArgumentException($"Not a point of a pump curve: {point}.", nameof(points));
        double[] flows = [.. points.Select(p => p.Flow.GallonsPerMinute)];
        var rated = points.Where(p => p.Flow.GallonsPerMinute > 0 && !double.IsNaN(p.EfficiencyPct)).ToList();
        if (flows.Distinct().Count() <= degree) throw new ArgumentException($"{points.Count} points are too few for a head curve of degree {degree}.", nameof(points));
        if (rated.Select(p => p.Flow).Distinct().Count() < degree) throw new ArgumentException($"{rated.Count} points with an efficiency are too few for a curve of degree {degree}.", nameof(points));
        return new(
            Polynomial.Fit(flows, [.. points.Select(p => p.Head.Feet)], degree, throughOrigin: false),
            Polynomial.Fit([.. rated.Select(p => p.Flow.GallonsPerMinute)], [.. rated.Select(p => p.EfficiencyPct / 100)], degree, throughOrigin: true),
            Flow.FromGallonsPerMinute(flows.Max()));
    }

    /// <summary>A typical curve through one point, where no more is known: H = H₀(s − (s − 1)x²) and η = η₀(2x − x²), with x the share of the rated flow.</summary>
    /// <param name="rated">The point; it is taken for the best efficiency point.</param>
    /// <param name="shutOffRatio">s, the head at no flow over the rated head: 1.1 to 1.4 for radial wheels.</param>
    /// <exception cref="ArgumentOutOfRangeException">The point has no flow, head or efficiency, or the ratio is not above 1.</exception>
    public static PumpCurve Typical(CurvePoint rated, double shutOffRatio = 1.25)
    {
        var (flow, head, efficiency) = (rated.Flow.GallonsPerMinute, rated.Head.Feet, rated.EfficiencyPct / 100);
        if (!(flow > 0 && head > 0 && efficiency is > 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(rated), rated, "The rated point needs a flow, a head and an efficiency above 0.");
        if (!(shutOffRatio > 1)) throw new ArgumentOutOfRangeException(nameof(shutOffRatio), shutOffRatio, "The shut-off ratio must be above 1.");
        return new(
            new Polynomial([shutOffRatio, 0, 1 - shutOffRatio]).Stretch(flow, head),
            new Polynomial([0, 2, -1]).Stretch(flow, efficiency),
            Flow.FromGallonsPerMinute(flow * Math.Min(1.8, Math.Sqrt(shutOffRatio / (shutOffRatio - 1)))));
    }

    /// <summary>The head that it adds at a flow.</summary>
    public Head HeadAt(Flow flow) => Head.FromFeet(_headFt.At(flow.GallonsPerMinute));

    /// <summary>Its efficiency at a flow, percent.</summary>
    public double EfficiencyPctAt(Flow flow) => _efficiency.At(flow.GallonsPerMinute) * 100;

    /// <summary>The power that it takes at its shaft, ρgQH/η; finite at no flow as well, where it only churns.</summary>
    /// <returns>NaN where the fitted efficiency is not above 0.</returns>
    public Power ShaftPowerAt(Flow flow, Liquid liquid)
    {
        // Q/η and not Q and η: both are 0 at no flow, their quotient is not.
        var efficiencyPerGpm = _efficiencyPerGpm.At(flow.GallonsPerMinute);
        return efficiencyPerGpm > 0
            ? PumpPower.Hydraulic(Flow.FromGallonsPerMinute(1 / efficiencyPerGpm), HeadAt(flow), liquid)
            : Power.FromHorsepower(double.NaN);
    }

    /// <summary>The flow at which the efficiency is highest.</summary>
    public Flow BestEfficiencyFlow()
    {
        var (low, high) = AroundLargest(_efficiency);
        // Golden section: the curve has one top between the neighbours of the largest sample.
        var ratio = (Math.Sqrt(5) - 1) / 2;
        for (var i = 0; i < 80; i++)
        {
            var (a, b) = (high - (ratio * (high - low)), low + (ratio * (high - low)));
            if (_efficiency.At(a) < _efficiency.At(b)) low = a;
            else high = b;
        }
        return Flow.FromGallonsPerMinute((low + high) / 2);
    }

    /// <summary>Where pump and system agree: the largest such flow, which is the stable one where a drooping curve is met twice.</summary>
    /// <returns>Null where the pump cannot lift the static head, or runs out beyond the end of its curve.</returns>
    public DutyPoint? OperatingPoint(SystemCurve system, Liquid liquid)
    {
        ArgumentNullException.ThrowIfNull(system);
        var end = LargestFlow.GallonsPerMinute;
        if (Surplus(system, end) > 0) return null;
        for (var step = SearchSteps - 1; step >= 0; step--)
        {
            var (low, high) = (end * step / SearchSteps, end * (step + 1) / SearchSteps);
            if (Surplus(system, low) < 0) continue;
            while (high - low > 1e-12 * end)
            {
                var middle = (low + high) / 2;
                if (Surplus(system, middle) >= 0) low = middle;
                else high = middle;
            }
            var flow = Flow.FromGallonsPerMinute((low + high) / 2);
            return new DutyPoint(flow, HeadAt(flow), ShaftPowerAt(flow, liquid));
        }
        return null;
    }

    /// <summary>The same pump at another speed, by the affinity laws.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A speed is not above 0.</exception>
    public PumpCurve AtSpeed(Speed from, Speed to)
    {
        if (!(from.Rpm > 0)) throw new ArgumentOutOfRangeException(nameof(from), from.Rpm, "Must be above 0 rpm.");
        return Scale(to.Rpm / from.Rpm, nameof(to));
    }

    /// <summary>The same pump with its impeller turned down, by the affinity laws.</summary>
    /// <param name="diameterRatio">New diameter over the old; above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="diameterRatio"/> is not above 0.</exception>
    public PumpCurve Trimmed(double diameterRatio) => Scale(diameterRatio, nameof(diameterRatio));

    PumpCurve Scale(double ratio, string name)
    {
        if (!(ratio > 0)) throw new ArgumentOutOfRangeException(name, ratio, "Must be above 0.");
        return new(_headFt.Stretch(ratio, ratio * ratio), _efficiency.Stretch(ratio, 1), Flow.FromGallonsPerMinute(LargestFlow.GallonsPerMinute * ratio));
    }

    double Surplus(SystemCurve system, double gpm) => _headFt.At(gpm) - system.HeadAt(Flow.FromGallonsPerMinute(gpm)).Feet;

    (double Low, double High) AroundLargest(Polynomial curve)
    {
        var (end, best) = (LargestFlow.GallonsPerMinute, 0);
        for (var step = 1; step <= SearchSteps; step++)
            if (curve.At(end * step / SearchSteps) > curve.At(end * best / SearchSteps)) best = step;
        return (end * Math.Max(0, best - 1) / SearchSteps, end * Math.Min(SearchSteps, best + 1) / SearchSteps);
    }
}
