using System.Text.Encodings.Web;
using System.Text.Json;

namespace Plumbline.Edge.Artifact;

/// <summary>How the artifact's JSON is written: for people to read, and the same bytes on any machine.</summary>
static class ArtifactJson
{
    public static readonly JsonWriterOptions Writing = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number)) json.WriteNumber(name, number);
        else json.WriteNull(name);
    }
}
