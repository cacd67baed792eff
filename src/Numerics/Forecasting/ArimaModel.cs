namespace Plumbline.Numerics.Forecasting;

/// <summary>Where a fitted ARIMA model stands after the last value.</summary>
/// <param name="State">Of the differenced series less its mean; the first element is what it expects next.</param>
/// <param name="MeanError">Standard error of the mean, in deviations of the error.</param>
/// <param name="Tail">The last values of the series, as many as differencing takes.</param>
public sealed record ArimaState(double[] State, double MeanError, double[] Tail);

/// <summary>A seasonal ARIMA model fitted to a series.</summary>
/// <param name="Order">Its order.</param>
/// <param name="Phi">Coefficients of the differenced series' own past, plain and seasonal multiplied out: xₜ = Σ φᵢ xₜ₋ᵢ + ...</param>
/// <param name="Theta">Of past errors: ... + εₜ + Σ θⱼ εₜ₋ⱼ.</param>
/// <param name="Mean">Of the differenced series; 0 without a constant.</param>
/// <param name="Variance">Of an error; divisor: values less coefficients.</param>
/// <param name="LogLikelihood">Of the differenced series.</param>
/// <param name="Aicc">Akaike's criterion, corrected for few values; comparable among orders with the same differences.</param>
/// <param name="Last">After the last value.</param>
public sealed record ArimaModel(ArimaOrder Order, double[] Phi, double[] Theta, double Mean, double Variance, double LogLikelihood, double Aicc, ArimaState Last) : IForecastModel
{
    /// <inheritdoc/>
    public string Form => Order.ToString();

    /// <inheritdoc/>
    public Forecast Ahead(int steps)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        var differences = Differences();
        var state = Last.State.ToArray();
        var mean = new double[steps];
        for (var step = 0; step < steps; step++)
        {
            var first = state[0];
            mean[step] = first + Mean;
            for (var i = 0; i < state.Length; i++) state[i] = ((i < Phi.Length ? Phi[i] : 0) * first) + (i + 1 < state.Length ? state[i + 1] : 0);
            for (var lag = 1; lag <= differences.Length; lag++) mean[step] += differences[lag - 1] * (step >= lag ? mean[step - lag] : Last.Tail[^(lag - step)]);
        }

        return new(mean, Deviations(steps, differences));
    }

    double[] Deviations(int steps, double[] differences)
    {
        double[] whole = Order.Lost == 0 ? Phi : [.. LagPolynomial.Product([.. Phi.Select(phi => -phi)], [.. differences.Select(difference => -difference)], 1).Select(term => -term)];
        var (psi, deviations) = (new double[steps], new double[steps]);
        LagPolynomial.Psi(whole, Theta, psi);
        var sum = 0.0;
        var drift = new double[steps]; // what a mean that is off by one does by then
        for (var step = 0; step < steps; step++)
        {
            sum += psi[step] * psi[step];
            drift[step] = 1;
            for (var lag = 1; lag <= Math.Min(step, differences.Length); lag++) drift[step] += differences[lag - 1] * drift[step - lag];
            var off = Order.Constant ? drift[step] * Last.MeanError : 0;
            deviations[step] = Math.Sqrt(Variance * (sum + (off * off)));
        }

        return deviations;
    }

    // yₜ = xₜ + Σ δᵢ yₜ₋ᵢ: the differences undone.
    double[] Differences()
    {
        double[] undone = [];
        for (var i = 0; i < Order.D; i++) undone = LagPolynomial.Product(undone, [-1], 1);
        for (var i = 0; i < Order.SeasonalD; i++) undone = LagPolynomial.Product(undone, [-1], Order.Period);
        return [.. undone.Select(term => -term)];
    }
}
