using Plumbline.Numerics;
using Plumbline.Plant;

namespace Plumbline.Energy.Baselines;

/// <summary>A driver of a baseline, and what the fit says of it.</summary>
public sealed record BaselineTerm
{
    /// <summary>What it is.</summary>
    public required Driver Driver { get; init; }

    /// <summary>kWh an hour for each unit of the driver.</summary>
    public required double Coefficient { get; init; }

    /// <summary>Of the coefficient, if residuals were independent.</summary>
    public required double StandardError { get; init; }

    /// <summary>Of the coefficient, allowing for correlated residuals of uneven spread (Newey and West).</summary>
    public required double RobustError { get; init; }

    /// <summary>Coefficient over robust error.</summary>
    public required double T { get; init; }

    /// <summary>Two-sided p-value of <see cref="T"/>.</summary>
    public required double P { get; init; }

    /// <summary>Variance inflation by the other drivers.</summary>
    public required double Vif { get; init; }

    /// <summary>Smallest value in training.</summary>
    public required double Low { get; init; }

    /// <summary>Largest value in training.</summary>
    public required double High { get; init; }

    /// <summary>Whether a value is outside what the baseline was trained on.</summary>
    public bool IsOutside(double value) => value < Low || value > High;
}

/// <summary>A test that an auditor asks for, and its outcome.</summary>
/// <param name="Name">Which, with its source.</param>
/// <param name="Value">What was found.</param>
/// <param name="Limit">What it is held against.</param>
/// <param name="Passed">Whether it is on the right side.</param>
public sealed record ValidityTest(string Name, double Value, double Limit, bool Passed);

/// <summary>
/// The energy baseline (EnB) of a machine: what it should use in an hour, given what it had to do. Immutable and plain data: it can be stored as it is, and names the
/// hours that it was trained on.
/// </summary>
public sealed record EnergyBaseline
{
    /// <summary>Share of predictions inside their interval, and of savings inside theirs, if the baseline is right.</summary>
    public const double Confidence = 0.90;

    /// <summary>What was trained on: from the first hour to the end of the last, UTC.</summary>
    public required Period TrainingPeriod { get; init; }

    /// <summary>IANA zone by which hours of the week are counted.</summary>
    public required string TimeZone { get; init; }

    /// <summary>The drivers, in the order of the columns of <see cref="Line"/>.</summary>
    public required IReadOnlyList<BaselineTerm> Terms { get; init; }

    /// <summary>Whether the line has a height of its own for each hour of the week.</summary>
    public required bool HasHourOfWeek { get; init; }

    /// <summary>p-value of the hours of the week together; NaN where they are not used.</summary>
    public required double HourOfWeekP { get; init; }

    /// <summary>The fitted line, kWh.</summary>
    public required GroupedLine Line { get; init; }

    /// <summary>Hours that were fitted.</summary>
    public required int Samples { get; init; }

    /// <summary>Hours beyond the number of parameters.</summary>
    public required int DegreesOfFreedom { get; init; }

    /// <summary>Standard deviation of the residuals, kWh.</summary>
    public required double ResidualStdKwh { get; init; }

    /// <summary>How residuals depend on those before them.</summary>
    public required AutoregressiveNoise Noise { get; init; }

    /// <summary>About 2 where residuals are independent; hourly residuals rarely are.</summary>
    public required double DurbinWatson { get; init; }

    /// <summary>The largest of Cook's distances: how far one single hour moves the baseline.</summary>
    public required double LargestCooksDistance { get; init; }

    /// <summary>The hour of <see cref="LargestCooksDistance"/>, UTC.</summary>
    public required DateTime MostInfluentialHour { get; init; }

    /// <summary>p-value of the whole line (F test).</summary>
    public required double FTestP { get; init; }

    /// <summary>On the hours that it was fitted to.</summary>
    public required FitMetrics InSample { get; init; }

    /// <summary>On hours left out of the fit, block by block.</summary>
    public required FitMetrics OutOfSample { get; init; }

    /// <summary>ASHRAE Guideline 14 and SEP.</summary>
    public required IReadOnlyList<ValidityTest> Tests { get; init; }

    /// <summary>Whether R² reaches the threshold.</summary>
    public required bool MeetsQualityThreshold { get; init; }

    /// <summary>What a person should know before relying on it; sentences.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Height of the line where all drivers are 0, kWh; with hours of the week their mean over the hours trained on.</summary>
    public double Intercept
    {
        get
        {
            var sum = 0.0;
            for (var group = 0; group < Line.Counts.Length; group++)
                if (Line.Counts[group] > 0) sum += Line.Effects[group] * Line.Counts[group];
            return sum / Samples;
        }
    }

    /// <summary>Parameters fitted.</summary>
    public int Parameters => Samples - DegreesOfFreedom;

    /// <summary>The drivers alone.</summary>
    public IReadOnlyList<Driver> Drivers => [.. Terms.Select(term => term.Driver)];

    /// <summary>What each hour should have used, kWh; NaN where a driver is missing, or the hour of the week was never trained.</summary>
    public double[] Predict(EnergyHours hours)
    {
        ArgumentNullException.ThrowIfNull(hours);
        var columns = hours.Columns(Drivers);
        var groups = Groups(hours);
        var (predicted, at) = (new double[hours.Count], new double[Terms.Count]);
        for (var hour = 0; hour < predicted.Length; hour++)
        {
            columns.CopyRow(hour, at);
            predicted[hour] = Line.Predict(at, groups[hour]);
        }

        return predicted;
    }

    internal int[] Groups(EnergyHours hours) => HasHourOfWeek ? hours.HoursOfWeek() : new int[hours.Count];
}
