using Plumbline.Numerics.Decomposition;

namespace Plumbline.Numerics.Forecasting;

/// <summary>The stepwise search of Hyndman and Khandakar.</summary>
sealed class ArimaSearch
{
    const int MostTerms = 5;
    const int MostSeasonalTerms = 2;
    const int MostDifferences = 2;
    const double StrongSeason = 0.64;
    const int Finalists = 3;

    readonly double[] _values;
    readonly Dictionary<ArimaOrder, (double Aicc, double[] Point)> _tried = [];
    readonly int _period, _d, _seasonalD;

    internal ArimaSearch(double[] values, int period)
    {
        (_values, _period) = (values, period);
        if (period > 1 && Stl.Decompose(values, period, new() { SeasonalWindow = 11 }).Strength(0) > StrongSeason) _seasonalD = 1;
        var series = new ArimaOrder(0, 0, 0, 0, _seasonalD, 0, period).Differenced(values);
        while (_d < MostDifferences && series.Length > 10 && UnitRoot.Wanders(series))
        {
            series = ArimaOrder.Difference(series, 1);
            _d++;
        }
    }

    internal ArimaModel Best()
    {
        var constant = _d + _seasonalD < 2;
        var seasonal = _period > 1 ? 1 : 0;
        ArimaOrder Start(int p, int q, int seasonalP, int seasonalQ) => new(p, _d, q, seasonalP * seasonal, _seasonalD, seasonalQ * seasonal, _period, constant);
        var best = Try(Start(2, 2, 1, 1))!;
        foreach (var order in new[] { Start(0, 0, 0, 0), Start(1, 0, 1, 0), Start(0, 1, 0, 1), Start(0, 0, 0, 0) with { Constant = false } }) best = Better(best, order);
        for (ArimaOrder? before = null; before != best;)
        {
            before = best;
            foreach (var order in Neighbours(best)) best = Better(best, order);
        }

        var finals = _tried.Where(tried => double.IsFinite(tried.Value.Aicc)).OrderBy(tried => tried.Value.Aicc).Take(Finalists).Select(Finished).ToList();
        if (finals.Count == 0) return Arima.Fit(_values, Start(0, 0, 0, 0));
        var (_, fit, point) = finals.MinBy(final => final.Aicc);
        return fit.Model(fit.Likeliest(point, 1e-5));
    }

    (double Aicc, ArimaFit Fit, double[] Point) Finished(KeyValuePair<ArimaOrder, (double Aicc, double[] Point)> tried)
    {
        var fit = new ArimaFit(_values, tried.Key);
        var point = fit.Likeliest(tried.Value.Point, 1e-2);
        return (fit.Aicc(point, true), fit, point);
    }

    ArimaOrder Better(ArimaOrder best, ArimaOrder order) => Try(order) is { } tried && _tried[tried].Aicc < _tried[best].Aicc ? tried : best;

    // Null for an order out of bounds.
    ArimaOrder? Try(ArimaOrder order)
    {
        if (order.P is < 0 or > MostTerms || order.Q is < 0 or > MostTerms || order.SeasonalP is < 0 or > MostSeasonalTerms || order.SeasonalQ is < 0 or > MostSeasonalTerms) return null;
        if (_tried.ContainsKey(order)) return order;
        if (_values.Length < 10 + order.Lost + order.Parameters)
        {
            _tried[order] = (double.PositiveInfinity, []);
            return order;
        }

        var fit = new ArimaFit(_values, order);
        var point = fit.LeastSquares();
        _tried[order] = (fit.Aicc(point, false), point);
        return order;
    }

    IEnumerable<ArimaOrder> Neighbours(ArimaOrder order)
    {
        if (_period > 1)
        {
            foreach (var (p, q) in Steps) yield return order with { SeasonalP = order.SeasonalP + p, SeasonalQ = order.SeasonalQ + q };
        }

        foreach (var (p, q) in Steps) yield return order with { P = order.P + p, Q = order.Q + q };
        if (_d + _seasonalD < 2) yield return order with { Constant = !order.Constant };
    }

    static readonly (int P, int Q)[] Steps = [(-1, 0), (0, -1), (1, 0), (0, 1), (-1, -1), (-1, 1), (1, -1), (1, 1)];
}
