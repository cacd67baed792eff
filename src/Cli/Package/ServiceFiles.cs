namespace Plumbline.Cli.Package;

/// <summary>How the program is kept running: the files of <c>deploy/</c>, as they stand there.</summary>
static class ServiceFiles
{
    public const string Unit = "service/plumb-edge.service";
    public const string Cron = "service/plumb-edge.cron";

    /// <summary>One of the two.</summary>
    public static byte[] Read(string path)
    {
        using var stream = typeof(ServiceFiles).Assembly.GetManifestResourceStream(path)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
