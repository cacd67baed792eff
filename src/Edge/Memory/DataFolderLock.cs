namespace Plumbline.Edge.Memory;

/// <summary>One run at a time in a data folder. The system lets go of it when the process ends, however it ends.</summary>
sealed class DataFolderLock : IDisposable
{
    const string Name = ".lock";

    readonly FileStream _file;

    DataFolderLock(FileStream file) => _file = file;

    /// <summary>Takes the lock; the folder is made where it is missing.</summary>
    /// <returns>Null where another run holds it.</returns>
    /// <exception cref="IOException">The folder cannot be written to.</exception>
    public static DataFolderLock? TryTake(string folder)
    {
        var path = Path.Combine(folder, Name);
        try
        {
            Directory.CreateDirectory(folder);
            // The file stays: to delete it would be to take it from who opens it at this moment.
            return new DataFolderLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException) when (IsHeld(path))
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"the data folder '{folder}' cannot be used: {e.Message.TrimEnd('.')}.", e);
        }
    }

    public void Dispose() => _file.Dispose();

    // A file that is there and can be opened by nobody else.
    static bool IsHeld(string path) => File.Exists(path) && !Directory.Exists(path);
}
