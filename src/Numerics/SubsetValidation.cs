namespace Plumbline.Numerics;

/// <summary>Out-of-sample error of least squares on any subset of columns, at a cost that does not grow with the number of rows: made to try hundreds of subsets.</summary>
/// <remarks>
/// Rows are dealt to folds in blocks, so that neighbours, which are alike, are not on both sides. Cross products are summed once a fold; a subset is then fitted
/// to the others by normal equations of standardised columns, and its squared error on the fold follows from the same sums.
/// </remarks>
public sealed class SubsetValidation
{
    // Normal equations square the condition of the columns: beyond this share of a column that the others cannot express, nothing is left.
    const double DependenceTolerance = 1e-8;

    readonly int _columns; // the last of them is y
    readonly Sums[] _held;
    readonly Sums[] _training;

    /// <param name="x">Candidates. Rows with a missing value, in any column or y, are left out.</param>
    /// <param name="y">One a row.</param>
    /// <param name="groups">Group of each row, from 0; below 0 leaves the row out.</param>
    /// <param name="groupCount">At least 1.</param>
    /// <param name="folds">Fold of each row, from 0.</param>
    /// <param name="foldCount">At least 2.</param>
    public SubsetValidation(ColumnMatrix x, ReadOnlySpan<double> y, ReadOnlySpan<int> groups, int groupCount, ReadOnlySpan<int> folds, int foldCount)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentOutOfRangeException.ThrowIfLessThan(foldCount, 2);
        if (y.Length != x.Rows || groups.Length != x.Rows || folds.Length != x.Rows) throw new ArgumentException($"{y.Length} y, {groups.Length} groups and {folds.Length} folds for {x.Rows} rows of x.", nameof(y));
        _columns = x.Columns + 1;
        _held = [.. Enumerable.Range(0, foldCount).Select(_ => new Sums(_columns, groupCount))];
        var z = new ColumnMatrix(x.Rows, _columns);
        for (var column = 0; column < _columns; column++) Standardise(column < x.Columns ? x.Column(column) : y, z.Column(column));
        var at = new double[_columns];
        for (var row = 0; row < x.Rows; row++)
        {
            z.CopyRow(row, at);
            if (groups[row] >= 0 && Array.TrueForAll(at, double.IsFinite)) _held[folds[row]].Add(at, groups[row]);
        }

        _training = [.. _held.Select(held => Sums.Of(_held.Where(other => other != held), _columns, groupCount))];
        Rows = _held.Sum(held => held.Counts.Sum());
    }

    /// <summary>Rows that had all values.</summary>
    public int Rows { get; }

    /// <summary>Mean squared error on the rows left out of each fit, in units of the variance of y; below 1 is better than nothing.</summary>
    /// <param name="subset">Columns of x.</param>
    /// <param name="isGrouped">Whether each group has a height of its own; else there is one for all.</param>
    /// <returns>NaN where a fold cannot be fitted or predicted: columns that depend on each other, a group that is in one fold alone.</returns>
    public double Error(ReadOnlySpan<int> subset, bool isGrouped)
    {
        int[] at = [.. subset, _columns - 1];
        var sum = 0.0;
        for (var fold = 0; fold < _held.Length; fold++) sum += Error(_training[fold].Of(at, isGrouped), _held[fold].Of(at, isGrouped));
        return sum / Rows;
    }

    /// <summary>Fits to one set of rows, and sums the squared errors on the other.</summary>
    static double Error(Sums training, Sums held)
    {
        var last = training.Columns - 1;
        if (Weights(training) is not { } weights) return double.NaN;
        double[] left = [.. weights.Select(weight => -weight), 1]; // residual = left · (x, y) − height of the group
        var error = 0.0;
        for (var i = 0; i <= last; i++)
            for (var j = 0; j <= last; j++) error += left[i] * left[j] * held.Product(i, j);
        for (var group = 0; group < held.Counts.Length; group++)
        {
            if (held.Counts[group] == 0) continue;
            if (training.Counts[group] == 0) return double.NaN;
            var (height, rest) = (0.0, 0.0);
            for (var i = 0; i <= last; i++)
            {
                height += left[i] * training.Totals[group, i] / training.Counts[group];
                rest += left[i] * held.Totals[group, i];
            }

            error += height * ((height * held.Counts[group]) - (2 * rest));
        }

        return Math.Max(0, error);
    }

    /// <summary>Least squares by Cholesky's decomposition of the products about the means of the groups; null where columns depend on each other.</summary>
    static double[]? Weights(Sums rows)
    {
        var k = rows.Columns - 1;
        var root = new double[k + 1, k + 1]; // the last row is Lᵀ⁻¹ of the right-hand side
        for (var i = 0; i <= k; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var value = rows.Within(i, j);
                for (var m = 0; m < j; m++) value -= root[i, m] * root[j, m];
                if (i > j) root[i, j] = value / root[j, j];
                else if (i < k && !(value > DependenceTolerance * rows.Product(i, i))) return null;
                else root[i, i] = Math.Sqrt(Math.Max(0, value));
            }
        }

        var weights = new double[k];
        for (var i = k - 1; i >= 0; i--)
        {
            weights[i] = root[k, i];
            for (var j = i + 1; j < k; j++) weights[i] -= root[j, i] * weights[j];
            weights[i] /= root[i, i];
        }

        return weights;
    }

    static void Standardise(ReadOnlySpan<double> values, Span<double> into)
    {
        var moments = Moments.Of(values);
        var scale = moments.PopulationStd > 0 ? moments.PopulationStd : 1;
        for (var row = 0; row < into.Length; row++) into[row] = (values[row] - moments.Mean) / scale;
    }

    /// <summary>What of a set of rows a fit needs: counts and totals by group, and the products of columns.</summary>
    sealed class Sums(int columns, int groups)
    {
        readonly double[,] _products = new double[columns, columns]; // the lower half

        public int Columns => columns;

        public double[,] Totals { get; } = new double[groups, columns];

        public int[] Counts { get; } = new int[groups];

        public static Sums Of(IEnumerable<Sums> parts, int columns, int groups)
        {
            var all = new Sums(columns, groups);
            foreach (var part in parts)
            {
                for (var i = 0; i < columns; i++)
                    for (var j = 0; j <= i; j++) all._products[i, j] += part._products[i, j];
                all.AddGroups(part, [.. Enumerable.Range(0, columns)], group => group);
            }

            return all;
        }

        public void Add(ReadOnlySpan<double> row, int group)
        {
            Counts[group]++;
            for (var i = 0; i < row.Length; i++)
            {
                Totals[group, i] += row[i];
                for (var j = 0; j <= i; j++) _products[i, j] += row[i] * row[j];
            }
        }

        /// <summary>Of some columns, with the groups as they are or as one.</summary>
        public Sums Of(int[] at, bool isGrouped)
        {
            var part = new Sums(at.Length, isGrouped ? Counts.Length : 1);
            for (var i = 0; i < at.Length; i++)
                for (var j = 0; j <= i; j++) part._products[i, j] = Product(at[i], at[j]);
            part.AddGroups(this, at, group => isGrouped ? group : 0);
            return part;
        }

        public double Product(int i, int j) => i >= j ? _products[i, j] : _products[j, i];

        /// <summary>Product about the means of the groups.</summary>
        public double Within(int i, int j)
        {
            var product = Product(i, j);
            for (var group = 0; group < Counts.Length; group++)
                if (Counts[group] > 0) product -= Totals[group, i] * Totals[group, j] / Counts[group];
            return product;
        }

        void AddGroups(Sums from, int[] at, Func<int, int> groupOf)
        {
            for (var group = 0; group < from.Counts.Length; group++)
            {
                var to = groupOf(group);
                Counts[to] += from.Counts[group];
                for (var i = 0; i < at.Length; i++) Totals[to, i] += from.Totals[group, at[i]];
            }
        }
    }
}
