namespace Plumbline.Numerics;

/// <summary>The computation behind <see cref="LinearRegression"/>.</summary>
sealed class LeastSquares
{
    readonly ColumnMatrix _xy; // the last column is y
    readonly LinearRegressionOptions _options;
    readonly int _columns;
    readonly double[] _means;
    readonly double[] _scales; // powers of two: dividing by them loses nothing
    readonly double[] _ridges;
    readonly HouseholderQr _qr;
    readonly double[] _coefficients;
    double _intercept;

    internal LeastSquares(ColumnMatrix xy, LinearRegressionOptions options)
    {
        _xy = xy;
        _options = options;
        _columns = xy.Columns - 1;
        _means = new double[_columns];
        _scales = new double[_columns];
        _ridges = new double[_columns];
        _coefficients = new double[_columns];
        _qr = new(Standardized(), LinearRegression.DependenceTolerance);
    }

    /// <summary>The rows that have all values, y as the last column.</summary>
    internal static ColumnMatrix WholeRows(ColumnMatrix x, ReadOnlySpan<double> y)
    {
        var rows = new List<int>(x.Rows);
        for (var row = 0; row < x.Rows; row++)
        {
            var isWhole = double.IsFinite(y[row]);
            for (var column = 0; isWhole && column < x.Columns; column++) isWhole = double.IsFinite(x[row, column]);
            if (isWhole) rows.Add(row);
        }

        var xy = new ColumnMatrix(rows.Count, x.Columns + 1);
        for (var column = 0; column <= x.Columns; column++)
        {
            var from = column < x.Columns ? x.Column(column) : y;
            var to = xy.Column(column);
            for (var i = 0; i < to.Length; i++) to[i] = from[rows[i]];
        }

        return xy;
    }

    internal LinearRegression Fit()
    {
        Improve(Residuals());
        Improve(Residuals());
        var residuals = Residuals();
        var fitted = _qr.Rank + (_options.HasIntercept ? 1 : 0) + _options.DegreesSpent;
        var spare = Math.Max(0, _xy.Rows - fitted);
        var unexplained = SumOfSquares(residuals, 0);
        var y = _xy.Column(_columns);
        var all = SumOfSquares(y, _options.HasIntercept ? Statistics.Mean(y) : 0);
        var residualStd = spare == 0 ? double.NaN : Math.Sqrt(unexplained / spare);
        var r2 = all == 0 ? double.NaN : 1 - (unexplained / all);
        var perRow = (_xy.Rows - fitted + _qr.Rank) / (double)spare;
        return new()
        {
            Model = new(_intercept, _coefficients),
            Intercept = _options.HasIntercept ? new(_intercept, InterceptError(residualStd), false) : null,
            Terms = Terms(residualStd),
            Rows = _xy.Rows,
            DegreesOfFreedom = spare,
            ResidualStd = residualStd,
            R2 = r2,
            AdjustedR2 = spare == 0 ? double.NaN : 1 - ((1 - r2) * perRow),
        };
    }

    ColumnMatrix Standardized()
    {
        var extra = _options.Ridge > 0 ? _columns : 0;
        var z = new ColumnMatrix(_xy.Rows + extra, _columns);
        for (var column = 0; column < _columns; column++)
        {
            var x = _xy.Column(column);
            var into = z.Column(column);
            _means[column] = _options.HasIntercept ? Statistics.Mean(x) : 0;
            var norm = Math.Sqrt(SumOfSquares(x, _means[column]));
            _scales[column] = norm > 0 ? Math.ScaleB(1, Math.ILogB(norm)) : 1;
            for (var row = 0; row < x.Length; row++) into[row] = (x[row] - _means[column]) / _scales[column];
            _ridges[column] = Math.Sqrt(_options.Ridge) * norm / _scales[column];
            if (extra > 0) into[x.Length + column] = _ridges[column];
        }

        return z;
    }

    // What the line leaves of y, each to the last digit.
    double[] Residuals()
    {
        var sums = new CompensatedSum[_xy.Rows];
        var y = _xy.Column(_columns);
        for (var row = 0; row < sums.Length; row++)
        {
            sums[row].Add(y[row]);
            sums[row].Add(-_intercept);
        }

        for (var column = 0; column < _columns; column++)
        {
            if (_coefficients[column] == 0) continue;
            var x = _xy.Column(column);
            for (var row = 0; row < sums.Length; row++) sums[row].AddProduct(-_coefficients[column], x[row]);
        }

        return Array.ConvertAll(sums, sum => sum.Value);
    }

    // Fits what is left and adds it. From all zero this is the fit itself; done again it mends the rounding of the first time.
    void Improve(double[] residuals)
    {
        var mean = _options.HasIntercept ? Statistics.Mean(residuals) : 0;
        var right = new double[_xy.Rows + (_options.Ridge > 0 ? _columns : 0)];
        for (var row = 0; row < residuals.Length; row++) right[row] = residuals[row] - mean;
        for (var column = 0; residuals.Length + column < right.Length; column++) right[residuals.Length + column] = -_ridges[column] * _coefficients[column] * _scales[column];

        var steps = _qr.Solve(right);
        var intercept = new CompensatedSum();
        intercept.Add(_intercept);
        intercept.Add(mean);
        for (var i = 0; i < steps.Length; i++)
        {
            var column = _qr.Kept[i];
            var step = steps[i] / _scales[column];
            _coefficients[column] += step;
            intercept.AddProduct(-step, _means[column]);
        }

        _intercept = _options.HasIntercept ? intercept.Value : 0;
    }

    RegressionTerm[] Terms(double residualStd)
    {
        var terms = new RegressionTerm[_columns];
        Array.Fill(terms, new(0, double.NaN, true));
        for (var i = 0; i < _qr.Rank; i++)
        {
            var unit = new double[_qr.Rank];
            unit[i] = 1;
            var column = _qr.Kept[i];
            terms[column] = new(_coefficients[column], Error(unit, 0, residualStd) / _scales[column], false);
        }

        return terms;
    }

    // The line's height where all x are 0.
    double InterceptError(double residualStd)
    {
        var at = new double[_qr.Rank];
        for (var i = 0; i < at.Length; i++) at[i] = _means[_qr.Kept[i]] / _scales[_qr.Kept[i]];
        return Error(at, 1.0 / _xy.Rows, residualStd);
    }

    double Error(double[] direction, double more, double residualStd)
    {
        if (_options.Ridge > 0) return double.NaN;
        _qr.SolveTransposed(direction);
        return residualStd * Math.Sqrt(VectorArithmetic.Dot(direction, direction) + more);
    }

    static double SumOfSquares(ReadOnlySpan<double> values, double about)
    {
        var sum = new CompensatedSum();
        foreach (var value in values) sum.AddProduct(value - about, value - about);
        return sum.Value;
    }
}
