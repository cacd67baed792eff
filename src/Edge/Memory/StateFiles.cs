using System.Globalization;
using System.Text;
using Plumbline.Numerics;

namespace Plumbline.Edge.Memory;

/// <summary>The state on disk: two files that are written in turn, so that one is whole whatever happens to the other. Only for who holds the lock of the data folder.</summary>
/// <remarks>A file is a line <c>plumb-edge state 3 GENERATION SUM</c>, then the bytes of which the sum is (CRC-32C, hexadecimal).</remarks>
/// <param name="folder">Need not be there yet.</param>
sealed class StateFiles(string folder)
{
    public const string FolderName = "state";

    const string Title = "plumb-edge state 3";
    const int Files = 2;
    const long LargestBytes = 256L << 20;

    long _generation;

    /// <summary>The latest generation that is whole; null where none is.</summary>
    /// <param name="damaged">The files that are there and not whole.</param>
    public EdgeState? Load(out IReadOnlyList<string> damaged)
    {
        DurableFile.RemoveDrafts(folder);
        var wrong = new List<string>();
        (long Generation, EdgeState State)? latest = null;
        for (var i = 0; i < Files; i++)
        {
            var path = PathOf(i);
            if (!File.Exists(path)) continue;
            if (Read(path) is not { } found) wrong.Add(path);
            else if (latest is not { } other || found.Generation > other.Generation) latest = found;
        }
        damaged = wrong;
        _generation = latest?.Generation ?? 0;
        return latest?.State;
    }

    /// <summary>Writes the next generation over the older file. On return it is on the disk.</summary>
    /// <exception cref="IOException">It could not be written: a sentence. Both files are as they were.</exception>
    public void Commit(EdgeState state)
    {
        var bytes = StateBytes.Of(state);
        var next = _generation + 1;
        var title = string.Create(CultureInfo.InvariantCulture, $"{Title} {next} {Crc32C.Of(bytes):x8}\n");
        DurableFile.Write(PathOf((int)(next % Files)), [.. Encoding.ASCII.GetBytes(title), .. bytes]);
        _generation = next;
    }

    string PathOf(int file) => Path.Combine(folder, $"state_{(char)('a' + file)}.bin");

    static (long Generation, EdgeState State)? Read(string path)
    {
        if (new FileInfo(path).Length > LargestBytes) return null;
        var bytes = File.ReadAllBytes(path);
        var end = bytes.AsSpan().IndexOf((byte)'\n');
        if (end < 0) return null;
        var words = Encoding.ASCII.GetString(bytes, 0, end).Split(' ');
        if (words.Length != 5 || string.Join(' ', words[..3]) != Title) return null;
        if (!long.TryParse(words[3], NumberStyles.None, CultureInfo.InvariantCulture, out var generation)) return null;
        var content = bytes.AsSpan(end + 1);
        if (string.Create(CultureInfo.InvariantCulture, $"{Crc32C.Of(content):x8}") != words[4]) return null;
        return StateBytes.Read(content.ToArray()) is { } state ? (generation, state) : null;
    }
}
