using System.CommandLine;
using Plumbline.Cli;

// Words of the edge program are its own.
if (args is [EdgeCommand.Name, .. var words]) return Plumbline.Edge.EdgeProgram.Run(words, $"plumb {EdgeCommand.Name}");

var root = new Command("plumb", "Tells the people who run pumps when something drifts from its baseline, how bad it is, and how long they have.")
{
    Plumbline.Cli.Analyze.AnalyzeCommand.Create(),
    Plumbline.Cli.Train.TrainCommand.Create(),
    Plumbline.Cli.Package.PackageCommand.Create(),
    Plumbline.Cli.Simulate.SimulateCommand.Create(),
    Plumbline.Cli.Energy.EnergyCommand.Create(),
    Plumbline.Cli.Serve.ServeCommand.Create(),
    Plumbline.Cli.Query.QueryCommand.Create(),
    Plumbline.Cli.Tokens.TokenCommand.Create(),
    Plumbline.Cli.Import.ImportCommand.Create(),
    Plumbline.Cli.Evaluate.EvaluateCommand.Create(),
    Plumbline.Cli.EdgeCommand.Create(),
    HelpWithExamples.Option(),
    new VersionOption(),
};
foreach (var command in Commands.For(args)) root.Subcommands.Add(command);
return await Terminal.RunAsync(root, args);
