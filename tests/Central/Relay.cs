using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Plumbline.Central.Tests;

/// <summary>Stands between a server and its database: passes everything on, or nothing, or drops all connections.</summary>
sealed class Relay : IAsyncDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource _stop = new();
    readonly ConcurrentDictionary<TcpClient, bool> _open = new();
    readonly int _to;
    readonly Task _accepting;
    volatile TaskCompletionSource _passes = Done();

    /// <param name="to">A port of this machine.</param>
    /// <param name="name">Under which the database knows who comes by here.</param>
    public Relay(int to, string name)
    {
        (_to, Name) = (to, name);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Name { get; }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>From now on nothing passes, in either direction, and nobody is told.</summary>
    public void Hold() => _passes = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets pass what was held, and all that comes.</summary>
    public void Release() => _passes.TrySetResult();

    public void Cut()
    {
        foreach (var (end, _) in _open) end.Close();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        Cut();
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

    async Task ServeAsync(TcpClient near)
    {
        using var far = new TcpClient();
        using (near)
        {
            _open[near] = true;
            _open[far] = true;
            try
            {
                await far.ConnectAsync(IPAddress.Loopback, _to, _stop.Token);
                await Task.WhenAny(CopyAsync(near.GetStream(), far.GetStream()), CopyAsync(far.GetStream(), near.GetStream()));
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
            {
                // One of the two ends is gone.
            }
            _open.TryRemove(near, out _);
            _open.TryRemove(far, out _);
        }
    }

    async Task CopyAsync(NetworkStream from, NetworkStream to)
    {
        var part = new byte[1 << 14];
        try
        {
            while (await from.ReadAsync(part, _stop.Token) is > 0 and var count)
            {
                await _passes.Task.WaitAsync(_stop.Token);
                await to.WriteAsync(part.AsMemory(0, count), _stop.Token);
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One of the two ends is gone.
        }
    }

    static TaskCompletionSource Done()
    {
        var done = new TaskCompletionSource();
        done.SetResult();
        return done;
    }
}
