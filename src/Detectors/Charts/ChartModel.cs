using System.Runtime.InteropServices;

namespace Plumbline.Detectors.Charts;

/// <summary>A control chart: a statistic that gathers what small deviations have in common, and its limits. A value: each reading gives the next.</summary>
interface IChart<TSelf>
    where TSelf : struct, IChart<TSelf>
{
    /// <summary>The chart after a reading, held at its limits, so that an alarm ends with the readings that cause it and not long afterwards.</summary>
    /// <param name="deviation">Of the reading from the mean that was learned; finite.</param>
    TSelf After(double deviation);

    /// <summary>The chart before its first reading.</summary>
    TSelf Untouched { get; }

    /// <summary>What the chart would say of a reading.</summary>
    ChartReading Read(double deviation);

    /// <summary>How far above and below the mean the next reading may lie.</summary>
    (double Above, double Below) Room { get; }

    IEnumerable<(string Name, double Number)> Numbers { get; }
}

/// <summary>The statistic of each side over its limit: above 1 is a signal.</summary>
[StructLayout(LayoutKind.Auto)]
readonly record struct ChartReading(double Up, double Down)
{
    /// <summary>0 where there is nothing to signal, +∞ where a limit of 0 is passed.</summary>
    public static double Over(double statistic, double limit) => statistic <= 0 ? 0 : statistic / limit;
}

/// <summary>A model that judges a reading by those before it.</summary>
sealed class ChartModel<TChart> : DetectorModel
    where TChart : struct, IChart<TChart>
{
    readonly int _version;
    readonly double _mean;
    readonly TChart _chart;

    public ChartModel(DetectorState state, double mean, TChart chart)
        : this(state.Detector, state.Version, state.Rule, mean, chart)
    {
    }

    ChartModel(string detector, int version, AnomalyRule rule, double mean, TChart chart)
        : base(detector, rule) => (_version, _mean, _chart) = (version, mean, chart);

    public override Assessment Score(DateTime time, double value) => Judge(_chart, value);

    public override void Score(ReadOnlySpan<DateTime> times, ReadOnlySpan<double> values, AssessmentColumns into)
    {
        into.MustFit(times.Length, values.Length);
        var chart = _chart;
        for (var i = 0; i < values.Length; i++)
        {
            into.Set(i, Judge(chart, values[i]));
            chart = Next(chart, values[i]);
        }
    }

    public override DetectorModel Untouched => With(_chart.Untouched);

    public override DetectorRun Start() => new Run(this);

    public override DetectorState ToState() => DetectorState.Of(Detector, _version, Rule, [("mean", _mean), .. _chart.Numbers]);

    ChartModel<TChart> With(TChart chart) => new(Detector, _version, Rule, _mean, chart);

    Assessment Judge(in TChart chart, double value)
    {
        var deviation = value - _mean;
        var (above, below) = chart.Room;
        above = Rule.Allows(Direction.Up) ? Math.Max(above, Rule.MinDeviation) : double.PositiveInfinity;
        below = Rule.Allows(Direction.Down) ? Math.Max(below, Rule.MinDeviation) : double.PositiveInfinity;
        return new(double.IsFinite(deviation) ? ScoreOf(chart, deviation) : double.NaN, _mean, _mean - below, _mean + above);
    }

    double ScoreOf(in TChart chart, double deviation)
    {
        var reading = chart.Read(deviation);
        var up = Rule.Allows(Direction.Up) ? Held(reading.Up, deviation) : 0;
        var down = Rule.Allows(Direction.Down) ? Held(reading.Down, -deviation) : 0;
        return Math.Max(up, down);
    }

    // No reading is further out than it lies beyond the minimum deviation itself.
    double Held(double score, double deviation) => Rule.MinDeviation == 0 ? score : Math.Min(score, Math.Max(0, deviation) / Rule.MinDeviation);

    TChart Next(in TChart chart, double value)
    {
        var deviation = value - _mean;
        return double.IsFinite(deviation) ? chart.After(deviation) : chart;
    }

    sealed class Run(ChartModel<TChart> model) : DetectorRun
    {
        TChart _chart = model._chart;

        public override DetectorModel Model => model.With(_chart);

        public override Assessment Next(DateTime time, double value)
        {
            var assessment = model.Judge(_chart, value);
            _chart = model.Next(_chart, value);
            return assessment;
        }
    }
}
