namespace Plumbline.Cli;

/// <summary>A file that the user named for a result.</summary>
static class OutputFile
{
    /// <summary>A file that appears whole or not at all; one that is there is replaced as a whole.</summary>
    public static void Write(string path, Action<Stream> write)
    {
        var whole = Path.GetFullPath(path);
        if (Directory.Exists(whole)) throw new BadInputException($"'{path}' is a folder; name a file in it.");
        // Renaming onto a device would put a file in its place.
        if (whole.StartsWith("/dev/", StringComparison.Ordinal) || whole.StartsWith("/proc/", StringComparison.Ordinal)) throw new BadInputException($"'{path}' is no file that can be replaced; --json writes to standard output.");
        using var folder = OutputFolder.Begin(Path.GetDirectoryName(whole)!);
        using (var file = folder.Create(Path.GetFileName(whole))) write(file);
        folder.Commit();
    }
}
