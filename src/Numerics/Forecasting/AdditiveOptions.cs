namespace Plumbline.Numerics.Forecasting;

/// <summary>What an additive seasonal model is made of.</summary>
public sealed record AdditiveOptions
{
    /// <summary>Of the seasons, in steps; those with fewer than two cycles in the series are left out.</summary>
    public IReadOnlyList<int> Periods { get; init; } = [];

    /// <summary>Sines and cosines of a season, at most; a short season takes half its steps.</summary>
    public int Harmonics { get; init; } = 20;

    /// <summary>Places where the trend may bend, evenly over the first part of the series; 0 or more.</summary>
    public int Changepoints { get; init; } = 25;

    /// <summary>That first part, 0 to 1.</summary>
    public double ChangepointShare { get; init; } = 0.8;

    /// <summary>Scale of the Laplace prior of a bend, in ranges of the series over its length: small for a stiff trend.</summary>
    public double ChangepointScale { get; init; } = 0.05;

    /// <summary>Deviation of the normal prior of a seasonal, holiday or regressor coefficient, in ranges of the series.</summary>
    public double CoefficientScale { get; init; } = 10;

    /// <summary>Columns that drive the series, holidays among them (1 on the day, else 0): a row a step of the series, and as many more as are to be forecast. Finite.</summary>
    public ColumnMatrix? Drivers { get; init; }
}
