using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Plumbline.Cli.Query;

namespace Plumbline.Unit.Tests.Cli.Query;

/// <summary>A server on a free port of this machine that answers as it is told.</summary>
sealed class Centre : IDisposable
{
    public const string Token = "plumb_0123456789_secret";

    readonly HttpListener _listener = new();

    public Centre(Action<HttpListenerContext> answer)
    {
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            Url = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/api/v1";
        }
        _listener.Prefixes.Add(Url[..^"api/v1".Length]);
        _listener.Start();
        _ = ServeAsync(answer);
    }

    public string Url { get; }

    /// <summary>Every request: its Authorization header and its address.</summary>
    public ConcurrentQueue<(string? Authorization, string Address)> Requests { get; } = new();

    /// <summary>A server that always gives the same answer.</summary>
    public static Centre Always(int status, string body, string type = "application/problem+json", params (string Name, string Value)[] headers) => new(context =>
    {
        foreach (var (name, value) in headers) context.Response.Headers[name] = value;
        Write(context, status, body, type);
    });

    public static void Write(HttpListenerContext context, int status, string body, string type = "application/json")
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        var bytes = Encoding.UTF8.GetBytes(body);
        context.Response.OutputStream.Write(bytes);
    }

    public static Connection Connection(string url, string? ca = null) => Plumbline.Cli.Query.Connection.Of(new() { ApiUrl = url, Token = Token, CaPath = ca }, _ => null);

    public void Dispose() => _listener.Close();

    async Task ServeAsync(Action<HttpListenerContext> answer)
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
            Requests.Enqueue((context.Request.Headers["Authorization"], context.Request.RawUrl!));
            answer(context);
            context.Response.Close();
        }
    }
}
