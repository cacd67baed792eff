using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;
using NodaTime;
using Plumbline.Reports.Documents;

namespace Plumbline.Cli;

/// <summary>Rules that options of several commands share.</summary>
static class CommandLine
{
    const double LongestIntervalS = 366 * 86_400.0;

    // As in logs: a year outside is a typing error, or a clock that was never set.
    const int FirstYear = 1971;
    const int LastYear = 2199;

    static readonly string[] DateFormats = ["yyyy-MM-dd", "yyyy-MM-dd HH:mm", "yyyy-MM-ddTHH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm:ssK"];

    /// <summary>Refuses numbers outside a range, at the command line and not somewhere inside.</summary>
    public static Option<T> Between<T>(this Option<T> option, T low, T high)
        where T : IComparable<T>, IParsable<T>
    {
        option.Validators.Add(result =>
        {
            // What is no number at all the parser itself says.
            if (result.Errors.Any() || result.Tokens.Count != 1 || !T.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out var value)) return;
            if (value.CompareTo(low) < 0 || value.CompareTo(high) > 0) result.AddError($"{option.Name} {value} is outside {low} to {high}.");
        });
        return option;
    }

    /// <summary>Refuses what is not a number, of every option of a command and of those below it that takes one.</summary>
    public static void RequireNumbers(Command command)
    {
        foreach (var option in command.Options)
        {
            if (!IsNumber(option)) continue;
            option.Validators.Add(result =>
            {
                if (NumberFault(result) is { } fault) result.AddError(fault);
            });
        }
        foreach (var below in command.Subcommands) RequireNumbers(below);
    }

    /// <summary>What is wrong with the number that was given for an option, as a sentence; null where nothing is, and of an option that takes none.</summary>
    /// <remarks>No thousands are parted: a decimal comma would make 55 of 5,5.</remarks>
    public static string? NumberFault(OptionResult result)
    {
        if (!IsNumber(result.Option) || result.Tokens is not [{ Value: var text }]) return null;
        var type = NumberOf(result.Option);
        if (type == typeof(double)) return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? null : $"{result.Option.Name} {text}: must be a number, with a point before decimals.";
        if (!BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)) return $"{result.Option.Name} {text}: must be a whole number.";
        var (least, most) = type == typeof(int) ? ((BigInteger)int.MinValue, (BigInteger)int.MaxValue) : (long.MinValue, long.MaxValue);
        return whole < least || whole > most ? $"{result.Option.Name} {text}: must be a whole number from {least} to {most}." : null;
    }

    /// <summary>What is wrong with the numbers of a command line; where there is something, they cannot be asked for.</summary>
    public static IEnumerable<string> NumberFaults(CommandResult command) => command.Children.OfType<OptionResult>().Select(NumberFault).OfType<string>();

    // An option with a reader of its own says itself what it expects.
    static bool IsNumber(Option option) => NumberOf(option) is var type && (type == typeof(int) || type == typeof(long) || type == typeof(double));

    static Type NumberOf(Option option) => Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType;

    /// <summary>Refuses time zones that the IANA database does not have, at the command line.</summary>
    public static void RequireZone(Option<string> option) => option.Validators.Add(result =>
    {
        foreach (var token in result.Tokens)
            if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(token.Value) is null) result.AddError($"{option.Name} '{token.Value}' is not in the IANA database, as America/Chicago and UTC are.");
    });

    /// <summary>Reads <c>2024-07-30</c> or a date and time; UTC unless it carries an offset.</summary>
    public static DateTime? ParseDate(ArgumentResult result)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (TryParseDate(text, out var date)) return date;
        result.AddError($"'{text}' is not a date; write it as 2024-07-30 or 2024-07-30T14:00:00Z, in the years 1971 to 2199.");
        return null;
    }

    /// <summary>Refuses what is not a date, at the command line; which instant it is, the time zone says later.</summary>
    public static void RequireDates<T>(Option<T> option) => option.Validators.Add(result =>
    {
        foreach (var token in result.Tokens)
            if (!TryParseDate(token.Value, out _)) result.AddError($"'{token.Value}' is not a date; write it as 2024-07-30 or 2024-07-30T14:00:00Z, in the years 1971 to 2199.");
    });

    /// <summary>The instant, UTC, that a date means: in a zone unless it carries an offset of its own. An hour that the clocks skip is taken an hour later, of one that comes twice the first.</summary>
    /// <exception cref="BadInputException">There is no such zone.</exception>
    public static DateTime? DateIn(string? text, string zone)
    {
        if (text is null) return null;
        var read = DateTime.ParseExact(text, DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal);
        if (read.Kind == DateTimeKind.Utc) return read;
        var clock = DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) ?? throw new BadInputException($"time zone '{zone}' is not in the IANA database, as America/Chicago and UTC are.");
        return LocalDateTime.FromDateTime(read).InZoneLeniently(clock).ToDateTimeUtc();
    }

    /// <summary>The wall clock of a zone; null for UTC, in which everything is told anyhow.</summary>
    public static LocalClock? ClockOf(string zone)
    {
        if (zone is "UTC" || DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is not { } clock) return null;
        return new(zone, utc => Instant.FromDateTimeUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc)).InZone(clock).ToDateTimeUnspecified());
    }

    /// <summary>Reads <c>30s</c>, <c>5m</c>, <c>1h</c> or <c>1d</c>.</summary>
    public static TimeSpan ParseInterval(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (text.Length > 1 && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0)
        {
            var seconds = text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86_400, _ => 0 };
            if (seconds > 0 && (double)count * seconds <= LongestIntervalS) return TimeSpan.FromSeconds((double)count * seconds);
        }
        result.AddError($"'{text}' is not an interval; write it as 30s, 5m, 1h or 1d, up to 366d.");
        return default;
    }

    public static bool TryParseDate(string text, out DateTime utc) => DateTime.TryParseExact(
        text, DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out utc) && utc.Year is >= FirstYear and <= LastYear;
}
