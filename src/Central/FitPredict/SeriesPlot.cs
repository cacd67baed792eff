using Plumbline.Detectors;
using Plumbline.Numerics;
using Plumbline.Reports.Drawing;

namespace Plumbline.Central.FitPredict;

/// <summary>A version of a model over the points it was trained on.</summary>
sealed class SeriesPlot
{
    SeriesPlot(string seriesId, StoredModel stored, TrainingPoints training)
    {
        (SeriesId, Version, Training) = (seriesId, stored.Version, training);
        State = DetectorState.FromJson(stored.State);
        Scored = new ScoredBatch(DetectorCatalogue.Restore(State).Untouched, Seconds.ToTimes(training.TimesS), training.Values, withBounds: true);
    }

    public string SeriesId { get; }

    public long Version { get; }

    public TrainingPoints Training { get; }

    public DetectorState State { get; }

    /// <summary>The training points as the model judges them, from the first.</summary>
    public ScoredBatch Scored { get; }

    /// <returns>Null where there is no such model.</returns>
    public static async Task<SeriesPlot?> FindAsync(ISeriesModelStore store, string seriesId, long? version, CancellationToken cancel)
    {
        if (await store.FindAsync(seriesId, version, cancel) is not { } stored) return null;
        // Between the two reads the version may have been deleted.
        return await store.TrainingAsync(seriesId, stored.Version, cancel) is { } training ? new SeriesPlot(seriesId, stored, training) : null;
    }

    /// <summary>Mean and standard deviation of the points, and the model's own numbers.</summary>
    public IEnumerable<(string Name, double Number)> Numbers()
    {
        var moments = Moments.Of(Training.Values);
        if (!State.Numbers.ContainsKey("mean")) yield return ("mean", moments.Mean);
        if (!State.Numbers.ContainsKey("std")) yield return ("std", moments.PopulationStd);
        foreach (var (name, numbers) in State.Numbers)
            if (numbers is [var number]) yield return (name, number);
    }

    public Chart ToChart(double width)
    {
        var x = Array.ConvertAll(Training.TimesS, time => (double)time);
        var count = Scored.Anomalies.Count;
        return new Chart
        {
            Name = "series",
            Title = $"{SeriesId}, v{Version}",
            Subtitle = $"{State.Detector}, trained on {x.Length} points; {count} of them {(count == 1 ? "is" : "are")} outside its bounds.",
            Text = $"The {x.Length} training points of the series {SeriesId} with the bounds of model v{Version}; {count} anomalies.",
            Width = width,
            Height = 380,
            Panels = [new Panel { Y = new ValueAxis("Value", ""), Marks = [.. Bounds(x), Values(x), Anomalies(x)] }],
        };
    }

    IEnumerable<Mark> Bounds(double[] x)
    {
        var stroke = new Stroke(Palette.Green, 1.25, Dash.Dashed);
        if (Array.Exists(Scored.Lower, double.IsFinite)) yield return new LineMark { Name = "Bounds", X = x, Y = Scored.Lower, Stroke = stroke };
        if (Array.Exists(Scored.Upper, double.IsFinite)) yield return new LineMark { Name = "Bounds", X = x, Y = Scored.Upper, Stroke = stroke };
    }

    LineMark Values(double[] x) => new() { Name = "Value", X = x, Y = Training.Values, Stroke = new(Palette.Blue) };

    LineMark Anomalies(double[] x)
    {
        var flagged = new double[x.Length];
        Array.Fill(flagged, double.NaN);
        foreach (var row in Scored.Anomalies) flagged[row] = Training.Values[row];
        return new() { Name = "Anomaly", X = x, Y = flagged, Stroke = new(Palette.Vermilion, 6), Course = Course.Points };
    }
}
