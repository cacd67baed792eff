using System.Net;

namespace Plumbline.Client;

/// <summary>The service answered with an error; the message is its sentence.</summary>
public class SeriesException : Exception
{
    internal SeriesException(HttpStatusCode status, string detail, Exception? inner = null)
        : base(detail, inner) => Status = status;

    /// <summary>Of the answer.</summary>
    public HttpStatusCode Status { get; }
}

/// <summary>There is no such series, or no such version of it.</summary>
public sealed class ModelNotFoundException : SeriesException
{
    internal ModelNotFoundException(string detail)
        : base(HttpStatusCode.NotFound, detail)
    {
    }
}

/// <summary>The series, the reading or a setting cannot be used as it was sent.</summary>
public sealed class BadSeriesException : SeriesException
{
    internal BadSeriesException(HttpStatusCode status, string detail, IReadOnlyDictionary<string, string[]> errors)
        : base(status, detail) => Errors = errors;

    /// <summary>What is wrong, by the name of the field with its index, such as "values[17]".</summary>
    public IReadOnlyDictionary<string, string[]> Errors { get; }
}

/// <summary>Not now: the store does not answer, or the token has used up its requests.</summary>
public sealed class SeriesUnavailableException : SeriesException
{
    internal SeriesUnavailableException(HttpStatusCode status, string detail, TimeSpan? retryAfter)
        : base(status, detail) => RetryAfter = retryAfter;

    /// <summary>When to come back; null where the service does not say.</summary>
    public TimeSpan? RetryAfter { get; }
}
