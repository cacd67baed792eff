using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;
using Xunit;

namespace Plumbline.Architecture;

/// <summary>The map of the code. Data flows downwards; a project may know only those above it that are listed.</summary>
public sealed class DependencyTests
{
    /// <summary>Each project, in the order the data takes, with what it may refer to.</summary>
    internal static readonly (string Project, string[] MayUse)[] Map =
    [
        ("Plant", []),
        ("Numerics", []),
        ("Intake", ["Plant"]),
        ("Series", ["Plant", "Numerics"]),
        ("Incidents", ["Plant"]),
        ("Detectors", ["Plant", "Numerics", "Series"]),
        ("Pumps", ["Plant", "Numerics", "Series", "Incidents"]),
        ("Energy", ["Plant", "Numerics", "Series", "Incidents", "Detectors"]),
        ("Simulation", ["Plant", "Numerics", "Pumps"]),
        ("Reports", ["Plant", "Series", "Incidents", "Pumps"]),
        ("Edge", ["Plant", "Numerics", "Intake", "Series", "Incidents", "Pumps"]),
        ("Central", ["Plant", "Numerics", "Intake", "Series", "Incidents", "Detectors", "Pumps", "Energy", "Simulation", "Reports"]),
        ("Cli", ["Plant", "Numerics", "Intake", "Series", "Incidents", "Detectors", "Pumps", "Energy", "Simulation", "Reports", "Edge", "Central"]),
    ];

    // Same inputs, same outputs: these touch no clock, no network, no disk, no ambient randomness.
    static readonly string[] Pure = ["Plant", "Numerics", "Intake", "Series", "Incidents", "Detectors", "Pumps", "Energy", "Simulation", "Reports"];

    static readonly string[] BarredFromPure =
    [
        "System.DateTime.get_Now", "System.DateTime.get_UtcNow", "System.DateTimeOffset.get_Now", "System.DateTimeOffset.get_UtcNow",
        "System.Guid.NewGuid", "System.Random.get_Shared", "System.Random..ctor()",
        "System.TimeProvider.get_System", "System.Diagnostics.Stopwatch.", "System.Environment.get_TickCount", "System.TimeZoneInfo.get_Local",
        "System.IO.File.", "System.IO.FileInfo.", "System.IO.FileStream.", "System.IO.Directory.", "System.IO.DirectoryInfo.", "System.IO.FileSystemInfo.", "System.IO.RandomAccess.",
        "System.IO.Path.GetTemp", "System.IO.Path.GetFullPath", "System.IO.MemoryMappedFiles.",
        "System.Console.", "System.Diagnostics.Process.", "System.Net.", "System.Environment.GetEnvironmentVariable", "Microsoft.AspNetCore.", "Npgsql.",
    ];

    // These open a path where they are given a string, and are pure where they are given a stream.
    static readonly string[] OpensAPath = ["System.IO.StreamReader..ctor", "System.IO.StreamWriter..ctor", "System.Xml.Linq.XDocument.Load", "System.Xml.XmlReader.Create", "System.Xml.XmlWriter.Create"];

    public static TheoryData<string> Projects => [.. Map.Select(entry => entry.Project)];
    public static TheoryData<string> PureProjects => [.. Pure];

    [Theory, MemberData(nameof(Projects))]
    public void Project_file_refers_only_to_what_the_map_allows(string project)
    {
        var declared = XDocument.Load(Path.Combine(Source, project, project + ".csproj"))
            .Descendants("ProjectReference")
            .Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/')));

        Assert.Empty(declared.Except(MayUse(project)));
    }

    [Theory, MemberData(nameof(Projects))]
    public void Assembly_refers_only_to_what_the_map_allows(string project)
    {
        var used = Load(project).GetReferencedAssemblies()
            .Select(a => a.Name!).Where(n => n == EdgeAssembly || n.StartsWith("Plumbline.", StringComparison.Ordinal)).Select(n => n == EdgeAssembly ? "Edge" : n["Plumbline.".Length..]);

        Assert.Empty(used.Except(MayUse(project)));
    }

    [Fact]
    public void Map_lists_every_project_and_only_looks_upstream()
    {
        Assert.Equal(Directory.EnumerateDirectories(Source).Select(Path.GetFileName).Order(), Map.Select(entry => entry.Project).Order());

        var order = Map.Select(entry => entry.Project).ToList();
        Assert.All(Map, entry => Assert.All(entry.MayUse, needed => Assert.True(order.IndexOf(needed) < order.IndexOf(entry.Project))));
    }

    [Fact]
    public void Map_is_the_one_printed_beside_the_source()
    {
        var printed = File.ReadLines(Path.Combine(Source, "README.md"))
            .SkipWhile(line => line != "```text").Skip(1).TakeWhile(line => line != "```").Select(line => line.TrimEnd());

        Assert.Equal(Map.Select(entry => $"{entry.Project,-10} uses {string.Join(", ", entry.MayUse)}".TrimEnd()), printed);
    }

    [Theory, MemberData(nameof(PureProjects))]
    public void Pure_project_calls_nothing_that_varies_between_runs(string project)
    {
        var calls = MembersCalledBy(Load(project));

        Assert.DoesNotContain(calls, IsBarred);
    }

    [Fact]
    public void What_a_host_does_is_what_is_barred()
    {
        // The program opens files, reads the clock and writes to the console: were none of it found there, the test above would find nothing anywhere.
        var barred = MembersCalledBy(Load("Cli")).Where(IsBarred).ToList();

        foreach (var start in (string[])["System.IO.File.", "System.IO.FileStream.", "System.IO.Directory.", "System.TimeProvider.get_System", "System.Console."])
            Assert.Contains(barred, call => call.StartsWith(start, StringComparison.Ordinal));
        Assert.True(IsBarred("System.IO.StreamReader..ctor(String, 2)"));
        Assert.False(IsBarred("System.IO.StreamReader..ctor(2)"));
    }

    static bool IsBarred(string call) => BarredFromPure.Any(start => call.StartsWith(start, StringComparison.Ordinal))
        || OpensAPath.Any(start => call.StartsWith(start + "(String", StringComparison.Ordinal));

    /// <summary>Every member of another assembly that this one names, as <c>Namespace.Type.Member(n)</c>, or <c>(String, n)</c> where the first of n arguments is a text.</summary>
    static List<string> MembersCalledBy(Assembly assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var metadata = file.GetMetadataReader();
        return [.. metadata.MemberReferences.Select(metadata.GetMemberReference)
            .Where(member => member.Parent.Kind == HandleKind.TypeReference)
            .Select(member =>
            {
                var type = metadata.GetTypeReference((TypeReferenceHandle)member.Parent);
                var signature = member.GetKind() == MemberReferenceKind.Method ? ArgumentsOf(metadata, member) : "";
                return $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}.{metadata.GetString(member.Name)}{signature}";
            })];
    }

    static string ArgumentsOf(MetadataReader metadata, MemberReference member)
    {
        var blob = metadata.GetBlobReader(member.Signature);
        var header = blob.ReadSignatureHeader();
        if (header.IsGeneric) blob.ReadCompressedInteger();
        var count = blob.ReadCompressedInteger();
        return count == 0 ? "()" : TakesTextFirst(ref blob) ? $"(String, {count})" : $"({count})";
    }

    // What is returned comes before: void, or a class or value with its token. Of anything else nobody asks.
    static bool TakesTextFirst(ref BlobReader blob)
    {
        if (blob.ReadSignatureTypeCode() is SignatureTypeCode.TypeHandle) blob.ReadTypeHandle();
        return blob.RemainingBytes > 0 && blob.ReadByte() == (byte)SignatureTypeCode.String;
    }

    // The one program that is called by a name of its own.
    const string EdgeAssembly = "plumb-edge";

    internal static Assembly Load(string project) => Assembly.Load(project == "Edge" ? EdgeAssembly : "Plumbline." + project);

    static string[] MayUse(string project) => Map.Single(entry => entry.Project == project).MayUse;

    static string Source { get; } = Path.Combine(Root(), "src");

    // Not [CallerFilePath]: a deterministic build rewrites it.
    static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Plumbline.slnx")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("No Plumbline.slnx above " + AppContext.BaseDirectory);
        return folder.FullName;
    }
}
