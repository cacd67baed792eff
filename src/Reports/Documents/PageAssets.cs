namespace Plumbline.Reports.Documents;

/// <summary>What is put inside every page: it comes with the assembly.</summary>
static class PageAssets
{
    public static string Style { get; } = Read("page.css");

    static string Read(string name)
    {
        using var stream = typeof(PageAssets).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The assembly was built without {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
