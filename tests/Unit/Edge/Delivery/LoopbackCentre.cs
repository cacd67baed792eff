using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Plumbline.Unit.Tests.Edge.Delivery;

/// <summary>What the centre does with a request that it has read whole.</summary>
/// <param name="Bytes">Written as they are.</param>
/// <param name="Ending">And then.</param>
sealed record Reaction(byte[] Bytes, Ending Ending = Ending.Keep)
{
    public static Reaction Answer(int status, string body, params string[] headers) => Raw(
        $"HTTP/1.1 {status} X\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n{string.Concat(headers.Select(header => header + "\r\n"))}\r\n{body}");

    public static Reaction Stored { get; } = Answer(200, """{"id":7,"createdAt":"2024-11-18T14:32:05Z"}""", "Content-Type: application/json");

    public static Reaction Raw(string text, Ending ending = Ending.Keep) => new(Encoding.UTF8.GetBytes(text), ending);

    public static Reaction Reset { get; } = new([], Ending.Reset);

    public static Reaction Silence { get; } = new([], Ending.Silence);
}

enum Ending
{
    Keep,
    Close,
    Reset,
    Silence,
}

sealed record Received(string Line, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Key => Headers["idempotency-key"];

    public string Text => Encoding.UTF8.GetString(Body);
}

/// <summary>A server of our own on loopback, which reads requests and then reacts as the test says, one reaction a request; the last goes on for ever.</summary>
sealed class LoopbackCentre : IDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly Queue<Reaction> _script;
    readonly X509Certificate2? _certificate;
    readonly ConcurrentQueue<Received> _received = new();
    readonly CancellationTokenSource _end = new();
    readonly Lock _lock = new();

    public LoopbackCentre(params IEnumerable<Reaction> script) : this(certificate: null, script)
    {
    }

    public LoopbackCentre(X509Certificate2? certificate, params IEnumerable<Reaction> script)
    {
        _script = new(script);
        _certificate = certificate;
        _listener.Start();
        _ = AcceptAsync();
    }

    public Uri BaseUrl => new($"{(_certificate is null ? "http" : "https")}://localhost:{((IPEndPoint)_listener.LocalEndpoint).Port}/api/v1");

    public IReadOnlyList<Received> Requests => [.. _received];

    /// <summary>Called for each request, when it has been read and before the reaction.</summary>
    public Action<Received> OnRequest { get; set; } = _ => { };

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
    }

    async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await _listener.AcceptSocketAsync(_end.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    async Task ServeAsync(Socket socket)
    {
        using var _ = socket;
        try
        {
            await using var stream = await StreamAsync(socket);
            while (await ReadAsync(stream) is { } request)
            {
                _received.Enqueue(request);
                OnRequest(request);
                var reaction = Next();
                await stream.WriteAsync(reaction.Bytes, _end.Token);
                await stream.FlushAsync(_end.Token);
                if (reaction.Ending == Ending.Silence) await Task.Delay(Timeout.Infinite, _end.Token);
                // A linger of 0 closes with a reset.
                if (reaction.Ending == Ending.Reset) socket.LingerState = new LingerOption(true, 0);
                if (reaction.Ending != Ending.Keep) return;
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or System.Security.Authentication.AuthenticationException)
        {
            // The client left, or the test is over.
        }
    }

    async Task<Stream> StreamAsync(Socket socket)
    {
        Stream stream = new NetworkStream(socket);
        if (_certificate is null) return stream;
        var secured = new SslStream(stream);
        await secured.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _end.Token);
        return secured;
    }

    Reaction Next()
    {
        lock (_lock) return _script.Count > 1 ? _script.Dequeue() : _script.Peek();
    }

    async Task<Received?> ReadAsync(Stream stream)
    {
        if (await LineAsync(stream) is not { } first) return null;
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await LineAsync(stream) is { Length: > 0 } line) headers[line[..line.IndexOf(':')]] = line[(line.IndexOf(':') + 1)..].Trim();
        var body = new byte[int.Parse(headers["content-length"], CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, _end.Token);
        return new(first, headers, body);
    }

    async Task<string?> LineAsync(Stream stream)
    {
        var line = new List<byte>();
        var one = new byte[1];
        while (await stream.ReadAsync(one, _end.Token) == 1)
        {
            if (one[0] == '\n') return Encoding.ASCII.GetString([.. line]).TrimEnd('\r');
            line.Add(one[0]);
        }
        return null;
    }
}
