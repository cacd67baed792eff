using System.Globalization;

namespace Plumbline.Cli.Evaluate;

/// <summary>One engine, cycle by cycle.</summary>
/// <param name="Unit">Its number in the file.</param>
/// <param name="Settings">The three operational settings of each cycle.</param>
/// <param name="Sensors">By sensor: its value at each cycle.</param>
sealed record EngineRun(int Unit, double[][] Settings, double[][] Sensors)
{
    public int Cycles => Settings.Length;
}

/// <summary>One of the four C-MAPSS sets.</summary>
/// <param name="Train">Engines that ran to failure: the last cycle has 0 cycles left.</param>
/// <param name="Test">Engines that were stopped before it.</param>
/// <param name="Rul">Cycles that each test engine had left after its last.</param>
sealed record CmapssFiles(IReadOnlyList<EngineRun> Train, IReadOnlyList<EngineRun> Test, double[] Rul)
{
    public const int Settings = 3;
    public const int Sensors = 21;

    /// <exception cref="BadInputException">A file is absent or not of this kind; the message names file and line.</exception>
    public static CmapssFiles Read(string directory, string set)
    {
        var train = Engines(directory, $"train_{set}.txt");
        var test = Engines(directory, $"test_{set}.txt");
        var file = $"RUL_{set}.txt";
        var rul = Lines(directory, file).Select(line => Number(line.Text.Trim(), file, line.Number, 1)).ToArray();
        if (rul.Length != test.Count) throw new BadInputException($"{file} has {rul.Length} lines for the {test.Count} engines of test_{set}.txt.");
        return new CmapssFiles(train, test, rul);
    }

    static List<EngineRun> Engines(string directory, string file)
    {
        var engines = new List<EngineRun>();
        var rows = new List<double[]>();
        foreach (var (number, text) in Lines(directory, file))
        {
            var fields = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length != 2 + Settings + Sensors)
                throw new BadInputException($"{file}:{number}: {fields.Length} columns; unit, cycle, {Settings} settings and {Sensors} sensors are {2 + Settings + Sensors}.");
            var row = new double[fields.Length];
            for (var i = 0; i < row.Length; i++) row[i] = Number(fields[i], file, number, i + 1);

            if (rows.Count > 0 && row[0] != rows[0][0])
            {
                engines.Add(Engine(rows));
                rows.Clear();
            }
            if (row[1] != rows.Count + 1) throw new BadInputException($"{file}:{number}: cycle {row[1]} of unit {row[0]} where {rows.Count + 1} is due.");
            rows.Add(row);
        }
        if (rows.Count > 0) engines.Add(Engine(rows));
        if (engines.Count == 0) throw new BadInputException($"{file} holds no engine.");
        return engines;
    }

    static EngineRun Engine(List<double[]> rows) => new(
        (int)rows[0][0],
        [.. rows.Select(row => row[2..(2 + Settings)])],
        [.. Enumerable.Range(2 + Settings, Sensors).Select(column => rows.Select(row => row[column]).ToArray())]);

    static IEnumerable<(int Number, string Text)> Lines(string directory, string file)
    {
        var path = Path.Combine(directory, file);
        if (!File.Exists(path)) throw new BadInputException($"There is no {file} in {directory}: C-MAPSS is train_, test_ and RUL_ of one set, as text.");
        return File.ReadLines(path).Select((text, i) => (i + 1, text)).Where(line => !string.IsNullOrWhiteSpace(line.text));
    }

    static double Number(string text, string file, int line, int column) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? value
            : throw new BadInputException($"{file}:{line}: '{text}' in column {column} is not a number.");
}
