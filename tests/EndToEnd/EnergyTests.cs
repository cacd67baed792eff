using System.Text;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace Plumbline.EndToEnd.Tests;

public sealed class EnergyTests
{
    [Fact]
    public void Energy_of_a_machine_from_baseline_to_deviation_and_kpis()
    {
        using var scratch = new Scratch();
        File.WriteAllText(scratch["2024.csv"], Hourly(new(2024, 1, 1), 2000, extraKw: 0));
        File.WriteAllText(scratch["2025.csv"], Hourly(new(2025, 1, 1), 240, extraKw: 12));

        var trained = Plumb.Run(scratch.Path, "energy", "baseline", "--data", "2024.csv", "--output", "press.json");
        trained.ExitCode.ShouldBe(0, trained.Errors);
        trained.Output.ShouldContain("total_production_count");
        trained.Output.ShouldContain("Meets the quality threshold.");

        var json = Plumb.Run(scratch.Path, "energy", "deviation", "--data", "2025.csv", "--baseline", "press.json", "--json");
        json.ExitCode.ShouldBe(0, json.Errors);
        using var deviation = JsonDocument.Parse(json.Output);
        deviation.RootElement.GetProperty("deviation_kwh").GetDouble().ShouldBe(240 * 12, 100);
        deviation.RootElement.GetProperty("deviation_severity").GetString().ShouldBe("critical");
        deviation.RootElement.GetProperty("hourly_deviations").GetArrayLength().ShouldBe(240);
        Plumb.Run(scratch.Path, "energy", "deviation", "--data", "2025.csv", "--baseline", "press.json").Output.ShouldContain("Critical. The deviation is larger than its uncertainty.");

        var kpi = Plumb.Run(scratch.Path, "energy", "kpi", "--data", "2025.csv", "--json", "--start", "2025-01-01", "--end", "2025-01-02");
        kpi.ExitCode.ShouldBe(0, kpi.Errors);
        using var kpis = JsonDocument.Parse(kpi.Output);
        kpis.RootElement.GetProperty("total_production_units").GetDouble().ShouldBe(Enumerable.Range(0, 24).Sum(Units));
        kpis.RootElement.GetProperty("coverage").GetDouble().ShouldBe(1);
        Plumb.Run(scratch.Path, "energy", "kpi", "--data", "2025.csv").Output.ShouldContain("load factor");
    }

    [Fact]
    public void What_cannot_be_done_is_said_in_one_sentence()
    {
        using var scratch = new Scratch();
        File.WriteAllText(scratch["short.csv"], Hourly(new(2024, 1, 1), 412, extraKw: 0));
        File.WriteAllText(scratch["two.csv"], "time,machine,power_kw\n2024-01-01 00:00,a,1\n2024-01-01 00:00,b,1\n");
        File.WriteAllText(scratch["other.json"], "{}");

        Fails("plumb: press-1: Insufficient samples: 412 of 1000.", "baseline", "--data", "short.csv");
        Fails("plumb: the data holds 2 machines: name one with --machine: a, b.", "kpi", "--data", "two.csv");
        Fails("plumb: there is no machine 'c'; there is a, b.", "kpi", "--data", "two.csv", "--machine", "c");
        Fails("plumb: log 'none.csv' does not exist.", "kpi", "--data", "none.csv");
        Fails("plumb: other.json is no energy baseline", "deviation", "--data", "short.csv", "--baseline", "other.json");
        Fails("plumb: press-1: 'load_factor' is computed from the energy", "baseline", "--data", "short.csv", "--drivers", "load_factor");
        Plumb.Run(scratch.Path, "energy", "kpi", "--data", "short.csv", "--peak-hours", "8-20").ExitCode.ShouldBe(2);
        Plumb.Run(scratch.Path, "energy", "kpi", "--data", "short.csv", "--time-zone", "Mars").ShouldBe(new Outcome(2, "", "plumb: --time-zone 'Mars' is not in the IANA database, as America/Chicago and UTC are.\nTry 'plumb energy kpi --help'.\n"));

        void Fails(string sentence, params string[] arguments)
        {
            var outcome = Plumb.Run(scratch.Path, ["energy", .. arguments]);
            outcome.Errors.ShouldContain(sentence);
            outcome.ExitCode.ShouldBe(1);
            outcome.Output.ShouldBeEmpty();
        }
    }

    static string Hourly(DateTime start, int hours, double extraKw)
    {
        var text = new StringBuilder("time,machine,power_kw,production_count,outdoor_temp_c,operating_mode\n");
        for (var hour = 0; hour < hours; hour++)
        {
            var temperature = 8 + (6 * Math.Sin(hour / 24.0)) + (3 * Math.Sin(hour * 2.399));
            var power = 20 + (0.05 * Units(hour)) + (1.5 * Math.Max(0, 15 - temperature)) + Math.Sin(hour * hour) + extraKw;
            text.Append(FormattableString.Invariant($"{start.AddHours(hour):yyyy-MM-dd HH:mm},press-1,{power:0.000},{Units(hour)},{temperature:0.00},running\n"));
        }

        return text.ToString();
    }

    static int Units(int hour) => hour % 24 is >= 6 and < 22 ? 300 + (hour * 37 % 100) : 0;
}
