namespace Plumbline.Cli;

/// <summary>Opens what the user named, or says in one sentence why that cannot be done.</summary>
static class InputFile
{
    /// <exception cref="BadInputException">It is missing, a folder, or may not be read.</exception>
    public static FileStream Open(string path, string what)
    {
        if (Directory.Exists(path)) throw new BadInputException($"{what} '{path}' is a folder, not a file.");
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 1, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new BadInputException($"{what} '{path}' does not exist.");
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new BadInputException($"{what} '{path}' cannot be read: {e.Message}");
        }
    }

    /// <summary>The whole of a small file.</summary>
    /// <exception cref="BadInputException">It cannot be read, or is larger than <paramref name="limitBytes"/>.</exception>
    public static byte[] ReadAll(string path, string what, int limitBytes = 1 << 20)
    {
        using var stream = Open(path, what);
        // Not by its length: a pipe or a device has none.
        var bytes = new byte[limitBytes + 1];
        var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (length > limitBytes) throw new BadInputException($"{what} '{path}' has more than {limitBytes} bytes, which no such file has.");
        return bytes[..length];
    }
}
