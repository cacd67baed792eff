using System.Reflection;
using System.Text;
using Plumbline.Edge.Artifact;
using Plumbline.Plant;
using Plumbline.Pumps;
using Plumbline.Pumps.Condition;

namespace Plumbline.Cli.Package;

/// <summary>The work of <c>plumb package</c>: model, baseline, tolerances and program in, one ZIP out.</summary>
static class PackageRun
{
    const string FirstVersion = "1.0.0";

    public static int Execute(PackageRequest request, CancellationToken cancel)
    {
        var input = new PumpInput(request.Settings, request.Pump);
        var pump = request.Pump ?? Only(input, request.Settings.BaselinePath);
        var model = PackedModel.Choose(request, pump);
        var contents = new ArtifactContents
        {
            Baseline = Baseline(request, input, pump, cancel),
            Grade = input.GradeOf(pump),
            TolerancesJson = input.TolerancesJson.ToArray(),
            MappingJson = input.MappingJson.ToArray(),
            DeploymentJson = DeploymentFile.Make(request.Deployment, Slug(pump), request.Settings.TimeZone),
            Model = model,
            Metadata = new()
            {
                Version = request.Version ?? model?.Card.Version ?? FirstVersion,
                PumpId = pump,
                Framework = "Plumbline " + ProgramVersion(),
                ModelType = model?.Card.Kind ?? ModelMetadata.NoModel,
            },
            Program = Program(request, cancel),
            Slug = Slug(pump),
        };

        var path = request.OutputPath ?? Path.Combine("artifacts", $"{PumpFolder.Name(pump)}_v{contents.Metadata.Version}.zip");
        var bytes = Write(contents, path, [request.Settings.BaselinePath, request.Settings.TolerancesPath, request.Settings.MappingPath, request.LogPath, model?.Path, request.Deployment.ConfigPath]);
        Print(contents, path, bytes);
        return ExitCode.Done;
    }

    static string Only(PumpInput input, string baselinePath) => input.Pumps.ToList() is [var one]
        ? one
        : throw new BadInputException($"{Path.GetFileName(baselinePath)} has several pumps: choose one with --pump.");

    static PackedBaseline Baseline(PackageRequest request, PumpInput input, string pump, CancellationToken cancel)
    {
        var (baseline, options) = (input.BaselineOf(pump), input.OptionsFor(pump));
        return new()
        {
            Pump = baseline with { FailureDate = null },
            Profile = request.Settings.Profile,
            Category = request.Settings.Category,
            Options = options,
            Signals = request.LogPath is { } log ? Signals(input, log, pump, baseline, options, cancel) : null,
        };
    }

    static SignalTraits Signals(PumpInput input, string log, string pump, PumpBaseline baseline, AnalysisOptions options, CancellationToken cancel)
    {
        var file = Terminal.Watch("reading " + Path.GetFileName(log), _ => input.ReadLog(log, pump, cancel));
        return SensorReview.Of(file.Pumps[0].Log, baseline, options).Traits;
    }

    static EdgeProgramFiles Program(PackageRequest request, CancellationToken cancel)
    {
        if (request.Runtime is not { } runtime) return EdgeProgramFiles.Portable(AppContext.BaseDirectory);
        if (request.EdgeBinaries is { } folder) return EdgeProgramFiles.SelfContained(folder);
        if (!Terminal.IsWatched) Terminal.Notice($"publishing the edge program for {runtime}; this takes a minute ...");
        return Terminal.Watch($"publishing the edge program for {runtime}", progress => EdgePublishing.Publish(runtime, progress, cancel));
    }

    static long Write(ArtifactContents contents, string path, IEnumerable<string?> inputs)
    {
        var full = Path.GetFullPath(path);
        using var output = OutputFolder.Begin(Path.GetDirectoryName(full) ?? throw new BadInputException($"--output '{path}' is not a file."), inputs);
        long bytes;
        using (var file = output.Create(Path.GetFileName(full)))
        {
            ArtifactZip.Write(contents.Files(), contents.Programs, file);
            file.Flush(flushToDisk: true);
            bytes = file.Length;
        }
        output.Commit();
        return bytes;
    }

    static void Print(ArtifactContents contents, string path, long bytes)
    {
        var card = contents.Model?.Card;
        var prediction = card switch
        {
            null => "no model: tolerance checks alone",
            { HasSkill: false } => $"{card.Kind} {card.Version}, without skill: predictions are off on the device",
            _ => $"{card.Kind} {card.Version}, trained {card.TrainedAt:yyyy-MM-dd HH:mm}Z, R² {card.Test.R2:0.00} on data that it had not seen",
        };
        Console.WriteLine($"{contents.Metadata.PumpId}, version {contents.Metadata.Version}");
        Console.WriteLine($"Model: {prediction}");
        Console.WriteLine($"Grade: {contents.Grade.Reason}");
        Console.WriteLine($"Program: {contents.Program.Platform}");
        Console.WriteLine($"Artifact: {path} ({bytes / 1e6:0.00} MB)");
    }

    /// <summary>The pump's name as it may stand in a path, a unit and a host's name.</summary>
    static string Slug(string pump)
    {
        var slug = new StringBuilder();
        foreach (var c in PumpFolder.Name(pump).ToLowerInvariant())
            if (char.IsAsciiLetterOrDigit(c)) slug.Append(c);
            else if (slug.Length > 0 && slug[^1] != '-') slug.Append('-');
        return slug.ToString().Trim('-') is { Length: > 0 } some ? some : "pump";
    }

    // Without the commit that a build may append.
    static string ProgramVersion() => typeof(PackageRun).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
