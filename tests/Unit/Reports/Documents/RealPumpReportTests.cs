using Plumbline.Intake;
using Plumbline.Pumps;
using Plumbline.Pumps.Grades;
using Plumbline.Reports.Documents;
using Plumbline.Reports.Documents.Diagnosis;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Reports.Documents;

/// <summary>What the owners of two real pumps are told.</summary>
public sealed class RealPumpReportTests
{
    [Fact]
    public void Well_1_is_told_of_a_restriction_and_of_power_that_it_does_not_explain()
    {
        var verdict = Verdict.Of(Analyze("well1"));

        verdict.Sentence.ShouldStartWith("Failure: head is 19.5 % above its baseline (limit +6 %), with flow 18.9 % below, power 12.3 % above");
        verdict.Sentence.ShouldContain("out of tolerance since 2024-07-18 04:00");
        verdict.Sentence.ShouldContain("look first for a restriction in the discharge line");
        verdict.Urgency.ShouldBe(Urgency.Now);
        Report("well1").ShouldContain("In a radial-flow pump a restriction alone lowers the power");
    }

    [Fact]
    public void Well_1_is_told_when_each_parameter_first_left_its_tolerance()
    {
        var report = Report("well1");

        report.ShouldContain("| 2024-06-02 08:00 | Head outside its tolerance for the first time | 75.31 psi | 80.52 psi | +6.92 % | +6 % |");
        report.ShouldContain("| 2024-07-20 21:00 | Power outside its tolerance for the first time | 20.04 hp | 22.17 hp | +10.66 % | +10 % |");
        report.ShouldContain("| 2024-06-01 00:00 | Efficiency outside its tolerance for the first time | 60 % | 57.3 % | −4.50 % | 0 % |");
        report.ShouldContain("**First outside tolerance:** Flow never; head 2024-06-02 08:00");
    }

    [Fact]
    public void Well_1_is_told_that_its_baseline_efficiency_is_off_by_what_its_log_starts_with()
    {
        Report("well1").ShouldContain("is an efficiency of 55.3 %, not 60 %: an efficiency worked out from these readings is −7.8 % off at the very baseline. The log starts just there (−7.7 % in its first week)");
    }

    [Fact]
    public void Well_1_is_told_that_its_efficiency_is_clipped_and_its_figures_are_at_least()
    {
        var report = Report("well1");

        report.ShouldContain("| 158 readings of the pump efficiency (11 % of those while running) stand at exactly 50 %, its lowest value: the sensor or the log is clipped there;");
        report.ShouldContain("and efficiency at least 16.7 % below theirs");
        report.ShouldContain("efficiency at least −16.7 % on its worst day (2024-07-23)");
        report.ShouldContain("| at least −16.7 %, 2024-06-03 | at least −16.7 %, 2024-07-23 |");
        report.ShouldContain("clipped, so that the truth moves further");
        report.ShouldContain("to the end of the data)");
        Report("pump_47366").ShouldNotContain("clipped");
    }

    [Fact]
    public void Pump_47366_is_told_of_one_flow_in_sentences_that_agree()
    {
        var report = Report("pump_47366");

        report.ShouldContain("flow +0.24 ± 0.22 over its last 10 days, but still within a tenth of its limit of +20 %, at +0.3 %");
        report.ShouldContain("| Flow | +0.04 | −0.01 to +0.10 | no clear trend |");
        report.ShouldContain("where the two differ, the pump moves otherwise of late than before");
        report.ShouldContain("(2,043 readings)");
        report.ShouldNotContain("2043");
    }

    [Fact]
    public void Pump_47366_is_told_that_nothing_says_that_it_is_well()
    {
        var report = Report("pump_47366");

        report.Split("\n\n")[1].ShouldStartWith("**Unknown**: head cannot be judged: the sensor is stuck, the discharge pressure stays at 0 psi");
        report.ShouldContain("flow and power being one signal, each a multiple of the other");
        report.ShouldContain("would be an efficiency of 170 %: more power in the water than the motor takes");
        report.ShouldContain("1. **This week:** Restore the measurement of head");
        report.ShouldNotContain("| **Normal** |");
    }

    static string Report(string pump)
    {
        var writer = new StringWriter();
        MarkdownWriter.Write(PumpReport.Of(Analyze(pump)), writer);
        return writer.ToString();
    }

    static PumpAnalysis Analyze(string pump)
    {
        using var baselines = File.OpenRead(SharedData.PathOf($"pumps/{pump}_baseline.csv"));
        using var readings = File.OpenRead(SharedData.PathOf($"pumps/{pump}_operational.csv"));
        var baseline = PumpBaselineReader.Read(baselines, "baseline.csv").ShouldHaveSingleItem();
        var logged = PumpLogReader.Read(readings, "log.csv").Pumps.ShouldHaveSingleItem();
        return new PumpMonitor(baseline, ToleranceTable.Shipped.Select(baseline.Application, baseline.MotorRating)).Analyze(logged.Log, logged.Defects);
    }
}
