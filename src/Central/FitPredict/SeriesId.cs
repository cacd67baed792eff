namespace Plumbline.Central.FitPredict;

/// <summary>What a series may be called, and how its versions are named.</summary>
static class SeriesId
{
    public const string Wanted = "must be 1 to 128 letters, digits, '_', '.', ':' or '-', and not '.' or '..'.";
    public const string WantedVersion = "must be a version such as v1.";

    public static bool IsValid(string? text) =>
        text is { Length: > 0 and <= 128 } && text is not ("." or "..") && text.AsSpan().IndexOfAnyExcept(Allowed) < 0;

    /// <returns>Null where the text names no version.</returns>
    public static long? Version(string text) =>
        text is ['v' or 'V', >= '1' and <= '9', ..] && text.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0 && long.TryParse(text.AsSpan(1), out var version) ? version : null;

    static readonly System.Buffers.SearchValues<char> Allowed =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.:-");
}
