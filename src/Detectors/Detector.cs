namespace Plumbline.Detectors;

/// <summary>A technique that learns from readings what is normal. Has no state of its own; safe from many threads.</summary>
public abstract class Detector
{
    /// <summary>Values further from 0 than this are refused: their squares would not fit a double.</summary>
    public const double LargestMagnitude = 1e150;

    /// <summary>The least difference between the smallest and the largest value that is learned from, but for 0: the squares of smaller ones, and their sums, are lost in what a double can hold.</summary>
    public const double LeastSpread = 1e-150;

    // What is learned from values may be a little larger than the largest of them: means and deviations are rounded, and a spread counts both sides.
    private protected const double LargestLearned = 2 * LargestMagnitude;

    // All there are are in the catalogue, which is what restores their models.
    private protected Detector()
    {
    }

    /// <summary>In snake case, as in requests and on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>What it is good for, in one sentence.</summary>
    public abstract string Summary { get; }

    /// <summary>What it can be set by.</summary>
    public abstract IReadOnlyList<DetectorParameter> Parameters { get; }

    /// <summary>Readings that it needs at least, missing ones not counted.</summary>
    public abstract int MinimumPoints { get; }

    /// <summary>The version of the states that it writes, and the only one that it reads.</summary>
    public virtual int StateVersion => 1;

    /// <summary>Learns what is normal.</summary>
    /// <param name="times">UTC, strictly increasing.</param>
    /// <param name="values">One a time, in any unit. NaN and infinities are missing and are left out.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <returns>The same model for the same input, on any machine; or a refusal: too few points, a constant series that was not allowed, no spread, values beyond <see cref="LargestMagnitude"/>.</returns>
    /// <exception cref="ArgumentException">Lengths differ, times do not increase, a parameter is unknown or out of its range, or the minimum deviation is negative or not finite.</exception>
    public FitOutcome Fit(ReadOnlySpan<DateTime> times, ReadOnlySpan<double> values, FitOptions? options = null)
    {
        options ??= new();
        if (times.Length != values.Length) throw new ArgumentException($"{values.Length} values for {times.Length} times.", nameof(values));
        for (var i = 1; i < times.Length; i++)
            if (times[i] <= times[i - 1]) throw new ArgumentException($"Times must increase: row {i} is {times[i]:O}, the row before {times[i - 1]:O}.", nameof(times));
        if (!(options.MinDeviation >= 0) || !double.IsFinite(options.MinDeviation)) throw new ArgumentOutOfRangeException(nameof(options), options.MinDeviation, "A minimum deviation is 0 or more.");
        var parameters = Checked(options.Parameters);

        var present = 0;
        var (least, most) = (double.PositiveInfinity, double.NegativeInfinity);
        for (var row = 0; row < values.Length; row++)
        {
            var value = values[row];
            if (!double.IsFinite(value)) continue;
            if (Math.Abs(value) > LargestMagnitude) return FitOutcome.OutOfRange(value, row);
            present++;
            least = Math.Min(least, value);
            most = Math.Max(most, value);
        }

        if (present < MinimumPoints) return FitOutcome.TooFew(present, MinimumPoints);
        if (least == most && !options.AllowConstant) return FitOutcome.Constant(least, present);
        if (least < most && most - least < LeastSpread) return FitOutcome.TooNear(least, most);
        return Learn(new TrainingReadings(times, values, present, options, parameters));
    }

    /// <summary>The model that a state was made from.</summary>
    /// <exception cref="InvalidDataException">The state is another detector's, of another version, or makes no sense; the message says where.</exception>
    public DetectorModel Restore(DetectorState state)
    {
        if (state.Detector != Name) throw new InvalidDataException($"The state is one of the detector '{state.Detector}', not of '{Name}'.");
        if (state.Version != StateVersion) throw new InvalidDataException($"The state of {Name} has version {state.Version}, and this program reads version {StateVersion}.");
        if (!Enum.IsDefined(state.Direction)) throw new InvalidDataException($"The state of {Name} has the direction {(int)state.Direction}, which there is none of.");
        if (!(state.MinDeviation >= 0) || !double.IsFinite(state.MinDeviation)) throw new InvalidDataException($"The state of {Name} has a minimum deviation of {state.MinDeviation}.");
        return FromState(state);
    }

    /// <summary>Learns from readings that were checked: enough of them, and constant only where that is allowed.</summary>
    protected abstract FitOutcome Learn(TrainingReadings training);

    /// <summary>The model of a state of this detector and version, whose numbers are still to be checked.</summary>
    protected abstract DetectorModel FromState(DetectorState state);

    Dictionary<string, double> Checked(IReadOnlyDictionary<string, double> given)
    {
        var all = Parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Default);
        foreach (var (name, value) in given)
        {
            var parameter = Parameters.FirstOrDefault(parameter => parameter.Name == name) ?? throw new ArgumentException($"{Name} has no parameter '{name}'.", nameof(given));
            if (!parameter.Accepts(value)) throw new ArgumentOutOfRangeException(nameof(given), value, $"{Name}'s {name} is {parameter.Least} to {parameter.Most}.");
            all[name] = value;
        }

        return all;
    }
}

/// <summary>Readings that were checked, and what is to be learned from them.</summary>
public readonly ref struct TrainingReadings
{
    readonly FitOptions _options;
    readonly IReadOnlyDictionary<string, double> _parameters;

    internal TrainingReadings(ReadOnlySpan<DateTime> times, ReadOnlySpan<double> values, int present, FitOptions options, IReadOnlyDictionary<string, double> parameters)
    {
        Times = times;
        Values = values;
        (Present, _options, _parameters) = (present, options, parameters);
    }

    /// <summary>UTC, strictly increasing.</summary>
    public ReadOnlySpan<DateTime> Times { get; }

    /// <summary>One a time; NaN and infinities are missing.</summary>
    public ReadOnlySpan<double> Values { get; }

    /// <summary>How many values are not missing.</summary>
    public int Present { get; }

    /// <summary>What makes a deviation an anomaly.</summary>
    public AnomalyRule Rule => new(_options.Direction, _options.MinDeviation);

    /// <summary>Whether readings without spread may be learned from.</summary>
    public bool AllowConstant => _options.AllowConstant;

    /// <summary>The value of a parameter of the detector, in its range.</summary>
    public double Parameter(string name) => _parameters[name];
}
