using System.Globalization;
using Plumbline.Edge.Memory;

namespace Plumbline.Edge.Results;

/// <summary>What was said of every row of the last weeks, a line of JSON each, in files of a day or <see cref="LargestFileBytes"/>. Only for who holds the lock of the data folder.</summary>
/// <remarks>The state is rebuilt from it where that is lost, so a line holds the row as measured and what was told of it.</remarks>
/// <param name="folder">Need not be there yet.</param>
sealed class ResultsLog(string folder)
{
    public const string FolderName = "results";

    /// <summary>A file that has grown to this is followed by another.</summary>
    public const int LargestFileBytes = 4 << 20;

    /// <summary>All files together, but for the one in use.</summary>
    public const long LargestBytes = 64L << 20;

    const string Beginning = "results_";
    const string Ending = ".jsonl";
    const string TimeInName = "yyyyMMdd'_'HHmmss";

    const byte LineEnd = (byte)'\n';

    /// <summary>Appends rows. On return they are on the disk.</summary>
    /// <exception cref="IOException">They could not be kept: a sentence. Some of them may be.</exception>
    public void Append(IReadOnlyList<RowResult> rows)
    {
        if (rows.Count == 0) return;
        FileStream? file = null;
        var day = default(DateTime);
        try
        {
            foreach (var row in rows)
            {
                if (file is null || row.Timestamp.Date != day || file.Length >= LargestFileBytes)
                {
                    Close(file);
                    (file, day) = (Open(row.Timestamp), row.Timestamp.Date);
                }
                file.Write([.. ResultJson.Line(row), LineEnd]);
            }
            Close(file);
            file = null;
        }
        catch (Exception e) when (DurableFile.IsOfTheDisk(e))
        {
            throw new IOException($"the results log in '{folder}' cannot be written: {e.Message.TrimEnd('.')}.", e);
        }
        finally
        {
            Release(file);
        }
    }

    /// <summary>The rows after a time, in the order of time.</summary>
    /// <param name="after">UTC; null for all.</param>
    /// <param name="unreadable">Told of the number of lines that are damaged; the last, where it was cut short, is not one.</param>
    public IEnumerable<RowResult> After(DateTime? after, Action<int> unreadable)
    {
        var damaged = 0;
        var names = Names();
        var first = 0;
        while (first + 1 < names.Count && StartOf(names[first + 1]) <= after) first++;
        foreach (var name in names.Skip(first))
        {
            var bytes = File.ReadAllBytes(Path.Combine(folder, name));
            for (int at = 0, length; at < bytes.Length; at += length + 1)
            {
                length = bytes.AsSpan(at).IndexOf(LineEnd);
                if (length < 0) break;
                if (ResultJson.OfLine(bytes.AsSpan(at, length)) is not { } row) damaged++;
                else if (!(row.Timestamp <= after))
                {
                    after = row.Timestamp;
                    yield return row;
                }
            }
        }
        if (damaged > 0) unreadable(damaged);
    }

    /// <summary>Deletes the files of which every row is too old, and the oldest where all are too large.</summary>
    /// <param name="oldest">Rows before this are too old, UTC.</param>
    /// <param name="largestBytes">Of all files but the latest.</param>
    public void Forget(DateTime oldest, long largestBytes = LargestBytes)
    {
        var names = Names();
        var room = largestBytes;
        for (var i = names.Count - 2; i >= 0; i--)
        {
            var path = Path.Combine(folder, names[i]);
            room -= new FileInfo(path).Length;
            if (room < 0 || StartOf(names[i + 1]) <= oldest) File.Delete(path);
        }
    }

    FileStream Open(DateTime time)
    {
        Directory.CreateDirectory(folder);
        var names = Names();
        var latest = names.Count > 0 && StartOf(names[^1]) is { } start && start.Date == time.Date && new FileInfo(Path.Combine(folder, names[^1])).Length < LargestFileBytes ? names[^1] : null;
        var name = latest ?? $"{Beginning}{time.ToString(TimeInName, CultureInfo.InvariantCulture)}{Ending}";
        var file = new FileStream(Path.Combine(folder, name), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 1 << 16);
        file.SetLength(WholeLines(file));
        file.Seek(0, SeekOrigin.End);
        return file;
    }

    // What a killed process left of its last line is no line.
    static long WholeLines(FileStream file)
    {
        var tail = new byte[1 << 16];
        for (var end = file.Length; end > 0;)
        {
            var count = (int)Math.Min(tail.Length, end);
            file.Seek(end - count, SeekOrigin.Begin);
            file.ReadExactly(tail, 0, count);
            if (tail.AsSpan(0, count).LastIndexOf(LineEnd) is >= 0 and var at) return end - count + at + 1;
            end -= count;
        }
        return 0;
    }

    static void Close(FileStream? file)
    {
        if (file is null) return;
        file.Flush(flushToDisk: true);
        file.Dispose();
    }

    // After a write that failed, what is buffered fails again.
    static void Release(FileStream? file)
    {
        try
        {
            file?.Dispose();
        }
        catch (Exception e) when (DurableFile.IsOfTheDisk(e))
        {
            // The first failure is being told.
        }
    }

    List<string> Names()
    {
        if (!Directory.Exists(folder)) return [];
        var names = Directory.EnumerateFiles(folder, Beginning + "*" + Ending).Select(path => Path.GetFileName(path)).Where(name => StartOf(name) is not null).ToList();
        names.Sort(StringComparer.Ordinal);
        return names;
    }

    static DateTime? StartOf(string name) =>
        name.Length == Beginning.Length + 15 + Ending.Length
        && DateTime.TryParseExact(name.AsSpan(Beginning.Length, 15), TimeInName, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;
}
