using System.Globalization;
using Plumbline.Energy.Baselines;
using Plumbline.Energy.Kpis;
using Spectre.Console;

namespace Plumbline.Cli.Energy;

/// <summary>What <c>plumb energy</c> shows on a terminal.</summary>
static class EnergyTables
{
    const int HoursShown = 10;

    public static void Print(string source, EnergyBaseline baseline)
    {
        var table = Rounded("driver", "kWh per unit", "± 90 %", "p", "VIF", "trained from", "to");
        foreach (var term in baseline.Terms)
            table.AddRow(term.Driver.ToString(), Number(term.Coefficient, "0.#####"), Number(1.645 * term.RobustError, "0.#####"), Number(term.P, "0.0000"), Number(term.Vif, "0.0"), Number(term.Low, "0.##"), Number(term.High, "0.##"));
        if (baseline.HasHourOfWeek) table.AddRow("hour_of_week", $"{baseline.Line.Counts.Count(count => count > 0)} heights", "", Number(baseline.HourOfWeekP, "0.0000"), "", "", "");
        table.AddRow("intercept", Number(baseline.Intercept, "0.###"), "", "", "", "", "");
        Say(source);
        Terminal.Results.Write(table);

        var fit = Rounded("", "hours", "R²", "RMSE, kWh", "MAE, kWh", "CV(RMSE), %", "NMBE, %");
        foreach (var (name, metrics) in (ReadOnlySpan<(string, FitMetrics)>)[("in sample", baseline.InSample), ("out of sample", baseline.OutOfSample)])
            fit.AddRow(name, $"{metrics.Samples}", Number(metrics.R2, "0.000"), Number(metrics.Rmse, "0.###"), Number(metrics.Mae, "0.###"), Number(metrics.CvRmsePct, "0.0"), Number(metrics.NmbePct, "0.00"));
        Terminal.Results.Write(fit);
        var tests = Rounded("test", "value", "limit", "");
        foreach (var test in baseline.Tests) tests.AddRow(test.Name, Number(test.Value, "0.####"), Number(test.Limit, "0.##"), test.Passed ? "passed" : "failed");
        Terminal.Results.Write(tests);
        Say(baseline.MeetsQualityThreshold ? "Meets the quality threshold." : "Does not meet the quality threshold.");
        foreach (var warning in baseline.Warnings) Say("- " + warning);
    }

    public static void Print(string source, EnergyDeviation deviation)
    {
        Say(source);
        var table = Rounded("", "kWh");
        table.AddRow("used", Number(deviation.ActualKwh, "0.0"));
        table.AddRow("should have been", Number(deviation.PredictedKwh, "0.0"));
        table.AddRow("deviation", $"{Number(deviation.DeviationKwh, "+0.0;-0.0;0")} ({Number(deviation.DeviationPct, "+0.0;-0.0;0")} %)");
        table.AddRow("± at 90 %", Number(deviation.Uncertainty.HalfWidthKwh, "0.0"));
        Terminal.Results.Write(table);
        Say($"{deviation.Severity}. {(deviation.Uncertainty.IsSignificant ? "The deviation is larger than its uncertainty." : "The deviation is within its uncertainty: it may be chance.")}");
        Say(FormattableString.Invariant($"{deviation.Hours.Count} hours compared, {deviation.MissingHours} without energy or a driver, {deviation.ExcludedHours} of maintenance or fault left out; {100 * deviation.ExtrapolatedShare:0.#} % beyond what was trained."));
        var worst = Rounded("the hours most above (UTC)", "used, kWh", "should have been", "deviation", "%");
        foreach (var hour in deviation.Hours.OrderByDescending(hour => hour.DeviationKwh).Take(HoursShown))
            worst.AddRow($"{hour.Time:yyyy-MM-dd HH:mm}", Number(hour.ActualKwh, "0.0"), Number(hour.PredictedKwh, "0.0"), Number(hour.DeviationKwh, "+0.0;-0.0;0"), Number(hour.DeviationPct, "+0;-0;0"));
        Terminal.Results.Write(worst);
    }

    public static void Print(string source, EnergyKpis kpis)
    {
        Say(source);
        var table = Rounded("", "", "");
        Row("energy", kpis.EnergyKwh, "0.0", "kWh");
        Row("mean power", kpis.MeanKw, "0.00", "kW");
        table.AddRow("peak demand", kpis.Peak.Value is { } peak ? Number(peak.Kw, "0.00") : Text(kpis.Peak.Unavailable), kpis.Peak.Value is { } at ? $"kW, 15-min mean from {at.Time:yyyy-MM-dd HH:mm} UTC" : "");
        Row("highest power read", kpis.MaxKw, "0.00", "kW");
        Row("load factor", kpis.LoadFactor, "0.000", "");
        Row("utilisation", kpis.Utilisation, "0.000", "");
        Row("units", kpis.Units, "0.##", "");
        Row("SEC", kpis.Sec, "0.00000", "kWh a unit");
        if (kpis.Cost.Value is { } cost)
        {
            foreach (var window in cost.Windows) table.AddRow($"cost, {Text(window.Window)}", Number(window.Cost, "0.00"), $"{Text(cost.Currency)}: {Number(window.EnergyKwh, "0.0")} kWh at {Number(window.RatePerKwh, "0.####")}");
            foreach (var month in cost.Demand) table.AddRow($"demand {month.Year}-{month.Month:00}", Number(month.Cost, "0.00"), $"{Text(cost.Currency)}: {Number(month.PeakKw, "0.00")} kW");
            table.AddRow("cost in all", Number(cost.Total, "0.00"), $"{Text(cost.Currency)}; energy of a constant load: {Number(cost.FlatCost, "0.00")}");
        }
        else
        {
            table.AddRow("cost", Text(kpis.Cost.Unavailable), "");
        }

        table.AddRow("carbon", kpis.Carbon.Value is { } carbon ? Number(carbon.Kg, "0.0") : Text(kpis.Carbon.Unavailable), kpis.Carbon.Value is null ? "" : "kg CO2");
        table.AddRow("power known", Number(100 * kpis.Coverage, "0.0"), "% of the time");
        Terminal.Results.Write(table);

        void Row(string name, Kpi<double?> kpi, string format, string unit) => table.AddRow(name, kpi.Value is { } value ? Number(value, format) : Text(kpi.Unavailable), kpi.Value is null ? "" : unit);
    }

    static Table Rounded(params string[] headings)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns(headings);
        foreach (var column in table.Columns.Skip(1)) column.RightAligned();
        return table;
    }

    static void Say(string sentence) => Terminal.Results.WriteLine(Terminal.Plain(sentence));

    static string Text(string? text) => Markup.Escape(Terminal.Plain(text ?? ""));

    static string Number(double value, string format) => double.IsNaN(value) ? "n/a" : value.ToString(format, CultureInfo.InvariantCulture);
}
