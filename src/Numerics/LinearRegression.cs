namespace Plumbline.Numerics;

/// <summary>How a line is fitted.</summary>
public sealed record LinearRegressionOptions
{
    /// <summary>Whether the line may miss the origin.</summary>
    public bool HasIntercept { get; init; } = true;

    /// <summary>
    /// What is added to the diagonal of the correlation matrix, 0 or more: 0 is plain least squares, 0.001 steadies columns that nearly depend on each
    /// other, 1 halves the coefficient of a lone column. The intercept is not penalised.
    /// </summary>
    public double Ridge { get; init; }

    /// <summary>Degrees of freedom that y and the columns have lost before, such as one for each mean that was taken off; 0 or more.</summary>
    public int DegreesSpent { get; init; }
}

/// <summary>One column's part in a fitted line.</summary>
/// <param name="Estimate">The coefficient; 0 for a column that was left out.</param>
/// <param name="StandardError">Of the estimate; NaN for a column left out, for a fit without spare rows, and under a ridge, whose estimates are biased.</param>
/// <param name="IsLeftOut">Whether the column is constant, or depends on the columns before it.</param>
public readonly record struct RegressionTerm(double Estimate, double StandardError, bool IsLeftOut)
{
    /// <summary>Estimate over standard error: Student's t with <see cref="LinearRegression.DegreesOfFreedom"/>.</summary>
    public double T => Estimate / StandardError;
}

/// <summary>A line fitted by least squares, and how well it fits. Immutable.</summary>
public sealed record LinearRegression
{
    /// <summary>
    /// A column is left out where the part of it that the columns before it cannot express is less than this share of its spread: what is
    /// left of a computed copy is rounding, about 1e-16.
    /// </summary>
    public const double DependenceTolerance = 1e-10;

    /// <summary>The coefficients to predict with.</summary>
    public required LinearModel Model { get; init; }

    /// <summary>Null for a line through the origin.</summary>
    public required RegressionTerm? Intercept { get; init; }

    /// <summary>One a column, in order.</summary>
    public required IReadOnlyList<RegressionTerm> Terms { get; init; }

    /// <summary>Rows that had all values.</summary>
    public required int Rows { get; init; }

    /// <summary>Rows beyond the number of coefficients fitted, and of degrees spent before.</summary>
    public required int DegreesOfFreedom { get; init; }

    /// <summary>√(Σ residual² / degrees of freedom), in the unit of y; NaN without spare rows.</summary>
    public required double ResidualStd { get; init; }

    /// <summary>Share of the squares about the mean of y (about zero for a line through the origin) that the line takes away; NaN where y is constant.</summary>
    public required double R2 { get; init; }

    /// <summary>R² after paying for each coefficient; NaN without spare rows.</summary>
    public required double AdjustedR2 { get; init; }

    /// <summary>Fits y to the columns of x.</summary>
    /// <param name="x">A column a driver. A row with a NaN or an infinity, in x or y, is skipped.</param>
    /// <param name="y">One a row of <paramref name="x"/>.</param>
    /// <param name="options">Null for plain least squares with an intercept.</param>
    /// <returns>Null where no row has all values.</returns>
    /// <remarks>
    /// Columns are centred and scaled by powers of two, decomposed by Householder reflections, and the solution is refined once with
    /// residuals in doubled precision: NIST's certified linear sets come out to 11 digits or more. O(rows × columns²).
    /// </remarks>
    /// <exception cref="ArgumentException">Lengths differ, or the ridge is negative or NaN.</exception>
    public static LinearRegression? Fit(ColumnMatrix x, ReadOnlySpan<double> y, LinearRegressionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        options ??= new();
        if (y.Length != x.Rows) throw new ArgumentException($"{y.Length} y for {x.Rows} rows of x.", nameof(y));
        ArgumentOutOfRangeException.ThrowIfNegative(options.DegreesSpent, nameof(options));
        if (!(options.Ridge >= 0)) throw new ArgumentOutOfRangeException(nameof(options), options.Ridge, "A ridge is 0 or more.");
        return LeastSquares.WholeRows(x, y) is { Rows: > 0 } whole ? new LeastSquares(whole, options).Fit() : null;
    }
}
