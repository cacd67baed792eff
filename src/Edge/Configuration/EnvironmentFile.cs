using Plumbline.Intake;

namespace Plumbline.Edge.Configuration;

/// <summary>Variables in a file <c>.env</c>: a line each, <c>NAME=value</c>, also as <c>export NAME="value"</c>; <c>#</c> begins a line of comment.</summary>
sealed class EnvironmentFile
{
    const string Name = ".env";
    const int LargestBytes = 1 << 16;

    readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal);

    public string? this[string variable] => _variables.GetValueOrDefault(variable);

    /// <summary>The one in this folder; empty where there is none.</summary>
    /// <exception cref="InvalidInputException">It cannot be read, or a line is not one of these. Never shows a value.</exception>
    public static EnvironmentFile Beside(string folder)
    {
        var file = new EnvironmentFile();
        var path = Path.Combine(folder, Name);
        if (!File.Exists(path)) return file;
        try
        {
            if (new FileInfo(path).Length > LargestBytes) throw new InvalidInputException(Name, $"has more than {LargestBytes} bytes, which no such file has");
            var number = 0;
            foreach (var line in File.ReadLines(path)) file.Add(line.Trim(), ++number);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException(Name, $"cannot be read: {e.Message}");
        }
        return file;
    }

    void Add(string line, int number)
    {
        if (line.Length == 0 || line[0] == '#') return;
        const string export = "export ";
        if (line.StartsWith(export, StringComparison.Ordinal)) line = line[export.Length..].TrimStart();
        var sign = line.IndexOf('=');
        var name = sign < 0 ? "" : line[..sign].TrimEnd();
        if (!Placeholders.IsName(name)) throw new InvalidInputException(Name, "is not of the form NAME=value", number);
        _variables[name] = Unquoted(line[(sign + 1)..].TrimStart());
    }

    static string Unquoted(string value) => value.Length > 1 && value[0] is '"' or '\'' && value[^1] == value[0] ? value[1..^1] : value;
}
