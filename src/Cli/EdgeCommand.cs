using System.CommandLine;

namespace Plumbline.Cli;

/// <summary><c>plumb edge</c>: the program of the artifacts, as part of this one. The command stands in the help; its words are read by <see cref="Plumbline.Edge.EdgeProgram"/>.</summary>
static class EdgeCommand
{
    public const string Name = "edge";

    public static Command Create() => new(Name, "Judges readings beside the pump with an unpacked artifact, and reports to the centre: run, watch; see plumb edge --help.");
}
