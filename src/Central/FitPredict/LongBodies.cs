using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Plumbline.Central.FitPredict;

/// <summary>Lets a few long bodies in at a time, so that memory is bounded however many come. The others wait at their senders, unread.</summary>
sealed class LongBodies
{
    /// <summary>So many are taken in at a time.</summary>
    public const int AtOnce = 8;

    const long LongestShort = 1 << 20;

    // Whoever has a place and does not use it is sent away.
    static readonly MinDataRate Slowest = new(bytesPerSecond: 16 << 10, gracePeriod: TimeSpan.FromSeconds(60));

    readonly SemaphoreSlim _places = new(AtOnce);

    /// <summary>Waits for a place where the body is long, or does not say how long it is.</summary>
    /// <returns>Gives the place back; null where none is needed.</returns>
    public async Task<IDisposable?> EnterAsync(HttpContext context)
    {
        if (context.Request.ContentLength <= LongestShort) return null;
        await _places.WaitAsync(context.RequestAborted);
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate) rate.MinDataRate = Slowest;
        return new Place(_places);
    }

    sealed class Place(SemaphoreSlim places) : IDisposable
    {
        public void Dispose() => places.Release();
    }
}
