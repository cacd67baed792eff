using System.Collections.Concurrent;

namespace Plumbline.Cli;

/// <summary>A folder that appears whole or not at all: written beside its place, then moved into it.</summary>
/// <remarks>Where the folder exists already, the new files replace those of the same name, one rename each, and the others stay, but for those that <see cref="Drop"/> names.</remarks>
sealed class OutputFolder : IDisposable
{
    readonly string _final;
    readonly string _draft;
    readonly IReadOnlyList<string> _newParents;
    readonly ConcurrentBag<string> _dropped;
    IReadOnlyList<string> _inputs = [];

    OutputFolder(string final, string draft, IReadOnlyList<string> newParents, ConcurrentBag<string> dropped)
    {
        _dropped = dropped;
        _final = final;
        _draft = draft;
        _newParents = newParents;
    }

    /// <param name="path">The folder.</param>
    /// <param name="inputs">Files that must not be written over.</param>
    /// <exception cref="BadInputException">The place cannot be written to; nothing was left there.</exception>
    public static OutputFolder Begin(string path, params IEnumerable<string?> inputs)
    {
        var final = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (File.Exists(final)) throw new BadInputException($"output folder '{path}' is a file.");
        var parent = Path.GetDirectoryName(final) ?? throw new BadInputException($"output folder '{path}' is the root of the file system.");
        // Inside the folder where it exists (its parent may be read-only, or another file system), beside it where not.
        var draft = Path.Combine(Directory.Exists(final) ? final : parent, $".{Path.GetFileName(final)}.{Environment.ProcessId}.part");
        var newParents = Missing(parent);
        try
        {
            Directory.CreateDirectory(draft);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"output folder '{path}' cannot be written: {e.Message}");
        }
        RemoveOrphans(Path.GetDirectoryName(draft)!, Path.GetFileName(final));
        return new OutputFolder(final, draft, newParents, []) { _inputs = [.. inputs.OfType<string>().Select(Path.GetFullPath)] };
    }

    /// <summary>A new file of the draft.</summary>
    public FileStream Create(string name)
    {
        var path = Path.Combine(_draft, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 16);
    }

    /// <summary>A folder inside; it comes and goes with this one.</summary>
    public OutputFolder Within(string name) => new(Path.Combine(_final, name), Path.Combine(_draft, name), [], _dropped);

    /// <summary>A file that an earlier run may have left and this one does not write: what it says is no longer true of the others, so it goes with the commit. Never one that was read. Safe from many threads.</summary>
    public void Drop(string name) => _dropped.Add(Path.Combine(_final, name));

    /// <summary>Puts the draft in its place.</summary>
    public void Commit()
    {
        if (!Directory.Exists(_final))
        {
            Directory.Move(_draft, _final);
            return;
        }
        var moves = Directory.EnumerateFiles(_draft, "*", SearchOption.AllDirectories).Select(file => (File: file, Target: Path.Combine(_final, Path.GetRelativePath(_draft, file)))).ToList();
        // All that can be seen to be in the way is seen before the first file moves.
        foreach (var (_, target) in moves)
        {
            if (Directory.Exists(target)) throw new BadInputException($"'{target}' is a folder; the file of that name cannot be written.");
            if (_inputs.Contains(target)) throw new BadInputException($"'{target}' is read by this very command and would be written over: choose another output folder.");
        }
        foreach (var (file, target) in moves)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Move(file, target, overwrite: true);
        }
        foreach (var old in _dropped)
            if (!_inputs.Contains(old)) File.Delete(old);
    }

    public void Dispose()
    {
        if (Directory.Exists(_draft)) Directory.Delete(_draft, recursive: true);
        foreach (var folder in _newParents)
            if (Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any()) Directory.Delete(folder);
    }

    // Drafts of the same folder whose process is gone: it was killed half-way.
    static void RemoveOrphans(string parent, string name)
    {
        foreach (var folder in Directory.EnumerateDirectories(parent, $".{name}.*.part"))
            if (int.TryParse(Path.GetFileName(folder)[(name.Length + 2)..^5], out var process) && !Directory.Exists($"/proc/{process}") && Directory.Exists("/proc/self"))
                Directory.Delete(folder, recursive: true);
    }

    // The folders above that are made for this one, the deepest first: they go again where nothing comes of it.
    static List<string> Missing(string? folder)
    {
        var missing = new List<string>();
        for (; folder is not null && !Directory.Exists(folder); folder = Path.GetDirectoryName(folder)) missing.Add(folder);
        return missing;
    }
}
