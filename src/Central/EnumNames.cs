using System.Text.Json;

namespace Plumbline.Central;

/// <summary>Values of enumerations as the API writes them: <c>injection_molding</c>.</summary>
static class EnumNames
{
    public static string Snake<T>(this T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    public static T? Find<T>(string? name)
        where T : struct, Enum => Enum.GetValues<T>().Cast<T?>().FirstOrDefault(value => value!.Value.Snake() == name);

    /// <summary>All of them, for a sentence.</summary>
    public static string All<T>()
        where T : struct, Enum => string.Join(", ", Enum.GetValues<T>().Select(value => value.Snake()));
}
