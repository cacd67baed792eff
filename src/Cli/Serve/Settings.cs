using System.Data.Common;

namespace Plumbline.Cli.Serve;

/// <summary>Settings by environment, and by a file <c>.env</c> in the current folder: what stands in the environment wins.</summary>
sealed class Settings
{
    const string Forms = "write postgresql://user:password@host:5432/database, or the path of an SQLite file.";

    // What addresses carry behind the question mark, in the words of the driver.
    static readonly Dictionary<string, string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["sslmode"] = "SSL Mode",
        ["sslrootcert"] = "Root Certificate",
        ["sslcert"] = "SSL Certificate",
        ["sslkey"] = "SSL Key",
        ["application_name"] = "Application Name",
        ["connect_timeout"] = "Timeout",
        ["options"] = "Options",
        ["target_session_attrs"] = "Target Session Attributes",
    };

    readonly Dictionary<string, string> _file;

    Settings(Dictionary<string, string> file) => _file = file;

    /// <exception cref="BadInputException">A line of the file is no setting.</exception>
    public static Settings Read(string file = ".env") => new(File.Exists(file) ? Parse(file, File.ReadLines(file)) : []);

    public string? this[string name] => Environment.GetEnvironmentVariable(name) is { Length: > 0 } set ? set : _file.GetValueOrDefault(name) is { Length: > 0 } written ? written : null;

    /// <summary>Settings of older set-ups that nothing needs here.</summary>
    public IEnumerable<string> NotNeeded() => new[] { "REDIS_HOST", "REDIS_PORT", "REDIS_URL" }.Where(name => this[name] is not null);

    /// <summary>The PostgreSQL server of <c>DATABASE_URL</c> or <c>PLUMBLINE_STORE</c>, as a connection string.</summary>
    /// <returns>Null where none is named.</returns>
    /// <exception cref="BadInputException">The address cannot be read.</exception>
    public string? Server() => this["PLUMBLINE_STORE"] ?? (IsServer(this["DATABASE_URL"]) ? ConnectionString(this["DATABASE_URL"]!) : null);

    /// <summary>The file of the embedded store that <c>DATABASE_URL</c> names; null where it names none.</summary>
    /// <exception cref="BadInputException">The address is of another kind of database.</exception>
    public string? DatabaseFile()
    {
        if (this["DATABASE_URL"] is not { } url || IsServer(url)) return null;
        if (url.StartsWith("sqlite:///", StringComparison.OrdinalIgnoreCase)) return url["sqlite:///".Length..];
        // Only what stands before the colon is repeated: there may be a password behind it.
        if (url.Split("://") is [var scheme, _, ..]) throw new BadInputException($"DATABASE_URL begins with '{scheme}:'; {Forms}");
        return url;
    }

    /// <summary>A connection string with as many connections as <c>DB_POOL_SIZE</c> allows.</summary>
    public string Pooled(string connection) => Number("DB_POOL_SIZE", 1, 1000) is { } size ? new DbConnectionStringBuilder { ConnectionString = connection, ["Maximum Pool Size"] = size }.ConnectionString : connection;

    public int? Number(string name, int least, int most)
    {
        if (this[name] is not { } text) return null;
        return int.TryParse(text, out var number) && number >= least && number <= most ? number : throw new BadInputException($"{name} is '{text}'; it is a whole number from {least} to {most}.");
    }

    // postgresql+asyncpg:// and the like: a dialect's name says nothing of the server.
    static bool IsServer(string? url) => url?.Split("://") is [var scheme, _, ..] && scheme.Split('+')[0].ToLowerInvariant() is "postgres" or "postgresql";

    static string ConnectionString(string url)
    {
        // The address is not repeated in the message: it may hold a password.
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Host.Length == 0 || address.AbsolutePath.Length < 2)
            throw new BadInputException($"DATABASE_URL cannot be read; {Forms}");
        var user = address.UserInfo.Split(':', 2);
        var connection = new DbConnectionStringBuilder
        {
            ["Host"] = address.Host,
            ["Port"] = address.Port > 0 ? address.Port : 5432,
            ["Database"] = Uri.UnescapeDataString(address.AbsolutePath[1..]),
        };
        if (user[0].Length > 0) connection["Username"] = Uri.UnescapeDataString(user[0]);
        if (user.Length > 1) connection["Password"] = Uri.UnescapeDataString(user[1]);
        foreach (var setting in address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = setting.Split('=', 2) is [var first, var second] ? (first, second) : (setting, "");
            if (!Words.TryGetValue(name, out var word)) throw new BadInputException($"DATABASE_URL has '{name}' behind its '?', which is not known here; known: {string.Join(", ", Words.Keys)}. Everything else can be said in PLUMBLINE_STORE.");
            connection[word] = word == "SSL Mode" ? value.Replace("-", "", StringComparison.Ordinal) : Uri.UnescapeDataString(value);
        }
        return connection.ConnectionString;
    }

    static Dictionary<string, string> Parse(string file, IEnumerable<string> lines)
    {
        var settings = new Dictionary<string, string>();
        foreach (var (number, line) in lines.Select((line, row) => (row + 1, line.Trim())))
        {
            if (line.Length == 0 || line[0] == '#') continue;
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1) throw new BadInputException($"{file}, line {number}: write NAME=value.");
            var value = line[(equals + 1)..].Trim();
            if (value.Length >= 2 && value[0] == value[^1] && value[0] is '"' or '\'') value = value[1..^1];
            settings[line[..equals].Replace("export ", "", StringComparison.Ordinal).Trim()] = value;
        }
        return settings;
    }
}
