using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Plumbline.Edge.Memory;

/// <summary>Files that are there whole or not at all, whatever ends the process or the power: written to a draft, brought to the disk, renamed.</summary>
static class DurableFile
{
    /// <summary>What the names of drafts end with.</summary>
    public const string DraftEnding = ".tmp";

    /// <summary>Writes a file in place of one of that name, if any. Its folder is made where it is missing.</summary>
    /// <exception cref="IOException">It could not be written (a full disk, a missing permission): a sentence that names it. What was there before is still there, and no draft is left.</exception>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var draft = path + DraftEnding;
        try
        {
            CreateFolder(folder);
            using (var file = File.OpenHandle(draft, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                RandomAccess.Write(file, bytes, 0);
                RandomAccess.FlushToDisk(file);
            }
            File.Move(draft, path, overwrite: true);
            SyncFolder(folder);
        }
        catch (Exception e) when (IsOfTheDisk(e))
        {
            Discard(draft);
            throw new IOException($"'{path}' cannot be written: {e.Message.TrimEnd('.')}.", e);
        }
    }

    /// <summary>Renames a file, so that the new name survives the loss of power. The folder is made where it is missing.</summary>
    /// <exception cref="IOException">It could not be; the file is where it was. Also where the new name is taken.</exception>
    public static void Move(string from, string to)
    {
        try
        {
            CreateFolder(Path.GetDirectoryName(Path.GetFullPath(to))!);
            File.Move(from, to, overwrite: false);
            SyncFolder(Path.GetDirectoryName(Path.GetFullPath(to))!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"'{from}' cannot be moved to '{to}': {e.Message.TrimEnd('.')}.", e);
        }
    }

    /// <summary>Whether the disk, and no mistake of ours, is what went wrong.</summary>
    /// <remarks>Where a limit on the size of files is met (EFBIG), .NET speaks of an argument.</remarks>
    public static bool IsOfTheDisk(Exception exception) => exception is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException;

    /// <summary>Removes the drafts that a killed process left in a folder. Only for who holds the folder's lock.</summary>
    public static void RemoveDrafts(string folder)
    {
        if (!Directory.Exists(folder)) return;
        foreach (var draft in Directory.EnumerateFiles(folder, "*" + DraftEnding)) Discard(draft);
    }

    static void CreateFolder(string folder)
    {
        if (Directory.Exists(folder)) return;
        var parent = Path.GetDirectoryName(folder);
        if (parent is not null) CreateFolder(parent);
        Directory.CreateDirectory(folder);
        if (parent is not null) SyncFolder(parent);
    }

    static void Discard(string draft)
    {
        try
        {
            File.Delete(draft);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next run removes it; what is being told is why it could not be written.
        }
    }

    /// <summary>Brings the names in a folder to the disk. .NET opens no folders, so the system is asked; elsewhere than on Unix a rename is all there is.</summary>
    static void SyncFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        var descriptor = Open(folder, flags: 0);
        if (descriptor < 0) throw new IOException($"the folder '{folder}' cannot be opened (error {Marshal.GetLastPInvokeError()})");
        using var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        RandomAccess.FlushToDisk(handle);
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);
}
