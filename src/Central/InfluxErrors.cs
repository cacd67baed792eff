namespace Plumbline.Central;

/// <summary>Marks a route whose clients expect errors as InfluxDB gives them: a code and a message.</summary>
sealed class InfluxErrors
{
    public static readonly InfluxErrors Instance = new();

    /// <summary>What InfluxDB calls a status.</summary>
    public static string Code(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => "unauthorized",
        StatusCodes.Status403Forbidden => "forbidden",
        StatusCodes.Status413PayloadTooLarge => "request too large",
        StatusCodes.Status415UnsupportedMediaType => "unsupported media type",
        StatusCodes.Status429TooManyRequests => "too many requests",
        StatusCodes.Status503ServiceUnavailable => "unavailable",
        < StatusCodes.Status500InternalServerError => "invalid",
        _ => "internal error",
    };
}
