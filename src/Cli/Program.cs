using System.CommandLine;
using Plumbline.Cli;

// Words of the edge program are its own.
if (args is [EdgeCommand.Name, .. var words]) return Plumbline.Edge.EdgeProgram.Run(words, $"plumb {EdgeCommand.Name}");

var root = new Command("plumb", "Tells the people who run pumps when something drifts from its baseline, how bad it is, and how long they have.")
{
    HelpWithExamples.Option(),
    new VersionOption(),
};
foreach (var command in Commands.For(args)) root.Subcommands.Add(command);
return await Terminal.RunAsync(root, args);
