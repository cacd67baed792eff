using Plumbline.Edge.Memory;

namespace Plumbline.Edge.Delivery;

/// <summary>Reports that the centre does not have yet, one file each, in a folder. Only for who holds the lock of the data folder.</summary>
/// <remarks>A file is the body of the request and nothing else, so that it can be read, and sent by hand. None is ever deleted unsent.</remarks>
sealed class Outbox
{
    public const string FolderName = "unsent_anomalies";
    const string Rejected = "rejected";
    const string Unreadable = "unreadable";

    readonly string _folder;

    /// <param name="folder">Need not be there yet.</param>
    public Outbox(string folder)
    {
        _folder = folder;
        DurableFile.RemoveDrafts(folder);
    }

    /// <summary>Reports of readings after this are of a run that has not been committed: they are neither counted nor sent. UTC.</summary>
    public DateTime Until { get; set; } = DateTime.MaxValue;

    /// <summary>How many reports wait.</summary>
    public int Count => OldestFirst().Count;

    /// <summary>Keeps a report until it is sent. On return it is on the disk. The same reading judged again gives the same file.</summary>
    /// <exception cref="IOException">It could not be kept, a sentence; nothing half-written is left.</exception>
    public void Add(AnomalyPayload payload) => DurableFile.Write(Path.Combine(_folder, PendingReport.NameOf(payload)), payload.ToJson());

    /// <summary>The files' names, by the time of their readings.</summary>
    public IReadOnlyList<string> OldestFirst()
    {
        var names = Names();
        names.RemoveAll(name => PendingReport.IsAfter(name, Until));
        names.Sort(StringComparer.Ordinal);
        return names;
    }

    /// <summary>Whether a report of this reading waits, of a committed run or not. To the second.</summary>
    public bool Holds(DateTime reading) => Directory.Exists(_folder) && Directory.EnumerateFiles(_folder, PendingReport.PatternOf(reading)).Any();

    /// <summary>Whether a report waits, or was refused; null where it does neither.</summary>
    /// <param name="reading">Its reading, UTC.</param>
    /// <param name="key">Its key.</param>
    public OutboxPlace? PlaceOf(DateTime reading, string key)
    {
        var name = PendingReport.NameOf(reading, key);
        return File.Exists(Path.Combine(_folder, name)) ? OutboxPlace.Waiting : File.Exists(Path.Combine(_folder, Rejected, name)) ? OutboxPlace.Rejected : null;
    }

    /// <summary>One of them.</summary>
    /// <returns>Null where it is no report; <paramref name="defect"/> then says why.</returns>
    /// <exception cref="IOException">The disk does not give it.</exception>
    public PendingReport? Read(string name, out string? defect)
    {
        using var file = File.OpenHandle(Path.Combine(_folder, name));
        var body = new byte[Math.Min(RandomAccess.GetLength(file), PendingReport.LargestBytes + 1)];
        var length = 0;
        while (length < body.Length && RandomAccess.Read(file, body.AsSpan(length), length) is > 0 and var read) length += read;
        return PendingReport.Read(name, body[..length], out defect);
    }

    /// <summary>The centre has it.</summary>
    /// <exception cref="IOException">The file cannot be deleted: it will be sent again, and the centre will know it again by its key.</exception>
    public void Remove(PendingReport report)
    {
        try
        {
            File.Delete(Path.Combine(_folder, report.FileName));
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException($"'{report.FileName}' was sent and cannot be deleted: {e.Message}", e);
        }
    }

    /// <summary>The centre will never take it: it is kept apart, beside what the centre said.</summary>
    /// <returns>Where.</returns>
    /// <exception cref="IOException">It could not be moved, and waits where it was.</exception>
    public string Reject(PendingReport report, ReadOnlySpan<byte> answer)
    {
        var place = FreePlace(Rejected, report.FileName);
        DurableFile.Write(Path.ChangeExtension(place, ".answer.txt"), answer);
        DurableFile.Move(Path.Combine(_folder, report.FileName), place);
        return place;
    }

    /// <summary>It is no report: it is kept apart, and stops nothing.</summary>
    /// <returns>Where.</returns>
    /// <exception cref="IOException">It could not be moved.</exception>
    public string SetAside(string name)
    {
        var place = FreePlace(Unreadable, name);
        DurableFile.Move(Path.Combine(_folder, name), place);
        return place;
    }

    List<string> Names() => Directory.Exists(_folder) ? [.. Directory.EnumerateFiles(_folder, "*.json").Select(path => Path.GetFileName(path))] : [];

    string FreePlace(string kind, string name)
    {
        var place = Path.Combine(_folder, kind, name);
        for (var number = 2; File.Exists(place); number++) place = Path.Combine(_folder, kind, $"{Path.GetFileNameWithoutExtension(name)}-{number}.json");
        return place;
    }
}

/// <summary>Where a report is that the centre does not have.</summary>
enum OutboxPlace
{
    /// <summary>It waits for the next contact.</summary>
    Waiting,

    /// <summary>The centre refused it for good.</summary>
    Rejected,
}
