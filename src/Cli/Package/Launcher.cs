namespace Plumbline.Cli.Package;

/// <summary>What starts the program on a device.</summary>
static class Launcher
{
    public const string Unix = "inference";
    public const string Windows = "inference.cmd";

    public static string ForUnix(bool selfContained) => $$"""
        #!/bin/sh
        # Starts the edge program that lies beside this file.
        case $0 in
          */*) here=${0%/*} ;;
          *) here=. ;;
        esac
        if [ -L "$0" ]; then
          here=$(dirname -- "$(readlink -f -- "$0")")
        fi
        {{(selfContained ? Bundled : Installed)}}

        """;

    public static string ForWindows(bool selfContained) => selfContained
        ? "@echo inference: this artifact holds the program for linux-x64 alone; pack it without --self-contained for this machine. 1>&2\r\n@exit /b 1\r\n"
        : "@dotnet \"%~dp0plumb-edge.dll\" %*\r\n";

    const string Installed = """
        if ! command -v dotnet >/dev/null; then
          echo "inference: the .NET 10 runtime is needed, and 'dotnet' is not on the PATH: see README.md" >&2
          exit 1
        fi
        exec dotnet "$here/plumb-edge.dll" "$@"
        """;

    const string Bundled = """
        exec "$here/plumb-edge" "$@"
        """;
}
