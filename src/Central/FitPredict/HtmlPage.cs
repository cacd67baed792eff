using System.Globalization;
using System.Net;
using System.Text;

namespace Plumbline.Central.FitPredict;

/// <summary>Pages that need nothing but themselves: no file beside them, and no script but that of a chart; light or dark as the reader has it, wide or narrow.</summary>
static class HtmlPage
{
    public const double ChartWidth = 1000;

    const string Style = """
        :root { color-scheme: light dark; --ink: #1b2530; --soft: #566472; --paper: #fff; --card: #f5f7f9; --line: #dfe5ea; --link: #0b66a8; --good: #00795a; --bad: #b3380a; }
        @media (prefers-color-scheme: dark) { :root { --ink: #dde4ea; --soft: #98a6b3; --paper: #12181e; --card: #1a222b; --line: #2d3843; --link: #6cb8ec; --good: #4cc9a4; --bad: #ff9a5c; } }
        * { box-sizing: border-box; }
        body { margin: 0; font: 16px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; color: var(--ink); background: var(--paper); }
        main, header { max-width: 1080px; margin: 0 auto; padding: 0 1rem; } main { padding-top: 1.25rem; padding-bottom: 2rem; }
        header { padding-top: 1.25rem; display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; align-items: baseline; }
        h1 { font-size: 1.4rem; margin: 0; } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
        a { color: var(--link); } .soft { color: var(--soft); }
        .cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(230px, 1fr)); gap: 1rem; margin-top: 1rem; }
        .card { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: .8rem 1rem; }
        .card h3 { margin: 0 0 .4rem; font-size: 1rem; display: flex; justify-content: space-between; }
        .card dl { display: grid; grid-template-columns: 1fr auto; margin: 0; gap: .1rem .8rem; } dt { color: var(--soft); } dd { margin: 0; font-variant-numeric: tabular-nums; text-align: right; }
        .good { color: var(--good); } .bad { color: var(--bad); }
        .scroll { overflow-x: auto; } svg { max-width: 100%; height: auto; display: block; }
        table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .35rem .6rem; border-bottom: 1px solid var(--line); } th { color: var(--soft); font-weight: 600; }
        td { font-variant-numeric: tabular-nums; overflow-wrap: anywhere; } .numbers td { white-space: nowrap; } td:last-child a { margin-right: .3rem; }
        @media (max-width: 30rem) { table { font-size: .875rem; } th, td { padding: .35rem .3rem; } }
        """;

    public static Task WriteAsync(HttpContext context, string title, Action<TextWriter> content, int? refreshS)
    {
        var page = new StringWriter(CultureInfo.InvariantCulture);
        page.Write("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        if (refreshS is { } seconds) page.Write($"<meta http-equiv=\"refresh\" content=\"{seconds}\">\n");
        page.Write($"<title>{Text(title)} - Plumbline</title>\n<style>{Style}</style>\n</head>\n<body>\n<main>\n");
        content(page);
        page.Write("</main>\n</body>\n</html>\n");
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(page.ToString()), context.RequestAborted).AsTask();
    }

    /// <summary>As it may stand in the text of an element or in a quoted attribute.</summary>
    public static string Text(string text) => WebUtility.HtmlEncode(text);
}
