using System.Buffers.Binary;
using Plumbline.Numerics;

namespace Plumbline.Pumps.Prognosis;

/// <summary>A weighted sum of the features' distances from their means; a missing value counts as the mean.</summary>
/// <remarks>
/// Ridge regression (Hoerl and Kennard 1970) with a penalty of 0.001: many of the features tell nearly the same, and plain least squares would set large weights of opposite sign
/// against one another. A feature that does not vary has no weight.
/// </remarks>
sealed class LinearScore : IRulScore
{
    const double Penalty = 1e-3;
    const int MostFeatures = 1 << 16;

    readonly double _mean;
    readonly double[] _means;
    readonly double[] _weights;

    LinearScore(double mean, double[] means, double[] weights, double[] importance)
    {
        _mean = mean;
        _means = means;
        _weights = weights;
        Importance = importance;
    }

    public int Features => _weights.Length;

    public IReadOnlyList<double> Importance { get; }

    public static LinearScore Fit(ColumnMatrix x, double[] y)
    {
        var filled = new ColumnMatrix(x.Rows, x.Columns);
        var means = new double[x.Columns];
        for (var column = 0; column < x.Columns; column++) means[column] = Fill(x.Column(column), filled.Column(column));
        var line = LinearRegression.Fit(filled, y, new() { Ridge = Penalty }) ?? throw new ArgumentException("There is no row to fit.", nameof(x));
        double[] weights = [.. line.Model.Coefficients];
        var mean = line.Model.Predict(means);
        var importance = new double[weights.Length];
        for (var column = 0; column < weights.Length; column++)
            importance[column] = weights[column] == 0 ? 0 : Math.Abs(weights[column]) * Statistics.Std(filled.Column(column));
        var total = importance.Sum();
        return new(mean, means, weights, Array.ConvertAll(importance, share => total > 0 ? share / total : 0));
    }

    static double Fill(ReadOnlySpan<double> from, Span<double> into)
    {
        var mean = Statistics.Mean(from);
        if (double.IsNaN(mean)) mean = 0;
        for (var row = 0; row < from.Length; row++) into[row] = double.IsFinite(from[row]) ? from[row] : mean;
        return mean;
    }

    public double Of(ReadOnlySpan<double> row)
    {
        var sum = _mean;
        for (var i = 0; i < _weights.Length; i++) sum += Part(i, row[i]);
        return sum;
    }

    public double[] Of(ColumnMatrix rows)
    {
        var sums = new double[rows.Rows];
        sums.AsSpan().Fill(_mean);
        for (var i = 0; i < _weights.Length; i++)
        {
            var column = rows.Column(i);
            for (var row = 0; row < sums.Length; row++) sums[row] += Part(i, column[row]);
        }

        return sums;
    }

    public void Contributions(ReadOnlySpan<double> row, Span<double> into)
    {
        for (var i = 0; i < _weights.Length; i++) into[i] = Part(i, row[i]);
    }

    double Part(int feature, double value) => double.IsFinite(value) ? _weights[feature] * (value - _means[feature]) : 0;

    public void Write(Stream stream)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, Features);
        stream.Write(bytes[..4]);
        foreach (var value in (double[])[_mean, .. _means, .. _weights, .. Importance])
        {
            BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
            stream.Write(bytes);
        }
    }

    /// <exception cref="InvalidDataException">Cut short, or not what <see cref="Write"/> wrote.</exception>
    public static LinearScore Read(Stream stream)
    {
        var bytes = new byte[8];
        if (stream.ReadAtLeast(bytes.AsSpan(0, 4), 4, throwOnEndOfStream: false) < 4) throw new InvalidDataException("The linear model is cut short.");
        var features = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        if (features is <= 0 or > MostFeatures) throw new InvalidDataException($"The linear model claims {features} features.");
        return new(Next(), Several(), Several(), Several());

        double[] Several()
        {
            var values = new double[features];
            foreach (ref var value in values.AsSpan()) value = Next();
            return values;
        }

        double Next()
        {
            if (stream.ReadAtLeast(bytes, 8, throwOnEndOfStream: false) < 8) throw new InvalidDataException("The linear model is cut short.");
            var value = BinaryPrimitives.ReadDoubleLittleEndian(bytes);
            return double.IsFinite(value) ? value : throw new InvalidDataException($"The linear model holds {value}.");
        }
    }
}
