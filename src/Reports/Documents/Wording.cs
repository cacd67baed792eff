using Plumbline.Plant;

namespace Plumbline.Reports.Documents;

/// <summary>How numbers, times and the field's words are said, the same in every document.</summary>
static class Wording
{
    /// <summary>Between a number and its unit. Markdown and JSON get an ordinary space in its place.</summary>
    public const char NoBreakSpace = '\u00A0';

    const char Minus = '\u2212';
    const string Space = "\u00A0";

    /// <summary>A deviation or a limit, with its sign: +6.92 %.</summary>
    public static string SignedPct(double pct, int digits = 2) => Signed(pct, digits) + Space + "%";

    /// <summary>A share of a whole, 0 to 1, as percent. Only exactly none is 0 %, only exactly all is 100 %.</summary>
    public static string Share(double share) => share switch
    {
        <= 0 => "0" + Space + "%",
        < 0.001 => "under 0.1" + Space + "%",
        < 0.1 or (> 0.9 and < 1) => Fixed(Math.Min(share * 100, 99.9), 1) + Space + "%",
        _ => Fixed(share * 100, 0) + Space + "%",
    };

    /// <summary>A probability, 0 to 1, never said as certain.</summary>
    public static string Chance(double probability) => probability switch
    {
        < 0.01 => "under 1" + Space + "%",
        > 0.99 => "over 99" + Space + "%",
        _ => Fixed(probability * 100, 0) + Space + "%",
    };

    public static string Signed(double value, int digits)
    {
        var rounded = Math.Round(value, digits, MidpointRounding.AwayFromZero);
        var size = Fixed(Math.Abs(rounded), digits);
        return rounded switch { > 0 => "+" + size, < 0 => Minus + size, _ => size };
    }

    /// <summary>A measured value with four significant digits at most, and its unit.</summary>
    public static string Quantity(double value, string unit) => Number(value) + Space + unit;

    /// <summary>Four significant digits at most, thousands parted.</summary>
    public static string Number(double value)
    {
        if (double.IsNaN(value)) return "not known";
        var size = Math.Abs(value);
        var digits = size switch { >= 1000 => 0, >= 100 => 1, >= 10 => 2, >= 0.1 or 0 => 3, _ => 5 };
        var text = Fixed(Math.Round(size, digits, MidpointRounding.AwayFromZero), digits);
        if (text.Contains('.', StringComparison.Ordinal)) text = text.TrimEnd('0').TrimEnd('.');
        return value < 0 && text != "0" ? Minus + text : text;
    }

    /// <summary>A plain number with this many decimals, whatever they are.</summary>
    public static string Decimals(double value, int digits) => double.IsNaN(value) ? "not known" : value < 0 ? Signed(value, digits) : Fixed(value, digits);

    public static string Count(long count) => count.ToString("#,0");

    /// <summary>A count and what is counted: 1 row, 24 rows.</summary>
    public static string Count(long count, string one) => Count(count) + Space + (count == 1 ? one : one + "s");

    /// <summary>To the minute where it is a whole one; UTC, as every document says once.</summary>
    public static string Time(DateTime time) => time.ToString(time.Second == 0 ? "yyyy-MM-dd HH:mm" : "yyyy-MM-dd HH:mm:ss").Replace(' ', NoBreakSpace);

    public static string Date(DateTime time) => time.ToString("yyyy-MM-dd");

    /// <summary>A length of time in the unit that fits it.</summary>
    public static string Span(TimeSpan span)
    {
        var days = span.TotalDays;
        if (days >= 1.95) return Days(days);
        if (span.TotalHours >= 1) return Unit(span.TotalHours, "hour");
        return span.TotalMinutes >= 1 ? Unit(span.TotalMinutes, "minute") : Unit(span.TotalSeconds, "second");
    }

    /// <summary>Days: one decimal below ten, none above.</summary>
    public static string Days(double days) => double.IsPositiveInfinity(days) ? "no upper end" : Unit(days, "day");

    /// <summary>Days without the word, for tables and intervals.</summary>
    public static string DayNumber(double days) => double.IsPositiveInfinity(days) ? "∞" : Fixed(days, days is > 0 and < 10 ? 1 : 0);

    public static string Name(PumpParameter parameter) => parameter switch
    {
        PumpParameter.Flow => "flow",
        PumpParameter.Head => "head",
        PumpParameter.Power => "power",
        _ => "efficiency",
    };

    public static string Title(PumpParameter parameter) => Capital(Name(parameter));

    public static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>a, b and c.</summary>
    public static string And(IEnumerable<string> parts)
    {
        var all = parts.ToList();
        return all.Count < 2 ? string.Concat(all) : string.Join(", ", all[..^1]) + " and " + all[^1];
    }

    /// <summary>Plain text made fit for a page: a number stays with its percent sign.</summary>
    public static string Typeset(string text) => text.Replace(" %", Space + "%", StringComparison.Ordinal);

    /// <summary>A sentence of another's making, to be put inside one of ours: without its full stop and its capital (NPSH keeps its own).</summary>
    public static string Clause(string sentence)
    {
        var clause = sentence.TrimEnd('.', ' ');
        return clause.Length > 1 && char.IsUpper(clause[0]) && !char.IsUpper(clause[1]) ? char.ToLowerInvariant(clause[0]) + clause[1..] : clause;
    }

    /// <summary>Why a parameter was not judged, out of a sentence that first says that it was not: "Head cannot be judged: the sensor is stuck".</summary>
    public static string Cause(string sentence)
    {
        var colon = sentence.IndexOf(": ", StringComparison.Ordinal);
        return Clause(colon > 0 && sentence.AsSpan(0, colon).Contains("judged", StringComparison.Ordinal) ? sentence[(colon + 2)..] : sentence);
    }

    /// <summary>A sentence of another's making, to stand by itself.</summary>
    public static string Sentence(string text) => text.Length == 0 || ".!?".Contains(text[^1], StringComparison.Ordinal) ? Capital(text) : Capital(text) + ".";

    static string Unit(double value, string unit)
    {
        var number = Fixed(value, value < 10 && value != Math.Truncate(value) ? 1 : 0);
        if (number.EndsWith(".0", StringComparison.Ordinal)) number = number[..^2];
        return number + Space + (number == "1" ? unit : unit + "s");
    }

    static string Fixed(double value, int digits) => value.ToString(digits switch { 0 => "#,0", 1 => "#,0.0", 2 => "#,0.00", 3 => "#,0.000", _ => "#,0.00000" });
}
