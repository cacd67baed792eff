using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using Shouldly;
using Xunit;

namespace Plumbline.EndToEnd.Tests.PumpToCentre;

/// <summary>The program as a service, ended as a service manager or a person ends it. A program that did not heed the signal would go on for ever.</summary>
public sealed class WatchTests : IDisposable
{
    const string Token = "plumb_000000000000_watched";

    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("TERM", 0)]
    [InlineData("INT", 130)]
    public async Task Signal_between_two_looks_ends_it(string signal, int exitCode)
    {
        Unpack(apiUrl: "");
        var judged = new TaskCompletionSource();
        using var process = Start(line =>
        {
            if (line.Contains("2 new readings", StringComparison.Ordinal)) judged.TrySetResult();
        });
        await judged.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);

        (await EndAsync(process, signal)).ShouldBe(exitCode);
    }

    [Fact]
    public async Task SIGTERM_while_the_centre_keeps_silent_ends_it_and_the_report_waits()
    {
        using var centre = new TcpListener(IPAddress.Loopback, 0);
        centre.Start();
        Unpack($"http://127.0.0.1:{((IPEndPoint)centre.LocalEndpoint).Port}/api/v1");
        using var process = Start(_ => { });
        using var connection = await centre.AcceptTcpClientAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience, TestContext.Current.CancellationToken);
        await connection.GetStream().ReadExactlyAsync(new byte[4], TestContext.Current.CancellationToken);
        CommandLines.All().ShouldContain(line => line.Contains(_scratch["readings.csv"], StringComparison.Ordinal));
        CommandLines.All().ShouldNotContain(line => line.Contains(Token, StringComparison.Ordinal));

        (await EndAsync(process, "TERM")).ShouldBe(0);

        Directory.EnumerateFiles(_scratch["device/data/unsent_anomalies"], "anomaly_*.json").Count().ShouldBe(1);
    }

    void Unpack(string apiUrl)
    {
        var packed = Plumb.Run(_scratch.Path, "package", "-b", Path.Combine(Checkout.Folder, "samples", "wear_baseline.csv"), "--no-model", "-o", "artifact.zip");
        packed.ExitCode.ShouldBe(0, packed.Errors);
        ZipFile.ExtractToDirectory(_scratch["artifact.zip"], _scratch["device"]);
        // As patient as it can be made.
        File.WriteAllText(_scratch["device/config/deployment_config.json"], $$$"""
            { "api": { "base_url": "{{{apiUrl}}}", "bearer_token": "${ANOMALY_API_TOKEN}", "timeout_seconds": 600, "flush_limit_seconds": 3600 }, "site_info": { "site_id": 1, "pump_id": 1 } }
            """);
        File.WriteAllText(_scratch["readings.csv"], """
            timestamp,Well ID,Flow (gpm),Discharge Pressure (psi),Suction Pressure (psi),Motor Power (hp),Pump Efficiency (%),Motor Speed (rpm)
            2024-05-01T00:00:00Z,Well 1,1040,98.98,8.1,68.91,80,1772
            2024-05-01T01:00:00Z,Well 1,1600,98.98,8.1,68.91,80,1772

            """);
    }

    Process Start(Action<string> said)
    {
        // Whoever runs the tests in the background of a shell hands SIGINT on as ignored.
        var start = new ProcessStartInfo("env", ["--default-signal=INT", _scratch["device/inference"], "watch", _scratch["readings.csv"], "--every", "1h"]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["ANOMALY_API_TOKEN"] = Token;
        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => said(line.Data ?? "");
        process.ErrorDataReceived += (_, _) => { };
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    static async Task<int> EndAsync(Process process, string signal)
    {
        using (var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"])) await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        try
        {
            await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
        }
        finally
        {
            process.Kill();
        }
        return process.ExitCode;
    }
}
