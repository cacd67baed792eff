namespace Plumbline.Cli;

/// <summary>A folder that appears whole or not at all: written beside its place, then moved into it.</summary>
/// <remarks>Where the folder exists already, the new files replace those of the same name, one rename each, and the others stay.</remarks>
sealed class OutputFolder : IDisposable
{
    readonly string _final;
    readonly string _draft;

    OutputFolder(string final, string draft)
    {
        _final = final;
        _draft = draft;
    }

    /// <exception cref="BadInputException">The place cannot be written to; nothing was left there.</exception>
    public static OutputFolder Begin(string path)
    {
        var final = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (File.Exists(final)) throw new BadInputException($"output folder '{path}' is a file.");
        var parent = Path.GetDirectoryName(final) ?? throw new BadInputException($"output folder '{path}' is the root of the file system.");
        // Inside the folder where it exists (its parent may be read-only, or another file system), beside it where not.
        var draft = Path.Combine(Directory.Exists(final) ? final : parent, $".{Path.GetFileName(final)}.{Environment.ProcessId}.part");
        try
        {
            Directory.CreateDirectory(draft);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"output folder '{path}' cannot be written: {e.Message}");
        }
        return new OutputFolder(final, draft);
    }

    /// <summary>A new file of the draft.</summary>
    public FileStream Create(string name)
    {
        var path = Path.Combine(_draft, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 16);
    }

    /// <summary>A folder inside; it comes and goes with this one.</summary>
    public OutputFolder Within(string name) => new(Path.Combine(_final, name), Path.Combine(_draft, name));

    /// <summary>Puts the draft in its place.</summary>
    public void Commit()
    {
        if (!Directory.Exists(_final))
        {
            Directory.Move(_draft, _final);
            return;
        }
        foreach (var file in Directory.EnumerateFiles(_draft, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(_final, Path.GetRelativePath(_draft, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Move(file, target, overwrite: true);
        }
    }

    public void Dispose()
    {
        if (Directory.Exists(_draft)) Directory.Delete(_draft, recursive: true);
    }
}
