namespace Plumbline.Numerics;

/// <summary>
/// A line fitted by least squares whose height is free for each group of rows, with what is needed to judge it. One group is an ordinary line with an intercept;
/// 168 groups are the hours of a week. Immutable.
/// </summary>
/// <remarks>
/// Frisch and Waugh's theorem: with x and y taken about the means of their groups, coefficients, errors and residuals are those of a regression with a 0/1 column
/// for each group, at the cost of one without.
/// </remarks>
public sealed class GroupedRegression
{
    // What is left of a column that is constant within its groups is rounding.
    const double ConstantTolerance = 1e-10;

    readonly ColumnMatrix _within; // x about the means; 0 in rows left out
    readonly int[] _groups; // below 0 for rows left out
    readonly double[] _residuals;

    GroupedRegression(ColumnMatrix x, ReadOnlySpan<double> y, int[] groups, int groupCount)
    {
        _groups = groups;
        var counts = new int[groupCount];
        foreach (var group in groups)
            if (group >= 0) counts[group]++;
        _within = new(x.Rows, x.Columns);
        var means = new ColumnMatrix(groupCount, x.Columns);
        for (var column = 0; column < x.Columns; column++) Centre(x.Column(column), counts, means.Column(column), _within.Column(column));
        var (heights, lifted) = (new double[groupCount], new double[x.Rows]);
        Centre(y, counts, heights, lifted);

        Rows = counts.Sum();
        var masked = new double[x.Rows];
        for (var row = 0; row < masked.Length; row++) masked[row] = groups[row] < 0 ? double.NaN : lifted[row];
        var line = LinearRegression.Fit(_within, masked, new() { HasIntercept = false, DegreesSpent = counts.Count(count => count > 0) })!;
        (Terms, DegreesOfFreedom, ResidualStd) = (line.Terms, line.DegreesOfFreedom, line.ResidualStd);
        var coefficients = line.Model.Coefficients.ToArray();
        Line = new()
        {
            Coefficients = coefficients,
            Counts = counts,
            Effects = [.. heights.Select((height, group) => height - Product(coefficients, means, group))],
            Means = [.. Enumerable.Range(0, groupCount).Select(group => RowOf(means, group))],
            Inverse = Inverse(),
        };
        _residuals = masked;
        for (var row = 0; row < masked.Length; row++) _residuals[row] -= Product(coefficients, _within, row);
        var unexplained = SumOfSquares(_residuals);
        for (var row = 0; row < lifted.Length; row++) lifted[row] = groups[row] < 0 ? double.NaN : y[row];
        var all = Moments.Of(lifted).SquaredDistances;
        R2 = all == 0 ? double.NaN : 1 - (unexplained / all);
    }

    /// <summary>The line, to predict with and to store.</summary>
    public GroupedLine Line { get; }

    /// <summary>One a column, in order; errors are those of independent residuals.</summary>
    public IReadOnlyList<RegressionTerm> Terms { get; }

    /// <summary>Rows that had all values.</summary>
    public int Rows { get; }

    /// <summary>Rows beyond the number of coefficients and groups.</summary>
    public int DegreesOfFreedom { get; }

    /// <summary>√(Σ residual² / degrees of freedom), in the unit of y; NaN without spare rows.</summary>
    public double ResidualStd { get; }

    /// <summary>Share of the squares about the mean of y that columns and groups take away; NaN where y is constant.</summary>
    public double R2 { get; }

    /// <summary>What the line leaves of y, one a row given; NaN for a row left out.</summary>
    public ReadOnlySpan<double> Residuals => _residuals;

    /// <summary>Fits y to the columns of x.</summary>
    /// <param name="x">A column a driver, a row each even step of time. A row with a NaN or an infinity, in x or y, is left out, but keeps its place for what looks at neighbours.</param>
    /// <param name="y">One a row.</param>
    /// <param name="groups">Group of each row, from 0; below 0 leaves the row out. Empty for one group.</param>
    /// <param name="groupCount">At least 1.</param>
    /// <returns>Null where no row has all values.</returns>
    /// <exception cref="ArgumentException">Lengths differ, or a group is not below <paramref name="groupCount"/>.</exception>
    public static GroupedRegression? Fit(ColumnMatrix x, ReadOnlySpan<double> y, ReadOnlySpan<int> groups = default, int groupCount = 1)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentOutOfRangeException.ThrowIfLessThan(groupCount, 1);
        if (y.Length != x.Rows) throw new ArgumentException($"{y.Length} y for {x.Rows} rows of x.", nameof(y));
        if (groups.Length != x.Rows && !groups.IsEmpty) throw new ArgumentException($"{groups.Length} groups for {x.Rows} rows of x.", nameof(groups));
        var whole = groups.IsEmpty ? new int[x.Rows] : groups.ToArray();
        if (whole.Length > 0 && whole.Max() >= groupCount) throw new ArgumentException($"Group {whole.Max()} is not below {groupCount}.", nameof(groups));
        for (var row = 0; row < whole.Length; row++)
        {
            var isWhole = double.IsFinite(y[row]);
            for (var column = 0; isWhole && column < x.Columns; column++) isWhole = double.IsFinite(x[row, column]);
            if (!isWhole) whole[row] = -1;
        }

        return Array.Exists(whole, group => group >= 0) ? new(x, y, whole, groupCount) : null;
    }

    /// <summary>Variance inflation: by how much the other columns and the groups blow up the variance of a coefficient; 1 for none, NaN for a column left out.</summary>
    /// <remarks>Against the spread of the column about the means of its groups.</remarks>
    public double Vif(int column) => Terms[column].IsLeftOut ? double.NaN : Line.Inverse[column][column] * SumOfSquares(_within.Column(column));

    /// <summary>Standard error of a coefficient that holds where residuals are correlated in time and differ in spread; NaN for a column left out.</summary>
    /// <param name="column">Which.</param>
    /// <param name="lags">How far the correlation is followed, in rows.</param>
    /// <remarks>Newey and West 1987, times n / (n − k) for small samples.</remarks>
    public double RobustError(int column, int lags)
    {
        if (Terms[column].IsLeftOut || DegreesOfFreedom == 0) return double.NaN;
        var scores = new double[_residuals.Length];
        for (var row = 0; row < scores.Length; row++) scores[row] = _residuals[row] * Product(Line.Inverse[column], _within, row);
        return Math.Sqrt(LongRunVariance.NeweyWest(scores, lags) * Rows / DegreesOfFreedom);
    }

    /// <summary>How far each row pulls the line to itself: from 0 to 1, in sum the number of coefficients and groups; NaN for a row left out.</summary>
    public double[] Leverages()
    {
        var leverages = new double[_residuals.Length];
        for (var row = 0; row < leverages.Length; row++)
        {
            if (_groups[row] < 0)
            {
                leverages[row] = double.NaN;
                continue;
            }

            var at = RowOf(_within, row);
            leverages[row] = 1.0 / Line.Counts[_groups[row]];
            for (var i = 0; i < at.Length; i++) leverages[row] += at[i] * Product(Line.Inverse[i], _within, row);
        }

        return leverages;
    }

    /// <summary>By how much all fitted values would move without a row, in units of the line's own uncertainty: more than 4 / n is worth a look. NaN for a row left out.</summary>
    /// <remarks>Cook, "Detection of influential observation in linear regression", Technometrics 1977.</remarks>
    public double[] CooksDistances()
    {
        var distances = Leverages();
        for (var row = 0; row < distances.Length; row++)
        {
            var leverage = distances[row];
            var scaled = _residuals[row] / ResidualStd / (1 - leverage);
            distances[row] = scaled * scaled * leverage / (Rows - DegreesOfFreedom);
        }

        return distances;
    }

    /// <summary>About 2 for residuals without memory, towards 0 where each is like the one before; NaN where all are 0.</summary>
    /// <remarks>Durbin and Watson 1950, over neighbours that are both there; where rows are missing, scaled to what the same residuals would give without gaps.</remarks>
    public double DurbinWatson()
    {
        var (sum, pairs) = (0.0, 0);
        for (var row = 1; row < _residuals.Length; row++)
        {
            var step = _residuals[row] - _residuals[row - 1];
            if (!double.IsFinite(step)) continue;
            sum += step * step;
            pairs++;
        }

        return sum / SumOfSquares(_residuals) * (Rows - 1) / pairs;
    }

    void Centre(ReadOnlySpan<double> column, int[] counts, Span<double> means, Span<double> within)
    {
        var sums = new CompensatedSum[means.Length];
        for (var row = 0; row < column.Length; row++)
            if (_groups[row] >= 0) sums[_groups[row]].Add(column[row]);
        for (var group = 0; group < sums.Length; group++) means[group] = counts[group] > 0 ? sums[group].Value / counts[group] : 0;
        var (all, rest) = (0.0, 0.0);
        for (var row = 0; row < column.Length; row++)
        {
            if (_groups[row] < 0) continue;
            within[row] = column[row] - means[_groups[row]];
            all += column[row] * column[row];
            rest += within[row] * within[row];
        }

        if (rest <= ConstantTolerance * ConstantTolerance * all) within.Clear();
    }

    double[][] Inverse()
    {
        var scales = new double[_within.Columns];
        var scaled = new ColumnMatrix(_within.Rows, _within.Columns);
        for (var column = 0; column < scales.Length; column++)
        {
            scales[column] = Math.Sqrt(SumOfSquares(_within.Column(column)));
            if (scales[column] == 0) continue;
            for (var row = 0; row < _within.Rows; row++) scaled[row, column] = _within[row, column] / scales[column];
        }

        var qr = new HouseholderQr(scaled, LinearRegression.DependenceTolerance);
        var roots = new double[qr.Rank][];
        for (var i = 0; i < roots.Length; i++)
        {
            roots[i] = new double[qr.Rank];
            roots[i][i] = 1 / scales[qr.Kept[i]];
            qr.SolveTransposed(roots[i]);
        }

        var inverse = scales.Select(_ => new double[scales.Length]).ToArray();
        for (var i = 0; i < roots.Length; i++)
            for (var j = 0; j < roots.Length; j++) inverse[qr.Kept[i]][qr.Kept[j]] = VectorArithmetic.Dot(roots[i], roots[j]);
        return inverse;
    }

    static double[] RowOf(ColumnMatrix matrix, int row)
    {
        var values = new double[matrix.Columns];
        matrix.CopyRow(row, values);
        return values;
    }

    static double Product(double[] weights, ColumnMatrix matrix, int row)
    {
        var sum = 0.0;
        for (var column = 0; column < weights.Length; column++) sum += weights[column] * matrix[row, column];
        return sum;
    }

    static double SumOfSquares(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
            if (double.IsFinite(value)) sum += value * value;
        return sum;
    }
}
