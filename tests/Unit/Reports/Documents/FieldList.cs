namespace Plumbline.Unit.Tests.Reports.Documents;

/// <summary>The fields that docs/analysis-json.md describes: path and type, shapes put in place.</summary>
static class FieldList
{
    public static Dictionary<string, string> Read(string heading)
    {
        var tables = Tables();
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (path, type) in tables[heading]) Add(path, type);
        return fields;

        void Add(string path, string type)
        {
            if (!type.StartsWith('*'))
            {
                fields.Add(path, type);
                return;
            }
            fields.Add(path, "object");
            foreach (var (inner, innerType) in tables[type.Trim('*')]) Add($"{path}.{inner}", innerType);
        }
    }

    static Dictionary<string, List<(string Path, string Type)>> Tables()
    {
        var tables = new Dictionary<string, List<(string, string)>>(StringComparer.Ordinal);
        var current = new List<(string, string)>();
        foreach (var line in File.ReadLines(Path.Combine(Root(), "docs", "analysis-json.md")))
        {
            if (line.StartsWith('#')) tables[line.TrimStart('#', ' ')] = current = [];
            else if (line.StartsWith("| `", StringComparison.Ordinal) && line.Split('|') is { Length: 5 } cells) current.Add((cells[1].Trim(' ', '`'), cells[2].Trim()));
        }
        return tables;
    }

    static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Plumbline.slnx")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("No Plumbline.slnx above " + AppContext.BaseDirectory);
        return folder.FullName;
    }
}
