namespace Plumbline.Cli;

/// <summary>What the program tells a script.</summary>
static class ExitCode
{
    public const int Done = 0;

    /// <summary>The input cannot be used, or the output not written.</summary>
    public const int BadInput = 1;

    /// <summary>The command line itself is wrong.</summary>
    public const int Usage = 2;

    /// <summary>All went well, and the condition named by <c>--fail-on</c> was met.</summary>
    public const int ConditionMet = 3;

    /// <summary>Stopped by Ctrl-C: 128 + SIGINT, as shells expect.</summary>
    public const int Interrupted = 130;
}
