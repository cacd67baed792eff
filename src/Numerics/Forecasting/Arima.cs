namespace Plumbline.Numerics.Forecasting;

/// <summary>Seasonal ARIMA models of a given order: conditional sum of squares first, exact maximum likelihood from there.</summary>
/// <remarks>Box and Jenkins 1970. The likelihood is that of the differenced series. Values must be finite: fill gaps before.</remarks>
public static class Arima
{
    /// <summary>Fits the coefficients.</summary>
    /// <param name="values">Finite; ten more than the order has coefficients and differences take.</param>
    /// <param name="order">Terms 0 or more, period 1 or more.</param>
    /// <exception cref="ArgumentException">Too few values, one that is not finite, or an order that is not one.</exception>
    public static ArimaModel Fit(ReadOnlySpan<double> values, ArimaOrder order)
    {
        Demand(values, order);
        var search = new ArimaFit([.. values], order);
        return search.Model(search.Likeliest(search.LeastSquares()));
    }

    /// <summary>Chooses the order: differences by tests, the rest by the smallest AICc in steps from four simple models.</summary>
    /// <param name="values">Finite, 12 or more.</param>
    /// <param name="period">Of the season; 1 for none. One of which there are not three cycles counts as none.</param>
    /// <remarks>
    /// Hyndman and Khandakar, "Automatic time series forecasting: the forecast package for R", 2008. A seasonal difference where the season is stronger than 0.64, then
    /// differences until KPSS's test finds a level. The steps are taken on conditional sums of squares; the three best are then fitted by exact likelihood.
    /// </remarks>
    /// <exception cref="ArgumentException">Too few values, or one that is not finite.</exception>
    public static ArimaModel Choose(ReadOnlySpan<double> values, int period = 1)
    {
        Demand(values, new(0, 0, 0));
        if (values.IndexOfAnyExcept(values[0]) < 0) return Fit(values, new(0, 0, 0, Constant: true));
        return new ArimaSearch([.. values], values.Length >= 3 * period ? period : 1).Best();
    }

    /// <summary>The logarithm of the likelihood of a stationary series about 0 at given coefficients and the best variance.</summary>
    /// <param name="values">Finite.</param>
    /// <param name="phi">xₜ = Σ φᵢ xₜ₋ᵢ + ...</param>
    /// <param name="theta">... + εₜ + Σ θⱼ εₜ₋ⱼ.</param>
    /// <returns>−∞ where the coefficients are not stationary.</returns>
    public static double LogLikelihood(ReadOnlySpan<double> values, double[] phi, double[] theta)
    {
        FiniteValues.Demand(values);
        return -new ArmaFilter(phi, theta).Run(values, hasMean: false) / 2;
    }

    static void Demand(ReadOnlySpan<double> values, ArimaOrder order)
    {
        if (order.P < 0 || order.D < 0 || order.Q < 0 || order.SeasonalP < 0 || order.SeasonalD < 0 || order.SeasonalQ < 0 || order.Period < 1)
            throw new ArgumentException($"{order} is no order.", nameof(order));
        var fewest = 10 + order.Lost + order.Parameters;
        if (values.Length < fewest) throw new ArgumentException($"{values.Length} values; {order} is fitted to {fewest} or more.", nameof(values));
        FiniteValues.Demand(values);
    }
}
