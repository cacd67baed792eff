using System.Text;
using Plumbline.Central.Storage;
using Plumbline.Intake;

namespace Plumbline.Central.ReadingsIntake;

/// <summary>Takes messages with readings, keeps what can be read of them, and keeps apart what cannot.</summary>
sealed class ReadingInlet
{
    const int ReplayedAtOnce = 5_000;
    const string UnknownMachine = "machine_unknown";

    readonly IReadingStore _readings;
    readonly MachineNames _names;
    long _accepted;
    long _rejected;
    long _ignored;

    public ReadingInlet(IReadingStore readings, IRejectStore rejects, TimeProvider clock, MetricSet metrics)
    {
        (_readings, Rejects, Clock, _names) = (readings, rejects, clock, new(readings, clock));
        metrics.Counter("plumbline_rows_accepted_total", "Rows of readings that were kept.", () => Volatile.Read(ref _accepted));
        metrics.Counter("plumbline_rows_rejected_total", "Rows of readings that could not be taken.", () => Volatile.Read(ref _rejected));
        metrics.Counter("plumbline_values_ignored_total", "Values of rows taken that are no numbers, and are not kept.", () => Volatile.Read(ref _ignored));
    }

    public IRejectStore Rejects { get; }

    public TimeProvider Clock { get; }

    /// <summary>Units that times of lines may be in, with their ticks; nanoseconds are less than one.</summary>
    public static long? TicksOf(string precision) => precision switch
    {
        "ns" => 0,
        "us" => TimeSpan.TicksPerMicrosecond,
        "ms" => TimeSpan.TicksPerMillisecond,
        "s" => TimeSpan.TicksPerSecond,
        _ => null,
    };

    /// <summary>Reads a message and keeps what it says. What is returned has reached the disk.</summary>
    /// <exception cref="InvalidInputException">It cannot be read as a whole; nothing was kept.</exception>
    public async Task<ReadingMessage> TakeAsync(ReadOnlyMemory<byte> text, Arrival arrival, bool areLines, CancellationToken cancel)
    {
        var machines = await _names.OfAsync(arrival.Sites, besides: null, cancel);
        var message = Read(text.Span, arrival, areLines, machines);
        if (message.Rejected.Any(row => row.Code == UnknownMachine))
        {
            // Whoever adds a machine and sends its readings at once is not told that there is none.
            machines = await _names.OfAsync(arrival.Sites, besides: machines, cancel);
            message = Read(text.Span, arrival, areLines, machines);
        }

        await KeepAsync(message, machines);
        if (message.Rejected.Count > 0) await Rejects.AddAsync(message.Rejected, arrival);
        Interlocked.Add(ref _rejected, message.Rejected.Count);
        return message;
    }

    /// <summary>Tries rejected rows again, and forgets those that can be taken now.</summary>
    /// <param name="code">Null for all.</param>
    /// <returns>How many were taken, and how many still cannot be.</returns>
    public async Task<(long Taken, long Left)> ReplayAsync(string? code, CancellationToken cancel)
    {
        var (taken, left, after) = (0L, 0L, 0L);
        while (await Rejects.ListAsync(code, after, ReplayedAtOnce, cancel) is { Items: { Count: > 0 } items })
        {
            after = items[^1].Id;
            foreach (var group in items.GroupBy(reject => (reject.Arrival.At, reject.Arrival.Format, reject.Arrival.Precision, string.Join(',', reject.Arrival.Sites ?? [-1]))))
            {
                var rows = group.ToList();
                var stillRejected = await ReplayAsync(rows, cancel);
                taken += rows.Count - stillRejected;
                left += stillRejected;
            }
        }

        return (taken, left);
    }

    async Task<int> ReplayAsync(List<KeptReject> rows, CancellationToken cancel)
    {
        var arrival = rows[0].Arrival;
        var machines = await _names.OfAsync(arrival.Sites, besides: null, cancel);
        // The end of a line is no part of a JSON text but between its words.
        var text = string.Join('\n', rows.Select(row => arrival.Format == RowFormat.Json ? row.Row.Text.ReplaceLineEndings(" ") : row.Row.Text));
        var message = Read(Encoding.UTF8.GetBytes(text), arrival, areLines: true, machines);
        // Rows that are no longer told apart, cut texts for instance, are left as they are.
        if (message.Rows != rows.Count) return rows.Count;
        await KeepAsync(message, machines);
        var rejected = message.Rejected.Select(row => int.Parse(row.Where["line ".Length..]) - 1).ToHashSet();
        await Rejects.RemoveAsync([.. rows.Where((_, i) => !rejected.Contains(i)).Select(row => row.Id)]);
        return rejected.Count;
    }

    async Task KeepAsync(ReadingMessage message, NamedMachines machines)
    {
        await _readings.AddAsync(
            [.. message.Machines.Select(metered => new MachineReadings(machines[metered.Log.Machine], metered.Energy, metered.Log))],
            [.. message.Plain.Select(plain => new PlainReadings(plain.Name, plain.Times, plain.Values))]);
        Interlocked.Add(ref _accepted, message.Accepted);
        Interlocked.Add(ref _ignored, message.Ignored);
    }

    static ReadingMessage Read(ReadOnlySpan<byte> text, Arrival arrival, bool areLines, NamedMachines machines) => arrival.Format switch
    {
        RowFormat.Line => LineProtocolReader.Read(text, machines.NameOf, TicksOf(arrival.Precision)!.Value, arrival.At),
        _ when areLines => JsonReadingReader.ReadLines(text, machines.NameOf),
        _ => JsonReadingReader.Read(text, machines.NameOf),
    };
}
