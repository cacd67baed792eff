using System.Collections.Concurrent;
using System.Runtime.Versioning;
using Microsoft.Playwright;

namespace Plumbline.EndToEnd.Tests.Browser;

/// <summary>A browser that notes what a page should not do.</summary>
[UnsupportedOSPlatform("windows")]
sealed class Pages(IPlaywright playwright, IBrowser browser) : IAsyncDisposable
{
    const string Chromium = "/usr/bin/chromium";

    /// <summary>Errors of the console, dialogs, and requests to anywhere else.</summary>
    public ConcurrentQueue<string> Trouble { get; } = new();

    public static async Task<Pages> OpenAsync()
    {
        if (!File.Exists(Chromium)) Debian.Install("chromium");
        var playwright = await Playwright.CreateAsync();
        return new Pages(playwright, await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Headless = true }));
    }

    public async Task<IPage> NewAsync(ColorScheme colours, int width)
    {
        var context = await browser.NewContextAsync(new() { ColorScheme = colours, ViewportSize = new() { Width = width, Height = 844 } });
        var page = await context.NewPageAsync();
        page.Console += (_, message) =>
        {
            // A refusal, 422, is told there too.
            if (message.Type == "error" && !message.Text.Contains("status of 422", StringComparison.Ordinal)) Trouble.Enqueue(message.Text);
        };
        page.PageError += (_, error) => Trouble.Enqueue(error);
        page.Dialog += (_, dialog) =>
        {
            Trouble.Enqueue("dialog: " + dialog.Message);
            _ = dialog.DismissAsync();
        };
        page.Request += (_, request) =>
        {
            if (new Uri(request.Url) is { IsFile: false, Host: not "127.0.0.1" }) Trouble.Enqueue("request: " + request.Url);
        };
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
    }
}
