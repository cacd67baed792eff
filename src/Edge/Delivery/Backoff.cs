namespace Plumbline.Edge.Delivery;

/// <summary>Waits between tries: they double, and differ from device to device, so that a thousand of them do not come back in one moment.</summary>
/// <param name="first">Before the second try.</param>
/// <param name="jitter">Where the differences come from.</param>
sealed class Backoff(TimeSpan first, Random jitter)
{
    /// <param name="attempt">The try that failed, from 1.</param>
    /// <param name="retryAfter">What the centre asked for: the wait is never shorter.</param>
    /// <returns>Between half of first × 2^(attempt − 1) and all of it; with <paramref name="retryAfter"/>, that and up to half of <c>first</c> more.</returns>
    /// <remarks>"Equal jitter" of M. Brooker, Exponential Backoff And Jitter, AWS Architecture Blog 2015: it keeps a least wait, which full jitter does not.</remarks>
    public TimeSpan After(int attempt, TimeSpan? retryAfter)
    {
        var half = retryAfter is null ? first * Math.Pow(2, attempt - 2) : first / 2;
        return (retryAfter ?? half) + (half * jitter.NextDouble());
    }
}
