namespace Plumbline.Numerics;

/// <summary>y = intercept + Σ coefficient × x. Plain numbers to store; immutable, safe from many threads.</summary>
/// <param name="Intercept">0 for a model through the origin.</param>
/// <param name="Coefficients">One a column, in the order fitted; 0 for a column that was left out.</param>
public sealed record LinearModel(double Intercept, IReadOnlyList<double> Coefficients)
{
    /// <summary>The value at one row of x.</summary>
    /// <param name="row">One a coefficient. A NaN gives NaN, unless its coefficient is 0: what the model does not use may be missing.</param>
    /// <exception cref="ArgumentException">Another number of values.</exception>
    public double Predict(ReadOnlySpan<double> row)
    {
        if (row.Length != Coefficients.Count) throw new ArgumentException($"{row.Length} values for {Coefficients.Count} coefficients.", nameof(row));
        var sum = Intercept;
        for (var i = 0; i < row.Length; i++)
            if (Coefficients[i] != 0) sum += Coefficients[i] * row[i];
        return sum;
    }
}
