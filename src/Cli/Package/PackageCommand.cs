using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Plumbline.Plant;

namespace Plumbline.Cli.Package;

/// <summary>The command line of <c>plumb package</c>.</summary>
static class PackageCommand
{
    const string OnlyRuntime = "linux-x64";
    const long LargestId = (1L << 53) - 1;

    static readonly Option<string?> Pump = new("--pump", "-p") { HelpName = "NAME", Description = "The pump (its Well ID). Without it: the only one of the baseline file." };
    static readonly Option<string?> Output = new("--output", "-o") { HelpName = "FILE", Description = "The ZIP to write (default artifacts/<pump>_v<version>.zip)." };
    static readonly Option<string?> Version = new("--version") { HelpName = "VERSION", Description = "Version of the artifact, such as 1.0.0: results and reports carry it (default: that of the model)." };
    static readonly Option<string?> Model = new("--model") { HelpName = "FILE", Description = "The model to pack. Without it: the newest of --models for this pump." };
    static readonly Option<bool> NoModel = new("--no-model") { Description = "Pack no model: the device checks tolerances and predicts nothing." };
    static readonly Option<bool> Force = new("--force") { Description = "Pack a model without skill all the same; the device predicts nothing with it." };
    static readonly Option<string?> Log = new("--data", "-d") { HelpName = "FILE", Description = "A log of the pump: what it tells of rated speed and computed signals is packed, for a device that has seen little." };
    static readonly Option<string?> Config = new("--deployment-config") { HelpName = "FILE", Description = "A deployment_config.json of your own; it is checked and goes in as it is." };
    static readonly Option<string?> ApiUrl = new("--api-url") { HelpName = "URL", Description = "Where anomalies are reported, such as https://central.example/api/v1. Without it: nowhere." };
    static readonly Option<long?> SiteId = new("--site-id") { HelpName = "ID", Description = "The site's number at the centre." };
    static readonly Option<long?> PumpId = new("--pump-id") { HelpName = "ID", Description = "The pump's number at the centre." };
    static readonly Option<string?> DeviceId = new("--device-id") { HelpName = "NAME", Description = "What the device calls itself (default <pump>-edge)." };
    static readonly Option<IReadOnlyDictionary<PumpParameter, long>?> SensorIds = new("--sensor-ids")
    {
        HelpName = "NAME=ID,...",
        CustomParser = ParseSensors,
        Description = "The sensors' numbers at the centre: flow=101,head=102,power=103,efficiency=104, or some of them.",
    };

    static readonly Option<string?> SelfContained = new("--self-contained") { HelpName = "RUNTIME", Description = "linux-x64: pack the program as one file that needs nothing installed. Needs this checkout and the .NET SDK, or --edge-binaries." };
    static readonly Option<string?> EdgeBinaries = new("--edge-binaries") { HelpName = "DIR", Description = "With --self-contained: a folder that holds the program already published for it." };

    public static Command Create()
    {
        SelfContained.AcceptOnlyFromAmong(OnlyRuntime);
        foreach (var id in (Option<long?>[])[SiteId, PumpId])
            id.Validators.Add(result =>
            {
                if (result.Tokens is [var token] && long.TryParse(token.Value, out var number) && number is < 0 or > LargestId) result.AddError($"{id.Name} {number} is outside 0 to {LargestId}.");
            });
        Version.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !SemanticVersion.IsGood(token.Value)) result.AddError($"--version '{token.Value}' is not a version such as 1.0.0 or 2.0.0-rc.1.");
        });

        var command = new Command("package", "Pack a pump's model, baseline and tolerances with the edge program into a ZIP that a device runs as it is.") { Pump, Output, Version, Model, NoModel, Force, TrainingOptions.Models, Log };
        PumpOptions.AddTo(command);
        foreach (var option in (Option[])[SiteId, PumpId, SensorIds, DeviceId, ApiUrl, Config, SelfContained, EdgeBinaries]) command.Options.Add(option);
        command.Validators.Add(RefuseContradictions);
        command.SetAction((parse, cancel) => Terminal.Interruptible(() => PackageRun.Execute(Read(parse), cancel)));
        return HelpWithExamples.With(command, """
            Examples:
              plumb package --pump "Well 1" --baseline well1_baseline.csv --output artifacts/well1_v1.0.0.zip --version 1.0.0
              plumb package -b well1_baseline.csv --site-id 35482 --pump-id 1 --sensor-ids flow=101,head=102 --api-url https://central.example/api/v1
              plumb package -b well1_baseline.csv --deployment-config well1.json --self-contained linux-x64
              plumb package -b well1_baseline.csv --no-model

            Judge as analyze does: give the options (--category, --profile, --head, ...) that you analyze with.
            The token is not packed: the configuration says ${ANOMALY_API_TOKEN}, and the device has it in its environment.
            The same inputs give the same bytes. Exit codes: 0 done, 1 bad input, 2 wrong usage.
            """);
    }

    static void RefuseContradictions(CommandResult result)
    {
        if (Given(NoModel) && Given(Model)) result.AddError("--no-model and --model contradict one another.");
        if (Given(NoModel) && Given(Force)) result.AddError("--no-model and --force contradict one another.");
        if (Given(EdgeBinaries) && !Given(SelfContained)) result.AddError("--edge-binaries needs --self-contained linux-x64.");
        if (Given(Config) && ((Option[])[SiteId, PumpId, SensorIds, DeviceId, ApiUrl]).FirstOrDefault(Given) is { } other)
            result.AddError($"--deployment-config and {other.Name} contradict one another: write it into the file.");

        bool Given(Option option) => result.GetResult(option) is { Implicit: false };
    }

    static IReadOnlyDictionary<PumpParameter, long>? ParseSensors(ArgumentResult result)
    {
        var ids = new Dictionary<PumpParameter, long>();
        foreach (var part in result.Tokens[0].Value.Split(','))
        {
            var pair = part.Split('=', 2, StringSplitOptions.TrimEntries);
            if (pair.Length == 2
                && Array.Find(Enum.GetNames<PumpParameter>(), name => name.Equals(pair[0], StringComparison.OrdinalIgnoreCase)) is { } known
                && long.TryParse(pair[1], NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id <= LargestId
                && ids.TryAdd(Enum.Parse<PumpParameter>(known), id)) continue;
            result.AddError($"--sensor-ids: '{part}' is not one of flow, head, power and efficiency, each once, with its number: flow=101,head=102.");
            return null;
        }
        return ids;
    }

    static PackageRequest Read(ParseResult parse) => new()
    {
        Settings = PumpOptions.Read(parse),
        Pump = parse.GetValue(Pump),
        Version = parse.GetValue(Version),
        OutputPath = parse.GetValue(Output),
        LogPath = parse.GetValue(Log),
        ModelPath = parse.GetValue(Model),
        ModelsFolder = parse.GetValue(TrainingOptions.Models)!,
        WithoutModel = parse.GetValue(NoModel),
        Force = parse.GetValue(Force),
        Deployment = new()
        {
            ConfigPath = parse.GetValue(Config),
            ApiUrl = parse.GetValue(ApiUrl) ?? "",
            SiteId = parse.GetValue(SiteId),
            PumpId = parse.GetValue(PumpId),
            DeviceId = parse.GetValue(DeviceId),
            SensorIds = parse.GetValue(SensorIds) ?? new Dictionary<PumpParameter, long>(),
        },
        Runtime = parse.GetValue(SelfContained),
        EdgeBinaries = parse.GetValue(EdgeBinaries),
    };
}
