using Plumbline.Plant;
using Plumbline.Pumps;
using Plumbline.Reports.Documents;
using Plumbline.Reports.Drawing;

namespace Plumbline.Reports.PumpCharts;

/// <summary>One parameter against its baseline: the readings, the tolerance, where it was exceeded, the status.</summary>
sealed class ParameterPanel(ChartTraces traces, PumpParameter parameter)
{
    static readonly Stroke BaselineStroke = new(Palette.Ink, 1.25, Dash.Dashed);
    static readonly Colour LimitColour = new(0xA8121D, 0xFF8A8D);
    static readonly Stroke LimitStroke = new(LimitColour, 1.25, Dash.DashDot);
    static readonly Fill ToleranceFill = new(new(0x2C9A5A, 0x3FAF6E), 0.10);

    /// <summary>Where a parameter was out of tolerance.</summary>
    public static readonly Fill ExceedanceFill = new(new(0xBE1A2B, 0xE5484D), 0.13, Hatch.Rising, new Colour(0xE9B5BA, 0x6B2D33));

    readonly ParameterAssessment _found = traces.Analysis[parameter];

    /// <summary>The panel of the parameter's own chart: with what happened first.</summary>
    public Panel Large() => Make("", isLarge: true);

    /// <summary>The panel of the dashboard.</summary>
    public Panel Small() => Make($"{ParameterInk.Name(parameter)}, {_found.Unit}", isLarge: false);

    /// <summary>Why there is nothing to draw, in plain words; null where there is something.</summary>
    public static string? WhyNothing(PumpAnalysis analysis, PumpParameter parameter)
    {
        if (analysis.Rows.Count == 0) return "There are no readings.";
        if (analysis[parameter].JudgedRows > 0) return null;
        return analysis[parameter].UnjudgedReason is { Length: > 0 } reason ? Wording.Sentence(reason) : $"{ParameterInk.Name(parameter)} cannot be judged.";
    }

    Panel Make(string title, bool isLarge) => new()
    {
        Title = title,
        Message = WhyNothing(traces.Analysis, parameter),
        Y = new ValueAxis(ParameterInk.Name(parameter), _found.Unit),
        Marks = [.. Background(), .. Readings(), .. Levels(), .. isLarge ? Firsts() : [], .. PumpMarks.FailureDate(traces.Analysis), PumpMarks.StatusStrip(traces)],
    };

    IEnumerable<Mark> Background()
    {
        var (low, high) = (ValueAt(_found.Limits.MinPct), ValueAt(_found.Limits.MaxPct));
        if (low is not null || high is not null) yield return new BandMark(low, high, ToleranceFill) { Name = "Within tolerance" };
        foreach (var span in Exceedances(traces, parameter, ValueAt)) yield return span;
    }

    /// <summary>Shades what lies beyond a limit while it was exceeded.</summary>
    /// <param name="traces">The pump's series.</param>
    /// <param name="parameter">Which.</param>
    /// <param name="place">Turns a deviation, percent, into a y coordinate.</param>
    public static IEnumerable<SpanMark> Exceedances(ChartTraces traces, PumpParameter parameter, Func<double?, double?> place)
    {
        var limits = traces.Analysis.Grade[parameter];
        if (traces.Exceedances(parameter, null, limits.MaxPct) is { Count: > 0 } above) yield return new SpanMark(above, ExceedanceFill) { Name = "Exceedance", Low = place(limits.MaxPct) };
        if (traces.Exceedances(parameter, limits.MinPct, null) is { Count: > 0 } below) yield return new SpanMark(below, ExceedanceFill) { Name = "Exceedance", High = place(limits.MinPct) };
    }

    IEnumerable<Mark> Readings()
    {
        var colour = ParameterInk.Colour(parameter);
        yield return new LineMark
        {
            Name = traces.HasMedians ? "Readings" : ParameterInk.Name(parameter),
            X = traces.X,
            Y = traces.Values(parameter),
            Unit = _found.Unit,
            Stroke = traces.HasMedians ? new(colour, 1, Opacity: 0.4) : new(colour),
            LongestStep = traces.LongestStepS,
        };
        if (traces.HasMedians)
            yield return new LineMark { Name = "Median of each day", X = traces.DayX, Y = traces.Medians(parameter), Unit = _found.Unit, Stroke = new(colour, 2.25), LongestStep = 3 * 86_400 };
    }

    IEnumerable<Mark> Levels()
    {
        yield return new LevelMark(_found.BaselineValue, "Baseline\n" + PumpMarks.Quantity(_found.BaselineValue, _found.Unit), BaselineStroke) { Name = "Baseline" };
        foreach (var pct in (double?[])[_found.Limits.MaxPct, _found.Limits.MinPct])
            if (pct is { } limit && limit != 0)
                yield return new LevelMark(ValueAt(limit)!.Value, $"Limit {PumpMarks.Percent(limit)}\n{PumpMarks.Quantity(ValueAt(limit)!.Value, _found.Unit)}", LimitStroke) { Name = "Limit" };
    }

    IEnumerable<Mark> Firsts()
    {
        if (_found.FirstExceedance is { } first)
            yield return new PointMark(Instants.ToX(first.Time), first.Value, $"First exceedance: {PumpMarks.Percent(first.DeviationPct)}\n{PumpMarks.Instant(first.Time)}", MarkerShape.Triangle, LimitColour);
        if (_found.Sustained.Found is { } lasting && lasting.Time != _found.FirstExceedance?.Time)
            yield return new PointMark(Instants.ToX(lasting.Time), lasting.Value, $"Sustained from here: {PumpMarks.Percent(lasting.DeviationPct)}\n{PumpMarks.Instant(lasting.Time)}", MarkerShape.Diamond, LimitColour);
        if (_found.Worst is { Severity: > 0 } worst && worst.Time != _found.FirstExceedance?.Time)
            yield return new PointMark(Instants.ToX(worst.Time), worst.Value, $"Worst: {PumpMarks.Percent(worst.DeviationPct)}\n{PumpMarks.Instant(worst.Time)}", MarkerShape.Square, LimitColour);
    }

    double? ValueAt(double? pct) => pct is { } p ? _found.BaselineValue * (1 + (p / 100)) : null;
}
