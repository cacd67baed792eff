using Plumbline.Plant;
using Plumbline.Pumps;
using Plumbline.Pumps.Prognosis;
using Plumbline.Reports.Documents;
using Plumbline.Reports.Documents.Diagnosis;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Reports.Documents;

public sealed class PumpReportTests
{
    [Fact]
    public void Events_stand_beside_the_clock_of_the_site_where_one_is_given()
    {
        var writer = new StringWriter();
        MarkdownWriter.Write(PumpReport.Of(PumpCase.Restricted(), clock: new("Zone/Behind", utc => utc.AddHours(-5))), writer);

        writer.ToString().ShouldContain("| Time (UTC) | Local (Zone/Behind) | Event |");
        var first = PumpCase.Restricted().Parameters.Min(parameter => parameter.FirstExceedance?.Time ?? DateTime.MaxValue);
        writer.ToString().ShouldContain($"| {first:yyyy-MM-dd HH:mm} | {first.AddHours(-5):yyyy-MM-dd HH:mm} |");
        Report(PumpCase.Restricted()).ShouldNotContain("Local (");
    }

    [Fact]
    public void The_verdict_comes_first()
    {
        Report(PumpCase.Restricted()).Split("\n\n")[1].ShouldStartWith("**Failure**: head is 17.7 % above its baseline");
    }

    [Fact]
    public void A_first_exceedance_is_told_with_baseline_reading_deviation_and_threshold()
    {
        Report(PumpCase.Restricted()).ShouldContain("| 2024-07-17 12:00 | Head outside its tolerance for the first time | 130 psi | 138.2 psi | +6.29 % | +6 % |");
    }

    [Fact]
    public void Time_in_each_status_is_told_in_rows_and_days()
    {
        Report(PumpCase.Healthy()).ShouldContain("| **Normal** | 1,440 | 100 % | 60 | 100 % |");
    }

    [Fact]
    public void Values_are_told_in_both_systems_of_units()
    {
        var report = Report(PumpCase.Healthy());

        report.ShouldContain("500 gpm (113.6 m³/h)");
        report.ShouldContain("130 psi (8.963 bar)");
        report.ShouldContain("49.9 hp (37.21 kW)");
    }

    [Fact]
    public void Early_warnings_are_half_of_the_mandatory_tolerances()
    {
        var report = Report(PumpCase.Healthy());

        report.ShouldContain("| Flow | above | +4 % | 520 gpm (118.1 m³/h) | the limit of +8 % |");
        report.ShouldContain("| Head | below | −2.5 % | 126.8 psi (8.739 bar) | the limit of −5 % |");
        Section(report, "Early-warning thresholds").ShouldNotContain("Power");
    }

    [Fact]
    public void Where_the_grade_sees_no_loss_the_early_warning_is_half_of_the_urgent_one()
    {
        Report(PumpCase.Restricted()).ShouldContain("| Flow | below | −5 % | 475 gpm (107.9 m³/h) | the urgent loss of −10 % (the grade sets no lower limit) |");
    }

    [Fact]
    public void Half_of_a_limit_of_zero_is_no_early_warning()
    {
        var strict = PumpCase.Grade1U with { Flow = new(true, 10, 0), Head = new(true, 6, 0) };

        var report = Report(PumpCase.Build("p", strict, 720, (_, _) => 2));

        report.ShouldContain("| Flow | below | −5 % | 475 gpm (107.9 m³/h) | the urgent loss of −10 % (half of a limit of 0 % is no warning) |");
        Section(report, "Early-warning thresholds").ShouldNotContain("| 0 % |");
    }

    [Theory]
    [InlineData(PumpStatus.Failure, "every hour")]
    [InlineData(PumpStatus.Critical, "every hour")]
    [InlineData(PumpStatus.Warning, "every 4 hours")]
    [InlineData(PumpStatus.Unknown, "every 4 hours")]
    [InlineData(PumpStatus.Normal, "once a day")]
    public void Monitoring_follows_the_status(PumpStatus status, string interval)
    {
        ActionSection.FrequencyOf(status).Interval.ShouldBe(interval);
    }

    [Fact]
    public void A_healthy_pump_has_a_short_report()
    {
        var (healthy, ill) = (Report(PumpCase.Healthy()), Report(PumpCase.Restricted()));

        healthy.ShouldContain("Nothing that was judged left its tolerance in the period, and no alarm was raised.");
        healthy.ShouldNotContain("### Maintenance");
        healthy.ShouldNotContain("### Alarm load");
        healthy.Length.ShouldBeLessThan(ill.Length * 3 / 4);
    }

    [Fact]
    public void Defects_are_grouped_by_what_became_of_the_rows()
    {
        var report = Report(PumpCase.BlindHead());

        Section(report, "Rejected: these rows are left out").ShouldContain("| 'n/a' in the column Flow (gpm). | 2 | pump.csv, lines 17 and 23 | `intake.csv.number_unreadable` |");
        Section(report, "Cannot be judged: one parameter of these rows").ShouldContain("series.stuck");
        Section(report, "Noted: used as it is").ShouldContain("series.derived");
        report.ShouldContain("**Head cannot be judged.** The head sensor is stuck at 0 psi in every running row.");
    }

    [Fact]
    public void A_log_with_gaps_says_how_much_of_the_time_it_covers()
    {
        var analysis = PumpCase.Healthy();
        var report = Report(analysis with { StatusShares = [new StatusShare(PumpStatus.Normal, 1440, 40)] });

        report.ShouldContain("Normal 100 % of 40 days, for which there are readings in a period of 60 days.");
        report.ShouldContain("Close the gaps in the log. Readings stand for 40 of 60 days.");
    }

    [Fact]
    public void A_model_without_skill_is_shown_and_not_used()
    {
        var analysis = PumpCase.Healthy();
        analysis = analysis with { Prognosis = analysis.Prognosis with { Model = PumpCase.Card(-3.25) } };

        Report(analysis).ShouldContain("**No skill.** On readings that it had not seen the model is no better than always saying the mean (test R² −3.25).");
    }

    [Fact]
    public void Too_little_to_say_is_said_with_what_is_missing()
    {
        var analysis = PumpCase.Healthy();
        analysis = analysis with { Prognosis = new PumpPrognosis { Unavailable = "100 of 168 hourly points; enough on 2024-06-08", Degradation = null, Learnt = null, Model = null, Foresight = null } };

        Report(analysis).ShouldContain("> 100 of 168 hourly points; enough on 2024-06-08.");
    }

    [Fact]
    public void A_forecast_is_told_with_interval_chance_and_factors_in_words()
    {
        var report = Report(PumpCase.Complete());

        report.ShouldContain("| Remaining useful life | 4.2 days |");
        report.ShouldContain("| 90 % interval | 1.1 to no upper end |");
        report.ShouldContain("- Mean head deviation over 168 hours, now 14.2: took away 22 days.");
        report.ShouldContain("**Yes.** Head left its tolerance lastingly. That was 11 days before the failure of 2024-07-30 23:00.");
    }

    [Fact]
    public void A_forecast_at_the_end_of_sight_is_a_lower_bound()
    {
        var analysis = PumpCase.Complete();
        var far = analysis.Prognosis.Learnt! with { RulDays = 120, IsAtLeast = true };

        var report = Report(analysis with { Prognosis = analysis.Prognosis with { Learnt = far } });

        report.ShouldContain("| Remaining useful life | at least 120 days |");
        report.ShouldContain("**Remaining life:** at least 120 days to failure");
    }

    [Fact]
    public void A_model_that_classifies_speaks_of_chances()
    {
        var analysis = PumpCase.Complete();
        var forecast = analysis.Prognosis.Learnt! with { Factors = [new RulFactor("flow_slope_24h", -0.03, 0.21)] };

        var report = Report(analysis with { Prognosis = analysis.Prognosis with { Learnt = forecast, Model = PumpCase.Card(0.4) with { Label = RulLabel.Classification } } });

        report.ShouldContain("- Trend of flow over 24 hours, now −0.03: raised the chance of failing within 7 days by 21 points.");
        report.ShouldContain("| Error of the chance (0 to 1) |");
    }

    [Fact]
    public void No_sign_of_a_failure_counts_only_for_what_was_measured()
    {
        var analysis = PumpCase.BlindHead();
        var failed = analysis.Period.End.AddDays(8.3);
        analysis = analysis with { Prognosis = analysis.Prognosis with { Foresight = new Foresight(failed, null, "Nothing before the failure gave it away") } };

        Report(analysis).ShouldContain("**No.** Nothing before the failure gave it away. The pump failed on 2024-07-09 06:12. What head would have shown is not known: it could not be judged. The readings end 8.3 days before the failure.");
    }

    [Fact]
    public void Work_on_a_pump_that_failed_is_work_of_its_repair()
    {
        var report = Report(PumpCase.Complete());

        report.ShouldContain("1. **In the repair:** Check the position of every valve");
        report.ShouldContain("After the repair take a new baseline.");
        report.ShouldNotContain("Next look at the pump");
    }

    [Fact]
    public void Trends_are_told_in_words()
    {
        Report(PumpCase.Restricted()).ShouldContain("| Head | +0.85 | +0.80 to +0.90 | rising, away from the baseline |");
        Report(PumpCase.Healthy()).ShouldContain("No parameter moves clearly: every interval holds zero.");
    }

    [Fact]
    public void An_alarm_that_became_graver_says_when()
    {
        Report(PumpCase.Complete()).ShouldContain("| Alarm, head, power and efficiency, Critical from 2024-07-19 17:00, Failure from 2024-07-23 17:00, still standing |");
    }

    [Fact]
    public void A_long_list_of_alarms_is_cut_to_the_worst_and_says_so()
    {
        var analysis = PumpCase.Restricted();
        var alarm = analysis.Alarms[0];
        var many = Enumerable.Range(0, 40).Select(i => alarm with { Raised = PumpCase.Start.AddDays(i), Cleared = PumpCase.Start.AddDays(i).AddHours(2), Worst = alarm.Worst with { Severity = i } }).ToList();

        var report = Report(analysis with { Alarms = many });

        report.ShouldContain("The 12 worst alarms; 28 lesser ones are in analysis.json.");
        report.Split("| Alarm, head").Length.ShouldBe(13);
        report.ShouldContain("| 2024-07-10 00:00 | Alarm, head");
        report.ShouldNotContain("| 2024-06-01 00:00 | Alarm, head");
    }

    [Fact]
    public void The_report_says_that_the_grade_is_used_for_screening_and_that_times_are_utc()
    {
        var report = Report(PumpCase.Healthy());

        report.ShouldContain("acceptance of a new pump on a test stand and are used here for screening");
        report.ShouldContain("are UTC");
    }

    [Fact]
    public void Nothing_unreadable_is_printed()
    {
        foreach (var analysis in new[] { PumpCase.Healthy(), PumpCase.Restricted(), PumpCase.Worn(), PumpCase.Dragging(), PumpCase.BlindHead(), PumpCase.Idle(), PumpCase.Complete() })
        {
            var report = Report(analysis);
            foreach (var stray in new[] { "NaN", "∞ days", "  ", "..", " .", " ,", ";;", "0001-01-01", "System." }) report.Replace("</", "", StringComparison.Ordinal).ShouldNotContain(stray, Case.Sensitive, analysis.Baseline.PumpId);
        }
    }

    static string Section(string report, string heading) => report.Split("### " + heading)[1].Split("\n#")[0];

    static string Report(PumpAnalysis analysis)
    {
        var writer = new StringWriter();
        MarkdownWriter.Write(PumpReport.Of(analysis), writer);
        return writer.ToString();
    }
}
