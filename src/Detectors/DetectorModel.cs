namespace Plumbline.Detectors;

/// <summary>What a detector has learned. Immutable; safe from many threads.</summary>
public abstract class DetectorModel
{
    private protected DetectorModel(string detector, AnomalyRule rule) => (Detector, Rule) = (detector, rule);

    /// <summary>The name of the detector that learned it.</summary>
    public string Detector { get; }

    /// <summary>What makes a deviation an anomaly.</summary>
    public AnomalyRule Rule { get; }

    /// <summary>Judges one reading by itself, as if it were the next one after those that were learned from.</summary>
    /// <param name="time">UTC.</param>
    /// <param name="value">In the unit of the readings that were learned from. NaN and infinities are missing: the score is NaN, the bounds are given.</param>
    /// <remarks>Allocates nothing.</remarks>
    public abstract Assessment Score(DateTime time, double value);

    /// <summary>Judges readings that follow one another, the first as the next one after those that were learned from: what <see cref="Start"/> would say of each, to the last bit.</summary>
    /// <param name="times">UTC, increasing.</param>
    /// <param name="values">One a time; NaN and infinities are missing.</param>
    /// <param name="into">Where the answers are written.</param>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public abstract void Score(ReadOnlySpan<DateTime> times, ReadOnlySpan<double> values, AssessmentColumns into);

    /// <summary>Begins to judge readings as they come in.</summary>
    public virtual DetectorRun Start() => new SteadyRun(this);

    /// <summary>The same model before its first reading: for judging the readings that it has learned from. Itself, where no reading changes it.</summary>
    public virtual DetectorModel Untouched => this;

    /// <summary>All of it as plain numbers, from which the detector restores it.</summary>
    public abstract DetectorState ToState();

    /// <summary>For a model that no reading changes.</summary>
    sealed class SteadyRun(DetectorModel model) : DetectorRun
    {
        public override DetectorModel Model => model;

        public override Assessment Next(DateTime time, double value) => model.Score(time, value);
    }
}

/// <summary>A model at work on readings that follow one another. For one thread at a time.</summary>
public abstract class DetectorRun
{
    private protected DetectorRun()
    {
    }

    /// <summary>The model as the readings so far have left it: judging goes on from there, in this process or another.</summary>
    public abstract DetectorModel Model { get; }

    /// <summary>Judges the next reading.</summary>
    /// <param name="time">UTC, after the one before.</param>
    /// <param name="value">NaN and infinities are missing: the score is NaN, and nothing changes.</param>
    public abstract Assessment Next(DateTime time, double value);
}
