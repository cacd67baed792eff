using System.Reflection;
using Plumbline.Edge.Artifact;
using Plumbline.Intake;

namespace Plumbline.Edge;

/// <summary>The program at the pump, whoever starts it: the artifact's launcher or <c>plumb edge</c>.</summary>
public static class EdgeProgram
{
    /// <summary>Runs it.</summary>
    /// <returns>The exit code: 0 done, 1 the input cannot be used, 2 the command line is wrong.</returns>
    public static int Run(IReadOnlyList<string> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        if (arguments is ["--version"])
        {
            Console.Out.WriteLine(typeof(EdgeProgram).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion);
            return 0;
        }
        if (arguments is ["--verify"])
        {
            try
            {
                return Verification.Run(AppContext.BaseDirectory, Console.Out, Console.Error);
            }
            catch (InvalidInputException e)
            {
                Console.Error.WriteLine("inference: " + e.Message);
                return 1;
            }
        }
        Console.Error.WriteLine("inference: nothing to do. Try 'inference --version'.");
        return 2;
    }
}
