using Plumbline.Reports.Drawing.Interactive;

namespace Plumbline.Central;

/// <summary>What every answer tells a browser: believe the type, show it in no frame, load nothing from elsewhere.</summary>
static class SecurityHeaders
{
    // The documentation pages are styled by their scripts; those scripts come from here, and talk to here.
    const string ForPages =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    // Pages whose style stands in them, and with no script but that of the charts.
    static readonly string ForDrawings = $"default-src 'none'; script-src {InteractiveChart.ScriptSource}; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    const string ForAnswers = "default-src 'none'; frame-ancestors 'none'";

    public static Task AddAsync(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        var path = context.Request.Path;
        var isPage = path.StartsWithSegments("/docs", StringComparison.OrdinalIgnoreCase) || path.StartsWithSegments("/redoc", StringComparison.OrdinalIgnoreCase);
        var isDrawn = path.StartsWithSegments("/dashboard", StringComparison.OrdinalIgnoreCase) || path.StartsWithSegments("/plot", StringComparison.OrdinalIgnoreCase);
        headers.ContentSecurityPolicy = isPage ? ForPages : isDrawn ? ForDrawings : ForAnswers;
        if (!isPage) headers.CacheControl = "no-store";
        return next(context);
    }
}
