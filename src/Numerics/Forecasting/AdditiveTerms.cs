namespace Plumbline.Numerics.Forecasting;

/// <summary>The columns of an additive model at any step: 1, the time, its bends, sines and cosines, drivers.</summary>
sealed class AdditiveTerms
{
    const double DuplicateHarmonic = 1e-9;
    readonly double[] _bends;
    readonly double[] _frequencies;
    readonly ColumnMatrix? _drivers;

    internal AdditiveTerms(int count, AdditiveOptions options)
    {
        Count = count;
        _drivers = options.Drivers;
        var bends = Math.Min(options.Changepoints, count / 4);
        _bends = [.. Enumerable.Range(1, bends).Select(i => options.ChangepointShare * i / (bends + 1))];
        Periods = [.. options.Periods.Where(period => period > 1 && 2 * period <= count)];
        var frequencies = new List<double>();
        foreach (var period in Periods)
        {
            for (var harmonic = 1; harmonic <= Math.Min(period / 2, options.Harmonics); harmonic++)
            {
                // The seventh of a week is the first of a day.
                var frequency = (double)harmonic / period;
                if (frequencies.TrueForAll(known => Math.Abs(known - frequency) > DuplicateHarmonic)) frequencies.Add(frequency);
            }
        }

        _frequencies = [.. frequencies];
    }

    /// <summary>Steps it was fitted to.</summary>
    internal int Count { get; }

    internal IReadOnlyList<int> Periods { get; }

    /// <summary>Columns that take a degree of freedom each: all but the bends.</summary>
    internal int Stiff => Columns - _bends.Length;

    int Columns => 2 + _bends.Length + (2 * _frequencies.Length) + (_drivers?.Columns ?? 0);

    internal bool IsBend(int column) => column >= 2 && column < 2 + _bends.Length;

    internal ReadOnlySpan<double> Bends(double[] coefficients) => coefficients.AsSpan(2, _bends.Length);

    internal double[] Sum(double[] coefficients, int first, int steps)
    {
        var sum = new double[steps];
        var rows = Rows(first, steps);
        for (var column = 0; column < rows.Columns; column++) VectorArithmetic.AddScaled(sum, coefficients[column], rows.Column(column));
        return sum;
    }

    internal ColumnMatrix Rows(int first, int steps)
    {
        if (_drivers != null && _drivers.Rows < first + steps) throw new ArgumentException($"Drivers are known for {_drivers.Rows} steps, and {first + steps} are asked for.", nameof(steps));
        var rows = new ColumnMatrix(steps, Columns);
        rows.Column(0).Fill(1);
        for (var row = 0; row < steps; row++)
        {
            var time = (double)(first + row) / Count;
            rows[row, 1] = time;
            for (var i = 0; i < _bends.Length; i++) rows[row, 2 + i] = Math.Max(0, time - _bends[i]);
        }

        var column = 2 + _bends.Length;
        foreach (var frequency in _frequencies)
        {
            for (var row = 0; row < steps; row++) (rows[row, column], rows[row, column + 1]) = Math.SinCos(2 * Math.PI * frequency * (first + row));
            column += 2;
        }

        for (var driver = 0; driver < (_drivers?.Columns ?? 0); driver++) _drivers!.Column(driver).Slice(first, steps).CopyTo(rows.Column(column + driver));
        return rows;
    }
}
