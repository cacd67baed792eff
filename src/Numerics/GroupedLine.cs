namespace Plumbline.Numerics;

/// <summary>A fitted line whose height is free for each group, y = effect of the group + Σ coefficient × x, and how sure it is of itself. Plain numbers to store; safe from many threads.</summary>
public sealed record GroupedLine
{
    /// <summary>One a column; 0 for a column that was left out.</summary>
    public required double[] Coefficients { get; init; }

    /// <summary>Height for each group where all x are 0. Means nothing for a group without rows.</summary>
    public required double[] Effects { get; init; }

    /// <summary>Rows of each group that the line was fitted to; without any, the line says nothing about the group.</summary>
    public required int[] Counts { get; init; }

    /// <summary>For each group the mean of each column; 0 for a group without rows.</summary>
    public required double[][] Means { get; init; }

    /// <summary>(XᵀX)⁻¹ of the columns about the means of their groups, 0 for columns left out: times the variance of the residuals, the covariance of the coefficients.</summary>
    public required double[][] Inverse { get; init; }

    /// <summary>The value at one row of x.</summary>
    /// <param name="x">One a column; a NaN gives NaN, unless its coefficient is 0.</param>
    /// <param name="group">From 0.</param>
    /// <returns>NaN for a group that the line was not fitted to.</returns>
    public double Predict(ReadOnlySpan<double> x, int group)
    {
        if (Counts[group] == 0) return double.NaN;
        var sum = Effects[group];
        for (var i = 0; i < Coefficients.Length; i++)
            if (Coefficients[i] != 0) sum += Coefficients[i] * x[i];
        return sum;
    }

    /// <summary>Variance of the line's height at one row of x, in units of the variance of a residual; 1 / n in the middle of the data, more at the edge.</summary>
    /// <param name="x">One a column, finite.</param>
    /// <param name="group">From 0; with rows.</param>
    public double Leverage(ReadOnlySpan<double> x, int group)
    {
        var away = new double[Coefficients.Length];
        for (var i = 0; i < away.Length; i++) away[i] = x[i] - Means[group][i];
        return (1.0 / Counts[group]) + Quadratic(away);
    }

    /// <summary>Variance of the sum of the line's heights over many rows, in units of the variance of a residual.</summary>
    /// <param name="x">Rows with a missing value are left out.</param>
    /// <param name="groups">Group of each row; rows below 0, and of groups without rows, are left out.</param>
    public double LeverageOfSum(ColumnMatrix x, ReadOnlySpan<int> groups)
    {
        ArgumentNullException.ThrowIfNull(x);
        var (away, rows) = (new double[Coefficients.Length], new int[Counts.Length]);
        var at = new double[Coefficients.Length];
        for (var row = 0; row < x.Rows; row++)
        {
            x.CopyRow(row, at);
            if (groups[row] < 0 || Counts[groups[row]] == 0 || Array.Exists(at, value => !double.IsFinite(value))) continue;
            rows[groups[row]]++;
            for (var i = 0; i < away.Length; i++) away[i] += at[i] - Means[groups[row]][i];
        }

        var sum = Quadratic(away);
        for (var group = 0; group < rows.Length; group++)
            if (rows[group] > 0) sum += (double)rows[group] * rows[group] / Counts[group];
        return sum;
    }

    double Quadratic(ReadOnlySpan<double> at)
    {
        var sum = 0.0;
        for (var i = 0; i < at.Length; i++)
            for (var j = 0; j < at.Length; j++) sum += at[i] * Inverse[i][j] * at[j];
        return sum;
    }
}
