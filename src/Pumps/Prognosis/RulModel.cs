using Plumbline.Pumps.Features;

namespace Plumbline.Pumps.Prognosis;

/// <summary>A trained model of remaining useful life. Immutable, safe from many threads.</summary>
public sealed class RulModel
{
    const int MostFactors = 5;

    readonly IRulScore _score;
    readonly RulCalibration _calibration;
    readonly int[] _columns;

    internal RulModel(RulModelCard card, IRulScore score, RulCalibration calibration)
    {
        Card = card;
        _score = score;
        _calibration = calibration;
        _columns = [.. card.Features.Select(FeatureTable.ColumnOf)];
    }

    /// <summary>What it is, what it was trained on, how good it is.</summary>
    public RulModelCard Card { get; }

    /// <summary>Forecasts from the last judged hour.</summary>
    /// <returns>Null where the model has no skill (<see cref="RulModelCard.HasSkill"/>), or fewer than <see cref="PumpPrognosis.NeededHours"/> hours are judged.</returns>
    public RulForecast? Forecast(FeatureTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (!Card.HasSkill || table.Deviations.JudgedHours < PumpPrognosis.NeededHours) return null;
        var last = table.Rows - 1;
        while (!table.Deviations.IsJudged(last)) last--;
        var row = new double[_columns.Length];
        for (var i = 0; i < row.Length; i++) row[i] = table.Values[last, _columns[i]];

        var classifies = Card.Label == RulLabel.Classification;
        var said = Math.Clamp(_score.Of(row), 0, classifies ? 1 : Card.RulCapDays);
        var life = _calibration.At(said);
        var median = life.Quantile(0.5);
        var isAtLeast = median >= Card.RulCapDays;
        var days = isAtLeast ? Card.RulCapDays : classifies ? median : said;
        var (low, high) = life.Interval(Card.Coverage);
        var probability = life.Cdf(RulLabels.SoonDays);
        return new(table.Deviations.HourAt(last), days, Math.Min(low, days), Math.Max(high, days), Card.Coverage, probability, Math.Max(probability, 1 - probability), Factors(row))
        {
            IsAtLeast = isAtLeast,
        };
    }

    /// <summary>How far its answers are from the truth of a history that ended in a failure; with or without skill.</summary>
    /// <returns>Null where the history has no hour that could have been asked for a forecast.</returns>
    public RulMetrics? MetricsOn(RunToFailure run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var rows = TrainingRows.Of([run], new() { Features = Card.Features, CapDays = Card.RulCapDays });
        if (rows.Count == 0) return null;
        var classifies = Card.Label == RulLabel.Classification;
        var said = Array.ConvertAll(_score.Of(rows.Features), answer => Math.Clamp(answer, 0, classifies ? 1 : Card.RulCapDays));
        return RulMetrics.Of(classifies ? Array.ConvertAll(rows.Days, RulLabels.FailsSoon) : rows.Days, said);
    }

    List<RulFactor> Factors(double[] row)
    {
        var moved = new double[row.Length];
        _score.Contributions(row, moved);
        var factors = new List<RulFactor>(MostFactors);
        while (factors.Count < MostFactors)
        {
            // The first of equals.
            var largest = 0;
            for (var i = 1; i < moved.Length; i++)
                if (Math.Abs(moved[i]) > Math.Abs(moved[largest])) largest = i;
            if (moved[largest] == 0) break;
            factors.Add(new(Card.Features[largest], row[largest], moved[largest]));
            moved[largest] = 0;
        }
        return factors;
    }

    /// <summary>Writes the model as data; the format stands in <c>docs/rul.md</c>.</summary>
    public void Write(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var body = new MemoryStream();
        _calibration.Write(body);
        _score.Write(body);
        SealedStream.Write(stream, RulCardJson.Write(Card), body.GetBuffer().AsSpan(0, (int)body.Length));
    }

    /// <summary>Reads what <see cref="Write"/> wrote: forecasts are the same to the last bit.</summary>
    /// <exception cref="InvalidDataException">Not a model file, damaged, of a later version, or trained on features that this program does not compute. One sentence says which.</exception>
    public static RulModel Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var (description, body, end) = SealedStream.Open(stream);
        var card = RulCardJson.Read(description);
        var calibration = RulCalibration.Read(body, card.Label, card.RulCapDays);
        var score = RulModelKinds.Read(card.Kind, body);
        if (score.Features != card.Features.Count) throw new InvalidDataException($"The model is of {score.Features} features, its description of {card.Features.Count}.");
        if (body.Position != end) throw new InvalidDataException("The model file is damaged: the model does not end where its body does.");
        return new(card, score, calibration);
    }
}
