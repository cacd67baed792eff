using System.Net;
using System.Text;
using Plumbline.Central.FitPredict;
using Shouldly;
using Xunit;

namespace Plumbline.Central.Tests;

public sealed class LongBodyTests
{
    const string Points = """{"timestamps":[1609459200,1609459260,1609459320],"values":[23.5,24.1,23.8]}""";

    [Theory]
    [InlineData("/fit/s")]
    [InlineData("/predict/s/batch")]
    public async Task A_few_are_taken_in_at_a_time_and_short_ones_pass_them(string path)
    {
        await using var server = await TestServer.StartAsync();
        using var handler = new SocketsHttpHandler { Expect100ContinueTimeout = Timeout.InfiniteTimeSpan };
        using var client = new HttpClient(handler) { BaseAddress = new Uri($"http://127.0.0.1:{server.Port}") };
        (await client.PostAsync("/fit/s", new StringContent(Points, Encoding.UTF8, "application/json"))).StatusCode.ShouldBe(HttpStatusCode.OK);
        var all = Enumerable.Range(0, LongBodies.AtOnce).Select(_ => Send()).ToList();
        foreach (var (held, _) in all) await held.Wanted;

        var (next, answer) = Send();
        for (var i = 0; i < 20; i++) (await client.PostAsync("/fit/s", new StringContent(Points, Encoding.UTF8, "application/json"))).StatusCode.ShouldBe(HttpStatusCode.OK);

        next.Wanted.IsCompleted.ShouldBeFalse();
        all[3].Body.Release();
        (await all[3].Answer).StatusCode.ShouldBe(HttpStatusCode.OK);
        await next.Wanted;
        foreach (var (held, _) in all.Append((next, answer))) held.Release();
        foreach (var (_, one) in all.Append((next, answer))) (await one).StatusCode.ShouldBe(HttpStatusCode.OK);

        (HeldBody Body, Task<HttpResponseMessage> Answer) Send()
        {
            var body = new HeldBody();
            return (body, client.SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = body, Headers = { ExpectContinue = true } }));
        }
    }

    /// <summary>Of a length that is not said; sent when the server wants it and the test allows it.</summary>
    sealed class HeldBody : HttpContent
    {
        readonly TaskCompletionSource _wanted = new(TaskCreationOptions.RunContinuationsAsynchronously);
        readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public HeldBody() => Headers.ContentType = new("application/json");

        /// <summary>Done when the server reads.</summary>
        public Task Wanted => _wanted.Task;

        public void Release() => _released.TrySetResult();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            _wanted.TrySetResult();
            await _released.Task;
            await stream.WriteAsync(Encoding.UTF8.GetBytes(Points));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
