using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Plumbline.Faults;

/// <summary>What the network, or a server under stress, does to one request.</summary>
enum Fault
{
    None,

    /// <summary>The centre has stored it; the connection is reset before it can say so.</summary>
    AnswerDropped,

    /// <summary>The centre has stored it; half of its answer arrives.</summary>
    AnswerCut,

    /// <summary>The centre has stored it, and nothing is heard until the device gives up.</summary>
    AnswerNever,

    /// <summary>Nothing reaches the centre, and nothing is heard until the device gives up.</summary>
    RequestLost,

    /// <summary>Nothing reaches the centre: the connection is reset.</summary>
    Reset,

    /// <summary>500, and nothing reaches the centre.</summary>
    ServerError,

    /// <summary>500, although the centre has stored it.</summary>
    ServerErrorAfterCommit,

    /// <summary>429 with Retry-After: 1.</summary>
    TooMany,
}

/// <summary>Stands between a device and the centre, and does harm. One request a connection.</summary>
sealed class FaultyProxy : IAsyncDisposable
{
    static readonly byte[] HeadEnd = "\r\n\r\n"u8.ToArray();

    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource _stop = new();
    readonly ConcurrentDictionary<Fault, int> _done = new();
    readonly Uri _centre;
    readonly Func<Fault> _next;
    readonly Task _accepting;

    /// <param name="apiUrl">Of the centre.</param>
    /// <param name="next">What happens to the next request.</param>
    public FaultyProxy(string apiUrl, Func<Fault> next)
    {
        _centre = new Uri(apiUrl);
        _next = next;
        _listener.Start();
        ApiUrl = new UriBuilder(_centre) { Port = ((IPEndPoint)_listener.LocalEndpoint).Port }.Uri.AbsoluteUri;
        _accepting = AcceptAsync();
    }

    /// <summary>What a device is told to report to.</summary>
    public string ApiUrl { get; }

    /// <summary>How often it did harm.</summary>
    public int Harm => _done.Where(entry => entry.Key != Fault.None).Sum(entry => entry.Value);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // It is over.
        }
    }

    async Task ServeAsync(TcpClient device)
    {
        using (device)
        {
            try
            {
                var stream = device.GetStream();
                if (await RequestAsync(stream) is not { } request) return;
                var fault = _next();
                _done.AddOrUpdate(fault, 1, (_, count) => count + 1);
                await DoAsync(fault, device, stream, request);
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
            {
                // One of the two ends is gone: that is what this is for.
            }
        }
    }

    async Task DoAsync(Fault fault, TcpClient device, NetworkStream stream, byte[] request)
    {
        switch (fault)
        {
            case Fault.Reset:
                Reset(device);
                return;
            case Fault.RequestLost:
                await GiveUpAsync(stream);
                return;
            case Fault.ServerError:
                await AnswerAsync(stream, "500 Internal Server Error", "");
                return;
            case Fault.TooMany:
                await AnswerAsync(stream, "429 Too Many Requests", "Retry-After: 1\r\n");
                return;
        }
        var answer = await ForwardAsync(request);
        switch (fault)
        {
            case Fault.AnswerDropped:
                Reset(device);
                return;
            case Fault.AnswerNever:
                await GiveUpAsync(stream);
                return;
            case Fault.ServerErrorAfterCommit:
                await AnswerAsync(stream, "500 Internal Server Error", "");
                return;
            default:
                await stream.WriteAsync(fault == Fault.AnswerCut ? answer.AsMemory(0, answer.Length / 2) : answer, _stop.Token);
                return;
        }
    }

    /// <summary>To the centre and to its last byte, by when it has committed.</summary>
    async Task<byte[]> ForwardAsync(byte[] request)
    {
        using var centre = new TcpClient();
        await centre.ConnectAsync(_centre.Host, _centre.Port, _stop.Token);
        var stream = centre.GetStream();
        var body = request.AsSpan().IndexOf(HeadEnd);
        await stream.WriteAsync((byte[])[.. request.AsSpan(0, body), .. "\r\nConnection: close"u8, .. request.AsSpan(body)], _stop.Token);
        using var answer = new MemoryStream();
        await stream.CopyToAsync(answer, _stop.Token);
        return answer.ToArray();
    }

    async Task<byte[]?> RequestAsync(NetworkStream stream)
    {
        var bytes = new List<byte>();
        var part = new byte[1 << 14];
        while (true)
        {
            var count = await stream.ReadAsync(part, _stop.Token);
            if (count == 0) return null;
            bytes.AddRange(part.AsSpan(0, count));
            var request = bytes.ToArray();
            var head = request.AsSpan().IndexOf(HeadEnd);
            if (head >= 0 && request.Length >= head + HeadEnd.Length + BodyLength(request.AsSpan(0, head))) return request;
        }
    }

    static int BodyLength(ReadOnlySpan<byte> head)
    {
        const string Name = "Content-Length:";
        var line = Array.Find(Encoding.ASCII.GetString(head).Split("\r\n"), line => line.StartsWith(Name, StringComparison.OrdinalIgnoreCase));
        return line is null ? 0 : int.Parse(line[Name.Length..]);
    }

    Task AnswerAsync(NetworkStream stream, string status, string headers) =>
        stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\n{headers}Content-Length: 0\r\nConnection: close\r\n\r\n"), _stop.Token).AsTask();

    /// <summary>Says nothing until the other end goes.</summary>
    async Task GiveUpAsync(NetworkStream stream)
    {
        var ignored = new byte[1];
        while (await stream.ReadAsync(ignored, _stop.Token) > 0)
        {
        }
    }

    static void Reset(TcpClient device)
    {
        device.LingerState = new LingerOption(enable: true, seconds: 0);
        device.Close();
    }
}
