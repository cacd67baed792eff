using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace Plumbline.EndToEnd.Tests;

/// <summary>From a trained model to a folder on a device: packed, unpacked elsewhere, verified, in processes.</summary>
public sealed class PackageTests
{
    static readonly string Samples = Path.Combine(Checkout.Folder, "samples");

    static readonly string[] OfTheSample = ["package", "-b", Path.Combine(Samples, "wear_baseline.csv"), "--no-model"];

    [Fact]
    public void Two_builds_from_the_same_inputs_are_the_same_bytes_whenever_the_files_were_touched()
    {
        using var scratch = new Scratch();
        var baseline = scratch["baseline.csv"];
        File.Copy(Path.Combine(Samples, "wear_baseline.csv"), baseline);
        Plumb.Run(scratch.Path, "package", "-b", baseline, "--no-model", "-o", "one.zip").ExitCode.ShouldBe(0);
        File.SetLastWriteTimeUtc(baseline, new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));

        var second = Plumb.Run(scratch.Path, "package", "-b", baseline, "--no-model", "-o", "two.zip");

        second.ExitCode.ShouldBe(0, second.Errors);
        File.ReadAllBytes(scratch["two.zip"]).ShouldBe(File.ReadAllBytes(scratch["one.zip"]));
    }

    [Fact]
    public void A_trained_model_is_packed_as_it_was_stored_and_verified_where_it_is_unpacked()
    {
        using var scratch = new Scratch();
        Plumb.Run(scratch.Path, "simulate", "pump", "--scenario", "wear", "--pumps", "3", "--days", "90", "--seed", "3", "--out", "fleet").ExitCode.ShouldBe(0);
        var train = Plumb.Run(scratch.Path, "train", "-b", "fleet/wear_baseline.csv", "-d", "fleet/wear_log.csv", "--algorithm", "linear", "--pump", "Well 2");
        train.Output.ShouldContain("has skill", customMessage: train.Errors);

        var outcome = Plumb.Run(scratch.Path, "package", "--pump", "Well 2", "-b", "fleet/wear_baseline.csv", "--data", "fleet/wear_log.csv", "--site-id", "35482", "--pump-id", "1", "--sensor-ids", "flow=101,efficiency=104", "--version", "1.0.0");
        outcome.ExitCode.ShouldBe(0, outcome.Errors);
        outcome.Output.ShouldContain("Artifact: artifacts/Well 2_v1.0.0.zip");
        Plumb.Run(scratch.Path, "package", "--pump", "Well 9", "-b", "fleet/wear_baseline.csv").Errors.ShouldContain("Well 9");

        ZipFile.ExtractToDirectory(scratch["artifacts/Well 2_v1.0.0.zip"], scratch["device"]);
        File.ReadAllBytes(scratch["device/model/anomaly_detector.plumb"]).ShouldBe(File.ReadAllBytes(scratch["models/Well 2/1.0.0/model.plumb"]));
        using var metadata = JsonDocument.Parse(File.ReadAllText(scratch["device/model/model_metadata.json"]));
        using var card = JsonDocument.Parse(File.ReadAllText(scratch["models/Well 2/1.0.0/model_metadata.json"]));
        metadata.RootElement.GetProperty("created_at").GetString().ShouldBe(card.RootElement.GetProperty("trained_at").GetString());
        using var deployment = JsonDocument.Parse(File.ReadAllText(scratch["device/config/deployment_config.json"]));
        deployment.RootElement.GetProperty("site_info").GetProperty("sensor_ids").GetRawText().Where(c => !char.IsWhiteSpace(c)).ShouldBe("{\"flow\":101,\"efficiency\":104}");
        deployment.RootElement.GetProperty("api").GetProperty("base_url").GetString().ShouldBe("");

        Inference(scratch["device"], "--verify").ShouldBe(new Outcome(0, "Every file is as it was packed.\n", ""));
        File.AppendAllText(scratch["device/config/tolerances.json"], " ");
        File.WriteAllText(scratch["device/extra.txt"], "");
        Inference(scratch["device"], "--verify").ShouldBe(new Outcome(1, "", "inference: config/tolerances.json: was changed: its SHA-256 is not that of the manifest\ninference: extra.txt: is additional: the manifest does not have it\n"));
    }

    [Theory]
    [InlineData("--model nowhere.plumb", 1, "model 'nowhere.plumb' does not exist")]
    [InlineData("--model config.json", 1, "model 'config.json': This is not a Plumbline model file")]
    [InlineData("", 1, "there is no model of 'Well 1' in 'models'")]
    [InlineData("--no-model --deployment-config config.json", 1, "site_info.site_id")]
    [InlineData("--no-model --deployment-config config.json --site-id 1", 2, "--deployment-config and --site-id contradict")]
    [InlineData("--no-model --api-url http://central.example/api/v1 --site-id 1 --pump-id 1", 1, "plain http to central.example")]
    [InlineData("--no-model --version 1.0", 2, "--version '1.0' is not a version")]
    [InlineData("--no-model --sensor-ids flow=101,flow=102", 2, "'flow=102'")]
    [InlineData("--no-model --sensor-ids speed=1", 2, "'speed=1'")]
    [InlineData("--no-model --force", 2, "--force")]
    [InlineData("--no-model --edge-binaries .", 2, "--self-contained")]
    [InlineData("--no-model --self-contained linux-x64 --edge-binaries .", 1, "plumb-edge' is missing")]
    [InlineData("--no-model --category 9Z", 2, "9Z")]
    [InlineData("--no-model --data nowhere.csv", 1, "nowhere.csv")]
    [InlineData("--no-model --output .", 1, "is a folder")]
    public void What_cannot_be_packed_is_said_in_one_sentence_and_leaves_nothing_behind(string arguments, int exitCode, string named)
    {
        using var scratch = new Scratch();
        File.WriteAllText(scratch["config.json"], """{ "site_info": { "site_id": "here" } }""");

        var outcome = Plumb.Run(scratch.Path, [.. OfTheSample[..^1], .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        outcome.ExitCode.ShouldBe(exitCode, outcome.Errors);
        outcome.Output.ShouldBeEmpty();
        outcome.Errors.ShouldContain(named);
        outcome.Errors.ShouldNotContain("internal error");
        Directory.EnumerateFileSystemEntries(scratch.Path).Select(Path.GetFileName).ShouldBe(["config.json"]);
    }

    [Fact]
    public void A_token_in_the_configuration_is_warned_of_and_never_shown()
    {
        using var scratch = new Scratch();
        File.WriteAllText(scratch["config.json"], """{ "api": { "base_url": "https://central.example/api/v1", "bearer_token": "very-secret" }, "site_info": { "site_id": 1, "pump_id": 2 } }""");

        var outcome = Plumb.Run(scratch.Path, [.. OfTheSample, "--deployment-config", "config.json"]);

        outcome.ExitCode.ShouldBe(0, outcome.Errors);
        outcome.Errors.ShouldContain("holds a token");
        (outcome.Output + outcome.Errors).ShouldNotContain("very-secret");
    }

    static Outcome Inference(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(folder, "inference"), arguments) { WorkingDirectory = Path.GetTempPath(), RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new(process.ExitCode, output, errors.Result);
    }
}
