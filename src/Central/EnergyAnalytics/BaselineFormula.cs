using System.Globalization;
using System.Text;
using Plumbline.Energy.Baselines;

namespace Plumbline.Central.EnergyAnalytics;

/// <summary>A baseline as a formula, and in words.</summary>
static class BaselineFormula
{
    /// <summary>Such as <c>energy (kWh in an hour) = 12.1 + 0.0042 × total production count</c>.</summary>
    public static string Readable(EnergyBaseline baseline) => Formula("energy (kWh in an hour) = ", baseline, " × ", driver => driver.BalancePointC is { } balance
        ? FormattableString.Invariant($"{Words(driver)} (from {balance:0.#} °C)")
        : Words(driver));

    /// <summary>Such as <c>energy_kwh = 12.1 + 0.0042*total_production_count</c>.</summary>
    public static string Technical(EnergyBaseline baseline) => Formula("energy_kwh = ", baseline, "*", driver => driver.Name);

    /// <summary>What the baseline says, in sentences.</summary>
    public static string Explanation(EnergyBaseline baseline)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Learned from {baseline.Samples} hours, it explains {100 * baseline.InSample.R2:0.#} % of the differences between hours; on weeks that it had not seen it is off by {baseline.OutOfSample.CvRmsePct:0.#} % of the mean.");
        foreach (var term in baseline.Terms)
            text.Append(CultureInfo.InvariantCulture, $" One more of {Words(term.Driver)} {(term.Coefficient < 0 ? "saves" : "takes")} {Math.Abs(term.Coefficient):0.####} kWh an hour, give or take {1.645 * term.RobustError:0.####}.");
        if (baseline.HasHourOfWeek) text.Append(" Each of the 168 hours of the week has a height of its own.");
        text.Append(baseline.MeetsQualityThreshold ? " It meets the quality threshold." : " It does not meet the quality threshold.");
        return text.ToString();
    }

    static string Formula(string head, EnergyBaseline baseline, string times, Func<Driver, string> name)
    {
        var text = new StringBuilder(head).Append(Number(baseline.Intercept));
        foreach (var term in baseline.Terms) text.Append(term.Coefficient < 0 ? " - " : " + ").Append(Number(Math.Abs(term.Coefficient))).Append(times).Append(name(term.Driver));
        return baseline.HasHourOfWeek ? text.Append(" + height of the hour of the week").ToString() : text.ToString();
    }

    static string Words(Driver driver) => driver.Name.Replace('_', ' ');

    static string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
