using System.Reflection;

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
        Console.Error.WriteLine("inference: nothing to do. Try 'inference --version'.");
        return 2;
    }
}
