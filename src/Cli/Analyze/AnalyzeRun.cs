namespace Plumbline.Cli.Analyze;

static class AnalyzeRun
{
    public static int Execute(AnalyzeRequest request, CancellationToken cancel) { Console.WriteLine(request); return 0; }
}
