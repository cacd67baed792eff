using System.Text.Json;
using Plumbline.Detectors;

namespace Plumbline.Central.FitPredict;

/// <summary>Many readings, judged one after another.</summary>
sealed class ScoredBatch
{
    readonly double[] _expected = [];
    readonly double[] _lower = [];
    readonly double[] _upper = [];

    public ScoredBatch(DetectorModel model, SeriesBody body)
        : this(model, Seconds.ToTimes(body.TimesS.Items), body.Values.Items, body.WithBounds)
    {
    }

    public ScoredBatch(DetectorModel model, DateTime[] times, ReadOnlySpan<double> values, bool withBounds)
    {
        Times = times;
        Scores = new double[times.Length];
        if (withBounds) (_expected, _lower, _upper) = (new double[Rows], new double[Rows], new double[Rows]);
        model.Score(times, values, new AssessmentColumns(Scores) { Expected = _expected, Lower = _lower, Upper = _upper });
        for (var row = 0; row < Rows; row++)
            if (Scores[row] > 1) Anomalies.Add(row);
    }

    public int Rows => Times.Length;

    public DateTime[] Times { get; }

    public double[] Scores { get; }

    public double[] Lower => _lower;

    public double[] Upper => _upper;

    public List<int> Anomalies { get; } = [];

    public Task WriteAsync(HttpContext context, string seriesId, long version) => JsonAnswer.StreamAsync(context, async json =>
    {
        json.WriteStartObject();
        json.WriteString("series_id", seriesId);
        json.WriteString("model_version", $"v{version}");
        json.WriteNumber("points", Rows);
        json.WriteStartArray("anomalies");
        foreach (var row in Anomalies) json.WriteNumberValue(row);
        json.WriteEndArray();
        await WriteAsync(context, json, "scores", Scores);
        if (_expected.Length > 0)
        {
            await WriteAsync(context, json, "expected", _expected);
            await WriteAsync(context, json, "lower", _lower);
            await WriteAsync(context, json, "upper", _upper);
        }
        json.WriteEndObject();
    });

    static async Task WriteAsync(HttpContext context, Utf8JsonWriter json, string name, double[] column)
    {
        const int RowsAtOnce = 2048;
        json.WriteStartArray(name);
        for (var row = 0; row < column.Length; row++)
        {
            json.WriteFinite(column[row]);
            if (row % RowsAtOnce == 0) await JsonAnswer.SendIfMuchAsync(context, json);
        }
        json.WriteEndArray();
    }
}
