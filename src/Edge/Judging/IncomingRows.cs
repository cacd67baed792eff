using Plumbline.Edge.Artifact;
using Plumbline.Edge.Delivery;
using Plumbline.Edge.Memory;
using Plumbline.Intake;
using Plumbline.Plant;
using Plumbline.Pumps.Condition;

namespace Plumbline.Edge.Judging;

/// <summary>Rows of the artifact's pump that have come in, from one file or several.</summary>
/// <param name="artifact">Which pump, and how its columns are called.</param>
/// <param name="timeZone">IANA zone of timestamps without offset.</param>
/// <param name="isComplete">Whether a last line without a line break is one all the same.</param>
sealed class IncomingRows(PumpArtifact artifact, string timeZone, bool isComplete)
{
    const int LongestHeader = 1 << 16;

    // In the order of time, the readings beside the times.
    readonly List<DateTime> _times = [];
    readonly List<PumpReading> _readings = [];
    readonly SortedSet<DateTime> _late = [];
    readonly List<string> _remarks = [];

    /// <summary>In the order of time.</summary>
    public IReadOnlyList<DateTime> Times => _times;

    /// <summary>Of rows that come only now, although later ones were judged: they are not among the rows.</summary>
    public IReadOnlyCollection<DateTime> Late => _late;

    /// <summary>What a person should know, a sentence each.</summary>
    public IReadOnlyList<string> Remarks => _late.Count == 0 ? _remarks : [.. _remarks, _late.Count == 1
        ? $"1 reading came late, after later ones had been judged, and is left out: {ReportTime.Format(_late.Min)}."
        : $"{_late.Count} readings came late, after later ones had been judged, and are left out: {ReportTime.Format(_late.Min)} to {ReportTime.Format(_late.Max)}."];

    /// <summary>The reading of a row.</summary>
    public PumpReading this[int row] => _readings[row];

    /// <summary>Reads a file; of rows with one time the last to come is kept.</summary>
    /// <param name="path">A CSV.</param>
    /// <param name="after">The latest row that was judged: those up to it are not taken; null for none.</param>
    /// <param name="known">What was judged, or came late, before.</param>
    /// <exception cref="InvalidInputException">It is missing, or nothing in it can be used.</exception>
    public void Read(string path, DateTime? after, KnownTimes known)
    {
        using var file = Open(path);
        var length = isComplete ? file.Length : WholeLines(file);
        if (length < file.Length) _remarks.Add($"{path}: the last line has no line break; it may be half-written, and waits for the next run (--complete takes it as it is).");
        if (length == 0 && file.Length > 0) return;
        file.Position = 0;
        var beginning = new byte[Math.Min(length, LongestHeader)];
        beginning = beginning[..file.ReadAtLeast(beginning, beginning.Length, throwOnEndOfStream: false)];
        if (length <= LongestHeader && HasNoRows(beginning)) return;
        file.Position = 0;
        Take(path, new Beginning(file, length), after, known);
    }

    void Take(string path, Stream csv, DateTime? after, KnownTimes known)
    {
        var pump = artifact.Baseline.Pump.PumpId;
        var read = PumpLogReader.Read(csv, path, new() { Mapping = artifact.Mapping, TimeZone = timeZone, Pump = pump, Threads = 1 });
        foreach (var logged in read.Pumps)
        {
            for (var i = 0; i < logged.Log.Count; i++)
            {
                var time = logged.Log.Times[i];
                if (!(time <= after)) Put(time, PumpReading.At(logged.Log, i));
                else if (known.IsMissing(time)) _late.Add(time);
            }
        }
        foreach (var defect in read.Pumps.SelectMany(logged => logged.Defects).Concat(read.Defects))
            if (defect.Effect == DefectEffect.Rejected) _remarks.Add($"left out: {defect.What} ({defect.Where})");
    }

    void Put(DateTime time, in PumpReading reading)
    {
        var place = PlaceOf(time);
        if (place < _times.Count && _times[place] == time)
        {
            _readings[place] = reading;
            return;
        }
        _times.Insert(place, time);
        _readings.Insert(place, reading);
    }

    /// <summary>Where the first row that is not before this time stands. Rows come in the order of time, mostly.</summary>
    int PlaceOf(DateTime time)
    {
        if (_times.Count == 0 || _times[^1] < time) return _times.Count;
        var (low, high) = (0, _times.Count - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_times[middle] < time) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    static FileStream Open(string path)
    {
        if (Directory.Exists(path)) throw new InvalidInputException(path, "this is a folder, not a file");
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InvalidInputException(path, "there is no such file");
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new InvalidInputException(path, $"it cannot be read: {e.Message.TrimEnd('.')}");
        }
    }

    // Up to and with the last line break; a file that grows meanwhile is read to where it was.
    static long WholeLines(FileStream file)
    {
        var tail = new byte[1 << 16];
        for (var end = file.Length; end > 0;)
        {
            var count = (int)Math.Min(tail.Length, end);
            file.Seek(end - count, SeekOrigin.Begin);
            count = file.ReadAtLeast(tail.AsSpan(0, count), count, throwOnEndOfStream: false);
            if (count == 0) return 0;
            if (tail.AsSpan(0, count).LastIndexOfAny((byte)'\n', (byte)'\r') is >= 0 and var at) return end - count + at + 1;
            end -= count;
        }
        return 0;
    }

    // A file that so far is its header alone is no mistake.
    static bool HasNoRows(ReadOnlySpan<byte> content)
    {
        var text = content.TrimStart(" \t\r\n"u8);
        var line = text.IndexOfAny((byte)'\n', (byte)'\r');
        return !text.IsEmpty && line >= 0 && text[line..].Trim(" \t\r\n"u8).IsEmpty;
    }

    /// <summary>As much of a file as there was when it was looked at.</summary>
    sealed class Beginning(FileStream file, long length) : Stream
    {
        public override bool CanRead => true;
        public override bool CanSeek => true;
        public override bool CanWrite => false;
        public override long Length => length;

        public override long Position
        {
            get => file.Position;
            set => file.Position = value;
        }

        public override int Read(Span<byte> buffer) => file.Read(buffer[..(int)Math.Min(buffer.Length, Math.Max(0, length - file.Position))]);

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }
    }
}
