using Plumbline.Intake;

namespace Plumbline.Edge.Artifact;

/// <summary>Reads a small file whole, or says in one sentence why that cannot be done.</summary>
static class ArtifactFile
{
    const int Most = 16 << 20;

    /// <exception cref="InvalidInputException">It is missing, a folder, too large, or may not be read.</exception>
    public static byte[] ReadAll(string path, string what)
    {
        using var stream = Open(path, what);
        if (stream.Length > Most) throw new InvalidInputException(path, $"the {what} has {stream.Length} bytes, which none has");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <exception cref="InvalidInputException">It is missing, a folder, or may not be read.</exception>
    public static FileStream Open(string path, string what)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InvalidInputException(path, $"the {what} is missing");
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new InvalidInputException(path, $"the {what} cannot be read: {e.Message.TrimEnd('.')}");
        }
    }
}
