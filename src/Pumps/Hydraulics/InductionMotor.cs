using Plumbline.Plant;

namespace Plumbline.Pumps.Hydraulics;

/// <summary>How well a motor was built.</summary>
public enum MotorClass
{
    /// <summary>As was usual before the efficiency rules of the 1990s.</summary>
    Standard,

    /// <summary>NEMA MG 1 energy-efficient (EPAct), about IE2.</summary>
    EnergyEfficient,
}

/// <summary>A three-phase induction motor: what part of its electrical power reaches the shaft, by load. Immutable.</summary>
/// <remarks>
/// The model of the US Department of Energy's Pumping System Assessment Tool (PSAT, now MEASUR): efficiency at 25, 50, 75 and 100 % of rated load, 99 % of the last at
/// 125 %, a fourth-order polynomial through these five; below a quarter of the load, losses that fall linearly to 80 % of those at a quarter; above 125 % the parabola of the last three.
/// </remarks>
public sealed class InductionMotor
{
    const double LargestLoad = 1.5;
    static readonly double[] Loads = [0.25, 0.5, 0.75, 1, 1.25];
    readonly double[] _efficiencies;

    /// <summary>From the maker's data sheet.</summary>
    /// <param name="rating">Power at the shaft that the nameplate states; above 0.</param>
    /// <param name="efficienciesPct">At 25, 50, 75 and 100 % of it; percent.</param>
    /// <exception cref="ArgumentException">A value out of range, or not four of them.</exception>
    public InductionMotor(Power rating, IReadOnlyList<double> efficienciesPct)
    {
        ArgumentNullException.ThrowIfNull(efficienciesPct);
        if (!(rating.Horsepower > 0)) throw new ArgumentOutOfRangeException(nameof(rating), rating.Horsepower, "The rating must be above 0 hp.");
        if (efficienciesPct.Count != 4 || efficienciesPct.Any(e => e is not (> 0 and < 100)))
            throw new ArgumentException($"Four efficiencies between 0 and 100 % are needed (at 25, 50, 75 and 100 % load), not {string.Join(", ", efficienciesPct)}.", nameof(efficienciesPct));
        Rating = rating;
        _efficiencies = [.. efficienciesPct.Select(e => e / 100), 0.99 * efficienciesPct[3] / 100];
    }

    /// <summary>The nameplate's power at the shaft.</summary>
    public Power Rating { get; }

    /// <summary>An average motor of its kind, for where nothing but the nameplate is known.</summary>
    /// <param name="rating">5 to 600 hp.</param>
    /// <param name="speed">At full load; tells 2, 4 or 6 poles.</param>
    /// <param name="motorClass">How well it was built.</param>
    /// <param name="supplyHz">Frequency that the speed belongs to.</param>
    /// <exception cref="ArgumentOutOfRangeException">Outside the range of the averages.</exception>
    public static InductionMotor Average(Power rating, Speed speed, MotorClass motorClass, double supplyHz = 60)
    {
        if (rating.Horsepower is not (>= 5 and <= 600)) throw new ArgumentOutOfRangeException(nameof(rating), rating.Horsepower, "Averages are known from 5 to 600 hp.");
        var poles = speed.Rpm > 0 ? 2 * (int)Math.Floor(60 * supplyHz / speed.Rpm) : 0;
        if (poles is not (2 or 4 or 6)) throw new ArgumentOutOfRangeException(nameof(speed), speed.Rpm, "Averages are known for motors of 2, 4 and 6 poles.");
        return new(rating, AverageMotors.EfficienciesPct(rating.Horsepower, poles, motorClass));
    }

    /// <summary>Share of the electrical power that reaches the shaft, 0 to 1.</summary>
    /// <param name="load">Shaft power over rating, 0 to 1.5.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="load"/> is outside 0 to 1.5.</exception>
    public double EfficiencyAt(double load)
    {
        if (load is not (>= 0 and <= LargestLoad)) throw new ArgumentOutOfRangeException(nameof(load), load, "The load must be within 0 to 1.5.");
        if (load > 1.25) return Interpolate(load, first: 2);
        if (load >= 0.25) return Interpolate(load, first: 0);
        var lossAtQuarter = 0.25 * ((1 / _efficiencies[0]) - 1);
        var loss = lossAtQuarter * (0.8 + (0.2 * load / 0.25));
        return load / (load + loss);
    }

    /// <summary>What reaches the shaft of a measured electrical power.</summary>
    /// <exception cref="ArgumentOutOfRangeException">More than the motor takes at one and a half times its rated load.</exception>
    public Power ShaftPower(Power electrical)
    {
        var wanted = electrical.Horsepower / Rating.Horsepower;
        if (!(wanted <= ElectricalAt(LargestLoad))) throw new ArgumentOutOfRangeException(nameof(electrical), electrical.Kilowatts, $"A motor of {Rating.Kilowatts:0.#} kW does not take this much.");
        var (low, high) = (0.0, LargestLoad);
        while (high - low > 1e-12)
        {
            var middle = (low + high) / 2;
            if (ElectricalAt(middle) < wanted) low = middle;
            else high = middle;
        }
        return Power.FromHorsepower((low + high) / 2 * Rating.Horsepower);
    }

    /// <summary>What the motor takes from the supply to give this much at its shaft.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 0, or above one and a half times the rating.</exception>
    public Power ElectricalPower(Power shaft) => Power.FromHorsepower(ElectricalAt(shaft.Horsepower / Rating.Horsepower) * Rating.Horsepower);

    double ElectricalAt(double load) => load == 0 ? 0.8 * 0.25 * ((1 / _efficiencies[0]) - 1) : load / EfficiencyAt(load);

    // Lagrange's polynomial through the points from `first` to the last.
    double Interpolate(double load, int first)
    {
        var sum = 0.0;
        for (var i = first; i < Loads.Length; i++)
        {
            var term = _efficiencies[i];
            for (var j = first; j < Loads.Length; j++)
                if (j != i) term *= (load - Loads[j]) / (Loads[i] - Loads[j]);
            sum += term;
        }
        return sum;
    }
}
