namespace Plumbline.Numerics.Forecasting;

/// <summary>A model fitted to one series. Immutable, safe from many threads.</summary>
public interface IForecastModel
{
    /// <summary>What was chosen in the field's notation: ARIMA(2,1,1)(0,1,1)[24], ETS(A,Ad,N).</summary>
    string Form { get; }

    /// <summary>The steps that follow the series it was fitted to.</summary>
    /// <param name="steps">0 or more.</param>
    Forecast Ahead(int steps);
}
