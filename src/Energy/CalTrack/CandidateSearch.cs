using Plumbline.Numerics;

namespace Plumbline.Energy.CalTrack;

/// <summary>Fits the candidates of CalTRACK 2.0, 3.2 to 3.4: each form with each balance point.</summary>
sealed class CandidateSearch
{
    readonly double[] _perDay;
    readonly double[] _roots; // of the weights
    readonly double[] _weights;
    readonly CalTrackOptions _options;
    readonly Dictionary<int, double[]> _heating;
    readonly Dictionary<int, double[]> _cooling;
    CalTrackModel? _best;

    public CandidateSearch(IReadOnlyList<(MeterPeriod Period, PeriodWeather Weather)> rows, CalTrackOptions options)
    {
        _options = options;
        _perDay = [.. rows.Select(row => row.Period.EnergyKwh / row.Period.Days)];
        _weights = [.. rows.Select(row => options.IsBilling ? row.Weather.DailyMeansF.Length : 1.0)];
        _roots = [.. _weights.Select(Math.Sqrt)];
        _heating = Columns(balance => [.. rows.Select(row => row.Weather.HeatingPerDay(balance))]);
        _cooling = options.WithCooling ? Columns(balance => [.. rows.Select(row => row.Weather.CoolingPerDay(balance))]) : [];
    }

    public int Tried { get; private set; }

    /// <summary>Of candidates that are equally good, the first: the simpler one, with the lower balance point.</summary>
    public CalTrackModel? Best()
    {
        Try(null, null);
        foreach (var heating in _heating.Keys) Try(heating, null);
        foreach (var cooling in _cooling.Keys) Try(null, cooling);
        foreach (var cooling in _cooling.Keys)
            foreach (var heating in _heating.Keys)
                if (heating <= cooling) Try(heating, cooling);
        return _best;
    }

    Dictionary<int, double[]> Columns(Func<int, double[]> degreesPerDay)
    {
        var columns = new Dictionary<int, double[]>();
        for (var balance = _options.LowestBalanceF; balance <= _options.HighestBalanceF; balance++)
        {
            var column = degreesPerDay(balance);
            var total = column.Select((degrees, row) => degrees * _weights[row]).Sum();
            var isActive = _options.IsBilling || column.Count(degrees => degrees > 0) >= _options.FewestActiveDays;
            if (total >= _options.SmallestTotal && isActive) columns.Add(balance, column);
        }

        return columns;
    }

    void Try(int? heating, int? cooling)
    {
        Tried++;
        List<double[]> columns = [];
        if (heating is { } h) columns.Add(_heating[h]);
        if (cooling is { } c) columns.Add(_cooling[c]);
        // A line through the origin of rows scaled by the roots of their weights, its first column the intercept.
        var x = new ColumnMatrix(_perDay.Length, columns.Count + 1);
        var y = new double[_perDay.Length];
        for (var row = 0; row < y.Length; row++)
        {
            y[row] = _perDay[row] * _roots[row];
            x[row, 0] = _roots[row];
            for (var i = 0; i < columns.Count; i++) x[row, i + 1] = columns[i][row] * _roots[row];
        }

        var line = LinearRegression.Fit(x, y, new() { HasIntercept = false })!;
        var adjusted = columns.Count == 0 ? 0 : AdjustedR2(line);
        var coefficients = line.Model.Coefficients;
        if (coefficients.Any(coefficient => coefficient < 0) || !(adjusted > (_best?.AdjustedR2 ?? double.NegativeInfinity))) return;
        _best = new()
        {
            Form = (heating, cooling) switch
            {
                (null, null) => CalTrackForm.InterceptOnly,
                (not null, null) => CalTrackForm.HddOnly,
                (null, not null) => CalTrackForm.CddOnly,
                _ => CalTrackForm.CddHdd,
            },
            Intercept = coefficients[0],
            BetaHdd = heating is null ? 0 : coefficients[1],
            BetaCdd = cooling is null ? 0 : coefficients[^1],
            HeatingBalanceF = heating,
            CoolingBalanceF = cooling,
            AdjustedR2 = adjusted,
        };
    }

    double AdjustedR2(LinearRegression line)
    {
        var weight = _weights.Sum();
        var mean = _perDay.Select((perDay, row) => perDay * _weights[row]).Sum() / weight;
        var all = _perDay.Select((perDay, row) => _weights[row] * (perDay - mean) * (perDay - mean)).Sum();
        return 1 - (line.ResidualStd * line.ResidualStd / (all / (line.Rows - 1)));
    }
}
