using System.Globalization;

namespace Plumbline.Reports.Drawing.Axes;

/// <summary>A place on an axis that is labelled.</summary>
/// <param name="Value">Where.</param>
/// <param name="Label">What it says.</param>
/// <param name="Context">What it says in a second line, where that is new: the date, the year. May be empty.</param>
sealed record Tick(double Value, string Label, string Context = "");

/// <summary>Round numbers on an axis: multiples of 1, 2 or 5 times a power of ten.</summary>
static class NumberTicks
{
    /// <summary>Ticks within the range, from the lowest up.</summary>
    /// <param name="from">Lower end.</param>
    /// <param name="to">Upper end, above <paramref name="from"/>.</param>
    /// <param name="most">No more ticks than this; at least 2.</param>
    /// <param name="isCount">Whether only whole numbers make sense.</param>
    public static IReadOnlyList<Tick> Between(double from, double to, int most, bool isCount = false)
    {
        var step = Math.Max(isCount ? 1 : 0, Step(from, to, most));
        var first = Math.Ceiling((from / step) - 1e-9);
        var last = Math.Floor((to / step) + 1e-9);
        var decimals = Decimals(step);
        var largest = Math.Max(Math.Abs(from), Math.Abs(to));
        var ticks = new List<Tick>();
        for (var i = 0; first + i <= last && i <= most; i++)
        {
            // + 0.0 makes a negative zero a plain one.
            var value = Math.Clamp(Rounded((first + i) * step, decimals) + 0.0, from, to);
            ticks.Add(new(value, Label(value, step, decimals, largest)));
        }
        return ticks;
    }

    /// <summary>The smallest round step that needs no more than so many ticks.</summary>
    internal static double Step(double from, double to, int most)
    {
        // Halved before subtracting: the widest range does not overflow.
        var least = ((to / 2) - (from / 2)) / Math.Max(1, most - 1) * 2;
        var power = Math.Pow(10, Math.Floor(Math.Log10(least)));
        foreach (var round in (ReadOnlySpan<double>)[1, 2, 5])
            if (round * power >= least * (1 - 1e-9)) return round * power;
        return 10 * power;
    }

    static int Decimals(double step) => Math.Max(0, -(int)Math.Floor(Math.Log10(step) + 1e-9));

    static double Rounded(double value, int decimals) => decimals is > 0 and <= 15 ? Math.Round(value, decimals) : value;

    static string Label(double value, double step, int decimals, double largest) => largest switch
    {
        >= 1e15 or < 1e-4 => Exponent(value, step),
        >= 2e9 when step >= 1e7 => Scaled(value, step, 1e9, "G"),
        >= 2e6 when step >= 1e4 => Scaled(value, step, 1e6, "M"),
        _ => NumberText.Fixed(value, decimals),
    };

    static string Scaled(double value, double step, double unit, string letter) =>
        value == 0 ? "0" : NumberText.Fixed(value / unit, Decimals(step / unit)) + letter;

    static string Exponent(double value, double step)
    {
        if (value == 0) return "0";
        var digits = (int)Math.Clamp(Math.Floor(Math.Log10(Math.Abs(value)) + 1e-9) - Math.Floor(Math.Log10(step) + 1e-9), 0, 15);
        return value.ToString("0." + new string('0', digits) + "e+0", CultureInfo.InvariantCulture).Replace('-', '−').Replace("e+", "e", StringComparison.Ordinal);
    }
}
