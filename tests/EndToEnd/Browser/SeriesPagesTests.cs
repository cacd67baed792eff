using System.Data.Common;
using System.Net;
using System.Runtime.Versioning;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.Playwright;
using Npgsql;
using Plumbline.Stores;
using Shouldly;
using Xunit;

namespace Plumbline.EndToEnd.Tests.Browser;

/// <summary>The pages of the series service in Debian's chromium: what a reader sees in light and dark, wide and narrow, and what a hostile name in the store can do to the page.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class SeriesPagesTests
{
    static readonly string[] HostileNames = ["\"><img src=x onerror=alert(1)>", "</title></svg><script>document.title='owned'</script>", "'; drop table series_models; --", "javascript:alert(1)"];

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task A_hostile_name_in_the_store_is_shown_and_does_nothing(string kind)
    {
        using var scratch = new Scratch();
        var connection = kind == "postgres" ? await PrivatePostgres.NewDatabaseAsync() : null;
        await using var server = await ServerProcess.StartAsync(scratch.Path, [.. connection is null ? ["--data", scratch["data"]] : new[] { "--store", connection }, "--port", "0"]);
        await FitAsync(server.Url, "plain");
        // The API lets no such name in; a store may come from elsewhere.
        await using (DbConnection store = connection is null ? new SqliteConnection($"Data Source={scratch["data/plumbline.db"]}") : new NpgsqlConnection(connection))
        {
            await store.OpenAsync();
            foreach (var name in HostileNames) await CopyAsync(store, name);
        }
        await using var pages = await Pages.OpenAsync();
        var page = await pages.NewAsync(ColorScheme.Light, width: 1200);

        await page.GotoAsync(server.Url + "/dashboard?series_id=plain");

        var shown = await page.Locator("body").InnerTextAsync();
        foreach (var name in HostileNames) shown.ShouldContain(name);
        (await page.TitleAsync()).ShouldBe("Dashboard - Plumbline");
        (await page.Locator("img, iframe, object").CountAsync()).ShouldBe(0);
        foreach (var link in await page.Locator("a").AllAsync()) (await link.GetAttributeAsync("href"))!.ShouldStartWith("dashboard");
        // A link of such a name leads to a refusal, and not to the name.
        await page.GetByText(HostileNames[0]).ClickAsync();
        (await page.Locator("body").InnerTextAsync()).ShouldNotContain("onerror");
        foreach (var name in HostileNames)
        {
            await page.GotoAsync($"{server.Url}/plot?series_id={Uri.EscapeDataString(name)}");
            (await page.Locator("body").InnerTextAsync()).ShouldNotContain(name[..10]);
        }
        await page.GotoAsync(server.Url + "/dashboard");
        (await page.Locator("body").InnerTextAsync()).ShouldContain("plain", customMessage: "the tables are still there");
        pages.Trouble.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1200)]
    [InlineData(ColorScheme.Dark, 1200)]
    [InlineData(ColorScheme.Dark, 390)]
    [InlineData(ColorScheme.Light, 390)]
    public async Task Dashboard_and_plot_fit_the_window_have_contrast_and_the_plot_tells_values_under_the_cursor(ColorScheme colours, int width)
    {
        using var scratch = new Scratch();
        await using var server = await ServerProcess.StartAsync(scratch.Path, "--data", scratch["data"], "--port", "0");
        await FitAsync(server.Url, "well-1.flow_with_a_rather_long_name:in-gallons-per-minute");
        await using var pages = await Pages.OpenAsync();
        var page = await pages.NewAsync(colours, width);

        await PredictAnomalyAsync(server.Url, "well-1.flow_with_a_rather_long_name:in-gallons-per-minute");

        await page.GotoAsync(server.Url + "/dashboard");
        // It is written within a second or so.
        while (await page.Locator("table.numbers").CountAsync() == 0) await page.ReloadAsync();
        await ShouldFitAsync(page, colours, server.Url + "/dashboard");
        (await page.EvaluateAsync<bool>("(() => { const t = document.querySelector('table.numbers'); return t.offsetWidth <= t.parentElement.clientWidth && t.rows[1].offsetHeight < 2 * parseFloat(getComputedStyle(t).lineHeight); })()"))
            .ShouldBeTrue("a row of numbers has one line, which fits the window");
        await page.SetExtraHTTPHeadersAsync(new Dictionary<string, string> { ["Accept"] = "text/html" });
        await page.GotoAsync(server.Url + "/plot?series_id=well-1.flow_with_a_rather_long_name:in-gallons-per-minute");
        await page.Locator(".plumb-chart canvas").Last.WaitForAsync();
        await ShouldFitAsync(page, colours, server.Url + "/plot");
        (await page.EvaluateAsync<double>("(() => { const c = document.createElement('canvas').getContext('2d'); c.font = '12px ' + getComputedStyle(document.body).fontFamily; return document.querySelector('.u-over').offsetLeft - c.measureText('500').width; })()"))
            .ShouldBeGreaterThan(27, "the name of the axis stands beside its numbers, and not on them");

        var over = page.Locator(".u-over");
        var box = (await over.BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(box.X + (box.Width / 2), box.Y + (box.Height / 2));
        var readout = page.Locator(".plumb-readout");
        await Assertions.Expect(readout).ToContainTextAsync("Value");
        (await readout.InnerTextAsync()).ShouldContain("Jan 1, 2021");
        pages.Trouble.ShouldBeEmpty();
    }

    static async Task ShouldFitAsync(IPage page, ColorScheme colours, string what)
    {
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth")).ShouldBe(0, $"{what} is wider than the window");
        var paper = await page.EvaluateAsync<int[]>("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).slice(0, 3).map(Number)");
        var ink = await page.EvaluateAsync<int[]>("getComputedStyle(document.body).color.match(/\\d+/g).slice(0, 3).map(Number)");
        (paper.Sum() > ink.Sum()).ShouldBe(colours == ColorScheme.Light, what);
        Math.Abs(paper.Sum() - ink.Sum()).ShouldBeGreaterThan(400, what);
    }

    static async Task FitAsync(string url, string series)
    {
        using var client = new HttpClient();
        var times = string.Join(',', Enumerable.Range(0, 200).Select(i => 1609459200 + (60 * i)));
        var values = string.Join(',', Enumerable.Range(0, 200).Select(i => i == 150 ? 620 : 500 + (10 * Math.Sin(i / 9.0)) + (i * 37 % 11)));
        using var body = new StringContent($$"""{"timestamps":[{{times}}],"values":[{{values}}]}""", Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync($"{url}/fit/{series}", body);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    static async Task PredictAnomalyAsync(string url, string series)
    {
        using var client = new HttpClient();
        using var body = new StringContent("""{ "timestamp": 1609480000, "value": -1234.56789012345 }""", Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync($"{url}/predict/{series}", body);
        (await answer.Content.ReadAsStringAsync()).ShouldStartWith("{\"anomaly\":true");
    }

    static async Task CopyAsync(DbConnection store, string name)
    {
        await using var copy = store.CreateCommand();
        copy.CommandText = """
            insert into series_models (series_id, version, created_at, points, fit_ms, state) select @name, version, created_at, points, fit_ms, state from series_models where series_id = 'plain';
            insert into series_training (series_id, version, times, "values") select @name, version, times, "values" from series_training where series_id = 'plain'
            """;
        var parameter = copy.CreateParameter();
        (parameter.ParameterName, parameter.Value) = ("name", name);
        copy.Parameters.Add(parameter);
        await copy.ExecuteNonQueryAsync();
    }
}
