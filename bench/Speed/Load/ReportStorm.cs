using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace Plumbline.Bench.Speed.Load;

/// <summary>Devices that report at once, each on a connection of its own, the next report as soon as the last is confirmed. Every report is another one.</summary>
/// <remarks>Bare sockets, so that as little as possible of the machine goes to the asking side.</remarks>
sealed class ReportStorm(Uri server, string token)
{
    static int _reports;

    public async Task<Latencies> RunAsync(int devices, int reportsEach)
    {
        var open = await Task.WhenAll(Enumerable.Range(0, devices).Select(_ => ConnectAsync()));
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var work = open.Select(socket => ReportAsync(socket, reportsEach, start.Task)).ToArray();
        var clock = Stopwatch.StartNew();
        start.SetResult();
        var milliseconds = await Task.WhenAll(work);
        return new Latencies([.. milliseconds.SelectMany(each => each)], clock.Elapsed);
    }

    async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(server.Host, server.Port);
        return socket;
    }

    async Task<double[]> ReportAsync(Socket socket, int reports, Task start)
    {
        using var closed = socket;
        var milliseconds = new double[reports];
        var buffer = new byte[16 * 1024];
        await start;
        for (var i = 0; i < reports; i++)
        {
            var request = Request(Interlocked.Increment(ref _reports));
            var began = Stopwatch.GetTimestamp();
            await socket.SendAsync(request);
            await ReadAsync(socket, buffer);
            milliseconds[i] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        }
        return milliseconds;
    }

    byte[] Request(int number)
    {
        var body = $$$"""
            {"sourceType":"log","description":"Flow exceeded 15.0% (threshold: 10.0%)","siteId":{{{number % 100}}},"pumpId":{{{number % 1000}}},"sensorId":101,"timestamp":"{{{DateTime.UnixEpoch.AddDays(20_000).AddSeconds(number):yyyy-MM-ddTHH:mm:ssZ}}}","logValue":575.0,"additionalContext":{"status":"Warning","tolerance_category":"1U","all_deviations":{"flow":15.0,"head":3.2,"power":8.5,"efficiency":-6.3}},"metadata":{"modelName":"pump-anomaly-detector","modelVersion":"1.0.0","confidence":0.87,"prediction_rul_days":12.5}}
            """;
        return Encoding.ASCII.GetBytes($"POST /api/v1/edge/anomalies HTTP/1.1\r\nHost: {server.Authority}\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\nIdempotency-Key: report-{number}\r\nContent-Length: {body.Length}\r\n\r\n{body}");
    }

    static async Task ReadAsync(Socket socket, byte[] buffer)
    {
        var filled = 0;
        while (true)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(filled));
            if (read == 0) throw new IOException("the server closed the connection");
            filled += read;
            var head = buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8);
            if (head < 0) continue;
            if (!buffer.AsSpan(0, filled).StartsWith("HTTP/1.1 200"u8)) throw new InvalidDataException(Encoding.ASCII.GetString(buffer, 0, filled));
            if (filled >= head + 4 + ContentLength(buffer.AsSpan(0, head))) return;
        }
    }

    static int ContentLength(ReadOnlySpan<byte> head)
    {
        var value = head[(head.IndexOf("Content-Length: "u8) + 16)..];
        System.Buffers.Text.Utf8Parser.TryParse(value, out int length, out _);
        return length;
    }
}

/// <param name="Milliseconds">One for each request.</param>
sealed record Latencies(double[] Milliseconds, TimeSpan Whole)
{
    readonly double[] _sorted = [.. Milliseconds.Order()];

    public double PerSecond => Milliseconds.Length / Whole.TotalSeconds;

    /// <summary>The smallest value that this share of the requests did not exceed.</summary>
    public double At(double share) => _sorted[Math.Max(0, (int)Math.Ceiling(share * _sorted.Length) - 1)];
}
