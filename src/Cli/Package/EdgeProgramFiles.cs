using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Plumbline.Cli.Package;

/// <summary>The edge program as files of an artifact.</summary>
/// <param name="Files">Contents by name; all lie in the artifact's root.</param>
/// <param name="Platform">Where it runs, as a person says it.</param>
sealed record EdgeProgramFiles(IReadOnlyDictionary<string, byte[]> Files, string Platform)
{
    const string Program = "plumb-edge";
    const string Ours = "Plumbline.";
    const int MachineX64 = 0x3E;

    /// <summary>Whether it brings the runtime with it.</summary>
    public bool IsSelfContained => Files.ContainsKey(Program);

    /// <summary>What runs wherever the .NET runtime does: the files that lie beside this program, and of these only what the edge program needs.</summary>
    /// <exception cref="BadInputException">A file is missing: this is no whole installation.</exception>
    public static EdgeProgramFiles Portable(string folder)
    {
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal) { [Program + ".runtimeconfig.json"] = Read(folder, Program + ".runtimeconfig.json") };
        var wanted = new Queue<string>([Program + ".dll"]);
        while (wanted.TryDequeue(out var name))
        {
            if (files.ContainsKey(name)) continue;
            files[name] = Read(folder, name);
            // What the runtime itself brings does not lie here.
            foreach (var reference in References(files[name])) if (reference.StartsWith(Ours, StringComparison.Ordinal) || File.Exists(Path.Combine(folder, reference))) wanted.Enqueue(reference);
        }
        return new(files, "any machine with the .NET 10 runtime");
    }

    /// <summary>What was published for one kind of machine.</summary>
    /// <exception cref="BadInputException">The folder holds no such program.</exception>
    public static EdgeProgramFiles SelfContained(string folder)
    {
        if (!Directory.Exists(folder)) throw new BadInputException($"--edge-binaries '{folder}' is not a folder.");
        var content = Read(folder, Program);
        if (!IsForLinuxX64(content)) throw new BadInputException($"'{Path.Combine(folder, Program)}' is not a program for linux-x64.");
        if (File.Exists(Path.Combine(folder, Program + ".dll")))
            throw new BadInputException($"'{folder}' holds '{Program}.dll' beside '{Program}': it was not published as a single file (dotnet publish src/Edge -r linux-x64 --self-contained).");
        return new(new Dictionary<string, byte[]>(StringComparer.Ordinal) { [Program] = content }, "linux-x64, with nothing installed");
    }

    // As the assembly itself names them: this folder holds much that a device does not need.
    static IReadOnlyList<string> References(byte[] assembly)
    {
        using var file = new PEReader(new MemoryStream(assembly));
        var metadata = file.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name) + ".dll")];
    }

    static byte[] Read(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        return File.Exists(path) ? File.ReadAllBytes(path) : throw new BadInputException($"the edge program is not whole: '{path}' is missing.");
    }

    // ELF, 64 bits, little-endian, and the number of the machine (System V ABI, chapter 4).
    static bool IsForLinuxX64(ReadOnlySpan<byte> program) => program.Length > 20 && program.StartsWith("\u007FELF\u0002\u0001"u8) && program[18] == MachineX64 && program[19] == 0;
}
