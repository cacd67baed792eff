using System.CommandLine;
using Plumbline.Cli.Analyze;
using Plumbline.Cli.Energy;
using Plumbline.Cli.Evaluate;
using Plumbline.Cli.Import;
using Plumbline.Cli.Package;
using Plumbline.Cli.Query;
using Plumbline.Cli.Register;
using Plumbline.Cli.Serve;
using Plumbline.Cli.Simulate;
using Plumbline.Cli.Tokens;
using Plumbline.Cli.Train;

namespace Plumbline.Cli;

/// <summary>The commands of <c>plumb</c>.</summary>
static class Commands
{
    static readonly string[] Names = ["analyze", "train", "package", "simulate", "energy", "serve", "query", "token", "import", "factory", "machine", "tariff", "carbon", "evaluate", EdgeCommand.Name];

    /// <summary>The command that the first word names, alone: to describe them all takes longer than many a run. All of them where it names none.</summary>
    public static IEnumerable<Command> For(string[] args) =>
        args is [var word, ..] && Named(word) is { } asked ? [asked] : Array.ConvertAll(Names, name => Named(name)!);

    static Command? Named(string name) => name switch
    {
        "analyze" => AnalyzeCommand.Create(),
        "train" => TrainCommand.Create(),
        "package" => PackageCommand.Create(),
        "simulate" => SimulateCommand.Create(),
        "energy" => EnergyCommand.Create(),
        "serve" => ServeCommand.Create(),
        "query" => QueryCommand.Create(),
        "token" => TokenCommand.Create(),
        "import" => ImportCommand.Create(),
        "factory" => RegisterCommand.Create(RegisterKind.Factory()),
        "machine" => RegisterCommand.Create(RegisterKind.Machine()),
        "tariff" => RegisterCommand.Create(RegisterKind.Tariff()),
        "carbon" => RegisterCommand.Create(RegisterKind.Carbon()),
        "evaluate" => EvaluateCommand.Create(),
        EdgeCommand.Name => EdgeCommand.Create(),
        _ => null,
    };
}
