namespace Plumbline.Central;

/// <summary>What every answer tells a browser: believe the type, show it in no frame, load nothing from elsewhere.</summary>
static class SecurityHeaders
{
    // The documentation pages are styled by their scripts; those scripts come from here, and talk to here.
    const string ForPages =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    const string ForAnswers = "default-src 'none'; frame-ancestors 'none'";

    public static Task AddAsync(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        var isPage = context.Request.Path.StartsWithSegments("/docs", StringComparison.OrdinalIgnoreCase) || context.Request.Path.StartsWithSegments("/redoc", StringComparison.OrdinalIgnoreCase);
        headers.ContentSecurityPolicy = isPage ? ForPages : ForAnswers;
        if (!isPage) headers.CacheControl = "no-store";
        return next(context);
    }
}
