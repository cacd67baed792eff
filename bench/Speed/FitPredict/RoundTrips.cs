using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Plumbline.Bench.Speed.FitPredict;

/// <summary>Stands between a client and a server, passes everything on, and counts how often the client says something after the server has spoken: round trips, whatever the protocol.</summary>
sealed class RoundTrips : IDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly IPEndPoint _server;
    long _count;

    RoundTrips(int port)
    {
        _server = new IPEndPoint(IPAddress.Loopback, port);
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>Puts itself before a PostgreSQL server.</summary>
    /// <param name="place">Of a store; then the way to the same through here.</param>
    /// <returns>Null where the store is no server.</returns>
    public static RoundTrips? To(ref string place)
    {
        if (Path.IsPathRooted(place)) return null;
        var server = new NpgsqlConnectionStringBuilder(place);
        var trips = new RoundTrips(server.Port);
        server.Port = trips.Port;
        place = server.ToString();
        return trips;
    }

    int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public long Count => Interlocked.Read(ref _count);

    public void Dispose() => _listener.Dispose();

    async Task AcceptAsync()
    {
        try
        {
            while (true) _ = PassAsync(await _listener.AcceptSocketAsync());
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException)
        {
        }
    }

    async Task PassAsync(Socket client)
    {
        using var near = client;
        using var far = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        near.NoDelay = true;
        await far.ConnectAsync(_server);
        var isServersTurn = 0;
        await Task.WhenAll(
            PumpAsync(near, far, () => Interlocked.Add(ref _count, Interlocked.Exchange(ref isServersTurn, 1) == 0 ? 1 : 0)),
            PumpAsync(far, near, () => Interlocked.Exchange(ref isServersTurn, 0)));
    }

    static async Task PumpAsync(Socket from, Socket to, Action passed)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var read)
            {
                passed();
                await to.SendAsync(buffer.AsMemory(0, read));
            }
            to.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
        }
    }
}
