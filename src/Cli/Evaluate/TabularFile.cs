using System.Globalization;
using System.IO.Compression;
using Plumbline.Numerics;

namespace Plumbline.Cli.Evaluate;

/// <summary>A table of which it is known which rows are unusual.</summary>
/// <param name="Name">Of the set: the file's, without its endings.</param>
/// <param name="Rows">A column a feature.</param>
/// <param name="IsOutlier">By row.</param>
sealed record TabularFile(string Name, ColumnMatrix Rows, bool[] IsOutlier)
{
    const string Plain = ".csv";
    const string Zipped = ".csv.gz";

    /// <summary>The files of a folder, by name.</summary>
    /// <exception cref="BadInputException">There is no such folder, or no table in it.</exception>
    public static IReadOnlyList<string> In(string folder)
    {
        if (!Directory.Exists(folder)) throw new BadInputException($"There is no folder {folder}.");
        string[] files = [.. Directory.EnumerateFiles(folder).Where(file => file.EndsWith(Plain, StringComparison.Ordinal) || file.EndsWith(Zipped, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        return files.Length > 0 ? files : throw new BadInputException($"There is no table in {folder}: a table is a file *{Plain} or *{Zipped} with a header, a column for each feature and a last column of 0 and 1 (1: an outlier).");
    }

    /// <exception cref="BadInputException">The file is not of this kind; the message names file, line and column.</exception>
    public static TabularFile Read(string path)
    {
        var name = Path.GetFileName(path);
        using var file = File.OpenRead(path);
        using var text = new StreamReader(path.EndsWith(Zipped, StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file);
        var columns = text.ReadLine()?.Split(',').Length ?? 0;
        if (columns < 2) throw new BadInputException($"{name}:1: {columns} columns; there must be a feature and, last, the label.");
        var rows = new List<double[]>();
        for (var line = 2; text.ReadLine() is { } row; line++)
        {
            var fields = row.Split(',');
            if (fields.Length != columns) throw new BadInputException($"{name}:{line}: {fields.Length} columns where the header has {columns}.");
            var values = new double[columns];
            for (var i = 0; i < columns; i++)
                if (!double.TryParse(fields[i], NumberStyles.Float, CultureInfo.InvariantCulture, out values[i]) || !double.IsFinite(values[i])) throw new BadInputException($"{name}:{line}: '{fields[i]}' in column {i + 1} is not a number.");
            if (values[^1] is not (0 or 1)) throw new BadInputException($"{name}:{line}: the label is '{fields[^1]}', and not 0 or 1.");
            rows.Add(values);
        }

        var features = new ColumnMatrix(rows.Count, columns - 1);
        for (var feature = 0; feature < features.Columns; feature++)
        {
            var column = features.Column(feature);
            for (var row = 0; row < column.Length; row++) column[row] = rows[row][feature];
        }
        return new(name[..name.IndexOf(Plain, StringComparison.Ordinal)], features, [.. rows.Select(row => row[^1] == 1)]);
    }
}
