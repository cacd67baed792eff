namespace Plumbline.Central.FitPredict;

/// <summary>The parts of an address that name a series and a version; what is no good is answered here.</summary>
static class SeriesRoute
{
    /// <returns>Null where the request was answered.</returns>
    public static async Task<string?> IdAsync(HttpContext context)
    {
        var id = (string?)context.GetRouteValue("series_id");
        if (SeriesId.IsValid(id)) return id;
        await RefuseAsync(context, "series_id", SeriesId.Wanted);
        return null;
    }

    public static Task RefuseAsync(HttpContext context, string field, string sentence)
    {
        var errors = new FieldErrors();
        errors.Add(field, sentence);
        return Problem.WriteAsync(context, StatusCodes.Status422UnprocessableEntity, errors.Detail, errors);
    }

    public static Task NotFoundAsync(HttpContext context, string seriesId, long? version) => Problem.WriteAsync(
        context, StatusCodes.Status404NotFound, version is { } number ? $"the series '{seriesId}' has no version v{number}." : $"there is no model of the series '{seriesId}': fit one first (POST /fit/{seriesId}).");

    /// <summary>The version that the query asks for.</summary>
    /// <param name="version">Null for the latest.</param>
    /// <returns>False where the query names something that is no version.</returns>
    public static bool TryVersion(HttpContext context, out long? version)
    {
        version = null;
        if (!context.Request.QueryString.HasValue) return true;
        var asked = context.Request.Query["version"];
        if (asked.Count == 0) return true;
        version = asked is [{ } text] ? SeriesId.Version(text) : null;
        return version is not null;
    }
}
