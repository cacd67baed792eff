using Plumbline.Plant;

namespace Plumbline.Pumps.Prognosis;

/// <summary>How numbers are written in a finding.</summary>
static class Words
{
    const string Minus = "\u2212";

    /// <summary>A deviation: <c>+6.9 %</c>, <c>−20 %</c>.</summary>
    public static string Percent(double value) => Signed(value, "0.#") + " %";

    /// <summary>In the middle of a sentence.</summary>
    public static string Name(PumpParameter parameter) => parameter.ToString().ToLowerInvariant();

    /// <summary>With a capital letter, to begin a sentence.</summary>
    public static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>The limit that a deviation was held against.</summary>
    public static string Limit(double? value) => value is { } limit ? limit == 0 ? "a limit of 0 %" : "a limit of " + Percent(limit) : "no limit";

    /// <summary>With its sign, and digits enough to tell it from zero.</summary>
    public static string Rate(double value) => Signed(value, Format(value));

    /// <summary>Without sign.</summary>
    public static string Size(double value) => Math.Abs(value).ToString(Format(value));

    /// <summary>A time to go: whole days from ten on, else tenths.</summary>
    public static string Days(double days) => days >= 9.95 ? days.ToString("0") : days.ToString("0.#");

    public static string Date(DateTime utc) => utc.ToString("yyyy-MM-dd");

    public static string Time(DateTime utc) => utc.ToString("yyyy-MM-dd HH:mm");

    /// <summary>A share of 1 as percent.</summary>
    public static string Share(double share) => (share * 100).ToString("0") + " %";

    static string Format(double value) => Math.Abs(value) switch { >= 1 => "0.0", >= 0.1 => "0.00", _ => "0.000" };

    static string Signed(double value, string format)
    {
        var digits = Math.Abs(value).ToString(format);
        if (digits.AsSpan().IndexOfAnyInRange('1', '9') < 0) return digits;
        return (value < 0 ? Minus : "+") + digits;
    }
}
