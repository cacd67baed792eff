using Plumbline.Intake;

namespace Plumbline.Edge.Artifact;

/// <summary>What <c>inference --verify</c> does.</summary>
public static class Verification
{
    /// <summary>Says whether an unpacked artifact is as it was packed.</summary>
    /// <param name="folder">Of the artifact.</param>
    /// <param name="output">Told that it is.</param>
    /// <param name="errors">Told of every file that is not.</param>
    /// <returns>The exit code: 0 as it was packed, 1 not.</returns>
    /// <exception cref="InvalidInputException">There is no manifest, or it is none.</exception>
    public static int Run(string folder, TextWriter output, TextWriter errors)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(errors);
        var faults = ArtifactManifest.Verify(folder);
        foreach (var fault in faults) errors.WriteLine("inference: " + fault);
        if (faults.Count > 0) return 1;
        output.WriteLine("Every file is as it was packed.");
        return 0;
    }
}
