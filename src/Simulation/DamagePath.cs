using Plumbline.Plant;

namespace Plumbline.Simulation;

/// <summary>How a pump's damage grows: nothing before the onset, slowly at first, then ever faster until the failure.</summary>
sealed class DamagePath
{
    const double HeadLossAtFailure = 0.2;
    const double FlowLossAtFailure = 0.25;
    readonly PumpDamage _atFailure;
    readonly double _linearShare;

    DamagePath(Period period, PumpDamage atFailure, double linearShare)
    {
        Period = period;
        _atFailure = atFailure;
        _linearShare = linearShare;
    }

    /// <summary>From onset to failure.</summary>
    public Period Period { get; }

    /// <summary>Null where nothing goes wrong.</summary>
    public static DamagePath? Draw(PumpSimulationOptions options, PumpStation station, RandomStream random)
    {
        if (options.Damage == DamageKind.None) return null;
        var onset = options.Start + WholeMinutes(options.Length * random.Between(0.25, 0.45));
        var failure = options.Start + WholeMinutes(options.Length * random.Between(0.9, 1));
        return new(new(onset, failure), AtFailure(options.Damage, station, random), random.Between(0.1, 0.3));
    }

    public PumpDamage At(DateTime time) => _atFailure.Times(Severity(time));

    /// <summary>0 until the onset, 1 at the failure.</summary>
    public double Severity(DateTime time)
    {
        var share = Math.Clamp((time - Period.Start) / Period.Length, 0, 1);
        return (_linearShare * share) + ((1 - _linearShare) * share * share * share);
    }

    static PumpDamage AtFailure(DamageKind kind, PumpStation station, RandomStream random)
    {
        var physics = new PumpPhysics(station);
        var demand = new PumpDemand(station.DeliveryFrictionFt, station.SuctionLevelFt);
        switch (kind)
        {
            case DamageKind.Wear:
                // Rings, impeller and surfaces wear together, each pump in its own mixture; how much of it makes the head fall far enough is solved for.
                var mixture = new PumpDamage(random.Between(0.16, 0.24), random.Between(0.03, 0.05), random.Between(0.02, 0.06), 0, 0);
                return Grow(mixture, 4, damage => physics.At(1, damage, demand).HeadFt > (1 - HeadLossAtFailure) * station.RatedHeadFt);
            case DamageKind.Bearing:
                return new(0, 0, 0, random.Between(0.25, 0.4), 0);
            case DamageKind.Clogging:
                return Grow(new(0, 0, 0, 0, 1), 500, damage => physics.At(1, damage, demand).FlowGpm > (1 - FlowLossAtFailure) * station.RatedGpm);
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of damage.");
        }
    }

    static PumpDamage Grow(PumpDamage unit, double largest, Predicate<PumpDamage> stillRuns)
    {
        var (low, high) = (0.0, largest);
        for (var i = 0; i < 60; i++)
        {
            var middle = (low + high) / 2;
            if (stillRuns(unit.Times(middle))) low = middle;
            else high = middle;
        }
        return unit.Times(high);
    }

    static TimeSpan WholeMinutes(TimeSpan span) => TimeSpan.FromMinutes(Math.Floor(span.TotalMinutes));
}
