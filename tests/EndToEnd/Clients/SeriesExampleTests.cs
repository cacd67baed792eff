using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace Plumbline.EndToEnd.Tests.Clients;

/// <summary>The example of <c>docs/series-api.md</c>, as somebody runs it who copies it.</summary>
[UnsupportedOSPlatform("windows")]
public sealed partial class SeriesExampleTests
{
    [Fact]
    public async Task The_example_in_Python_does_what_it_says()
    {
        Python.InstallRequests();
        using var scratch = new Scratch();
        await using var server = await ServerProcess.StartAsync(scratch.Path, "--data", scratch["data"], "--port", "0");
        var example = Example().Match(await File.ReadAllTextAsync(Path.Combine(Checkout.Folder, "docs", "series-api.md"))).Groups["code"].Value;
        example.ShouldContain("http://127.0.0.1:8080");
        await File.WriteAllTextAsync(scratch["example.py"], example.Replace("http://127.0.0.1:8080", server.Url, StringComparison.Ordinal));

        var run = Python.Run(scratch["example.py"]);

        run.ExitCode.ShouldBe(0, run.Errors);
        run.Output.Split('\n').ShouldBe(["v1", "True 2.3134069792952174", "[1]", "there is no model of the series 'unknown': fit one first (POST /fit/unknown).", ""], customMessage: run.Output);
        // What the comments promise is what is printed.
        foreach (Match said in Promise().Matches(example)) run.Output.ShouldContain(said.Groups["output"].Value);
    }

    [GeneratedRegex("```python\n(?<code>.*?)```", RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Example();

    [GeneratedRegex("print\\(.*\\) +# (?<output>[^ \n]+)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Promise();
}
