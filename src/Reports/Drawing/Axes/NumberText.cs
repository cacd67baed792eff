using System.Globalization;

namespace Plumbline.Reports.Drawing.Axes;

/// <summary>Numbers as a reader expects them: a true minus sign, commas between thousands.</summary>
static class NumberText
{
    public static string Fixed(double value, int decimals)
    {
        var text = value.ToString("N" + Math.Clamp(decimals, 0, 15).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return text.Replace('-', '−');
    }
}
