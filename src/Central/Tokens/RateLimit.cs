using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace Plumbline.Central.Tokens;

/// <summary>So many requests an hour for each token, counted in this process from the token's first request on.</summary>
static class RateLimit
{
    public const int UsualRequestsPerHour = 1000;

    public static bool Counts(HttpContext context) => context.Features.Get<Caller>() is not null && context.GetEndpoint()?.Metadata.GetMetadata<Access>() is not { IsUncounted: true };

    public static RateLimiterOptions Options(TimeSpan window)
    {
        var options = new RateLimiterOptions
        {
            // The number is part of the key: a token that is given another one starts a new count.
            GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, (long Token, int Limit)>(context => context.Features.Get<Caller>() is { } caller
                ? RateLimitPartition.GetFixedWindowLimiter((Token: caller.TokenId, Limit: caller.RequestsPerHour), key => new FixedWindowRateLimiterOptions { PermitLimit = key.Limit, Window = window })
                : RateLimitPartition.GetNoLimiter((0L, 0))),
        };
        options.OnRejected = (rejected, _) => new ValueTask(RefuseAsync(rejected));
        return options;
    }

    static Task RefuseAsync(OnRejectedContext rejected)
    {
        var context = rejected.HttpContext;
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? (long)Math.Ceiling(after.TotalSeconds) : 60;
        context.Response.Headers.RetryAfter = Math.Max(1, wait).ToString();
        var caller = context.Features.GetRequiredFeature<Caller>();
        return Problem.WriteAsync(context, StatusCodes.Status429TooManyRequests, $"the token '{caller.Name}' has used its {caller.RequestsPerHour} requests an hour: come back in {Math.Max(1, wait)} s.");
    }
}
