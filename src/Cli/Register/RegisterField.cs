using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Plumbline.Cli.Register;

/// <summary>A field of an entry, as an option of the command line and in JSON.</summary>
/// <param name="Option">Such as <c>--rated-power-kw</c>.</param>
/// <param name="Json">Such as <c>rated_power_kw</c>.</param>
/// <param name="IsRequired">Whether a new entry must have it.</param>
/// <param name="Read">The JSON of what was said.</param>
sealed record RegisterField(Option Option, string Json, bool IsRequired, Func<ParseResult, JsonNode?> Read)
{
    public static RegisterField Text(string json, string help, string description, bool isRequired = false) => Of<string?>(json, help, description, isRequired, text => text);

    public static RegisterField Number(string json, string help, string description, bool isRequired = false) => Of<double?>(json, help, description, isRequired, number => number);

    public static RegisterField Flag(string json, string description) => Of<bool?>(json, "true|false", description, isRequired: false, flag => flag);

    /// <summary>A time as <c>15m</c>, in JSON seconds.</summary>
    public static RegisterField Interval(string json, string name, string description)
    {
        var option = new Option<TimeSpan?>(name) { HelpName = "TIME", Description = description, CustomParser = result => CommandLine.ParseInterval(result) };
        return new(option, json, IsRequired: false, parse => parse.GetValue(option)?.TotalSeconds);
    }

    /// <summary>Windows of a tariff, each as <c>peak 0.20 08:00-20:00 monday,friday</c>.</summary>
    public static RegisterField Windows()
    {
        var option = new Option<string[]>("--window")
        {
            HelpName = "WINDOW",
            Description = "Hours with a price of their own: \"NAME RATE FROM-TO [DAYS]\", such as \"peak 0.20 08:00-20:00 monday,tuesday\"; weekdays where no days are named; may be repeated, and may go over midnight.",
        };
        option.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
                if (Window(token.Value) is null) result.AddError($"'{token.Value}' is no window; write \"NAME RATE FROM-TO [DAYS]\", such as \"peak 0.20 08:00-20:00 monday,tuesday\".");
        });
        return new(option, "windows", IsRequired: false, parse => parse.GetResult(option) is null ? null : new JsonArray([.. parse.GetValue(option)!.Select(Window)]));
    }

    static JsonObject? Window(string text)
    {
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length is not (3 or 4) || !double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var rate) || parts[2].Split('-') is not [var from, var to]) return null;
        var window = new JsonObject { ["name"] = parts[0], ["rate_per_kwh"] = rate, ["from"] = from, ["to"] = to };
        if (parts.Length == 4) window["days"] = new JsonArray([.. parts[3].Split(',').Select(day => JsonValue.Create(day))]);
        return window;
    }

    static RegisterField Of<T>(string json, string help, string description, bool isRequired, Func<T, JsonNode?> write)
    {
        var option = new Option<T>("--" + json.Replace('_', '-')) { HelpName = help, Description = description };
        return new(option, json, isRequired, parse => parse.GetResult(option) is null ? null : write(parse.GetValue(option)!));
    }
}
