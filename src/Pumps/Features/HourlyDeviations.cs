using Plumbline.Plant;
using Plumbline.Pumps.Condition;
using Plumbline.Series;

namespace Plumbline.Pumps.Features;

/// <summary>The four deviations of a pump, one value each clock hour. Immutable; safe from many threads.</summary>
public sealed class HourlyDeviations
{
    readonly double[][] _deviationsPct;

    /// <summary>Takes the arrays over: the caller changes them no more.</summary>
    /// <param name="start">The first hour, UTC.</param>
    /// <param name="deviationsPct">Flow, head, power, efficiency: percent of baseline, NaN where not judged. Equally long.</param>
    /// <param name="earlier">What is known of the hours before <paramref name="start"/>; null where there are none.</param>
    /// <exception cref="ArgumentException">There are not four parameters, or they differ in length.</exception>
    public HourlyDeviations(DateTime start, double[][] deviationsPct, EarlierHours? earlier = null)
    {
        ArgumentNullException.ThrowIfNull(deviationsPct);
        if (deviationsPct.Length != 4) throw new ArgumentException($"Four parameters are needed, not {deviationsPct.Length}.", nameof(deviationsPct));
        foreach (var d in deviationsPct)
            if (d.Length != deviationsPct[0].Length) throw new ArgumentException($"Deviations of {d.Length} and of {deviationsPct[0].Length} hours do not belong together.", nameof(deviationsPct));
        Start = start;
        _deviationsPct = deviationsPct;
        Earlier = earlier ?? EarlierHours.None;
        JudgedHours = Earlier.Judged + CountJudged();
    }

    /// <summary>The first hour, UTC.</summary>
    public DateTime Start { get; }

    /// <summary>Hours, those without any judged reading included.</summary>
    public int Count => _deviationsPct[0].Length;

    /// <summary>What is known of the hours before the first.</summary>
    public EarlierHours Earlier { get; }

    /// <summary>Hours in which at least one deviation is known, those before the first included.</summary>
    public int JudgedHours { get; }

    /// <summary>Percent of baseline, the mean of each hour's judged readings; NaN for an hour without one.</summary>
    public ReadOnlySpan<double> this[PumpParameter parameter] => _deviationsPct[(int)parameter];

    /// <summary>Puts a judged log on the grid of clock hours.</summary>
    public static HourlyDeviations Of(JudgedLog log)
    {
        ArgumentNullException.ThrowIfNull(log);
        var grid = new HourlyGrid(log.Times);
        return new(grid.Count == 0 ? default : grid.Hours[0],
        [
            grid.Mean(log.DeviationPct(PumpParameter.Flow)), grid.Mean(log.DeviationPct(PumpParameter.Head)),
            grid.Mean(log.DeviationPct(PumpParameter.Power)), grid.Mean(log.DeviationPct(PumpParameter.Efficiency)),
        ]);
    }

    /// <summary>When an hour starts, UTC.</summary>
    public DateTime HourAt(int row) => Start.AddTicks(row * TimeSpan.TicksPerHour);

    /// <summary>Whether any deviation is known in an hour.</summary>
    public bool IsJudged(int row)
    {
        foreach (var d in _deviationsPct) if (!double.IsNaN(d[row])) return true;
        return false;
    }

    int CountJudged()
    {
        var judged = 0;
        for (var row = 0; row < Count; row++) if (IsJudged(row)) judged++;
        return judged;
    }
}

/// <summary>What is kept of hours whose deviations are not: enough to go on counting and summing.</summary>
/// <param name="Hours">How many, those without any judged reading included.</param>
/// <param name="Judged">Those in which at least one deviation is known.</param>
/// <param name="Sums">Of the hourly deviations, percent of baseline, summed in the order of time.</param>
public sealed record EarlierHours(int Hours, int Judged, ParameterValues Sums)
{
    /// <summary>There are none.</summary>
    public static EarlierHours None { get; } = new(0, 0, new(0, 0, 0, 0));
}
