using Plumbline.Intake;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Intake;

/// <summary>Files from real pumps, where they lie beside the checkout.</summary>
public sealed class RealFilesTests
{
    [Theory]
    [InlineData("well1_operational.csv", "Well 1", 1440, "2024-06-01 00:00:00", "2024-07-30 23:00:00", 253.9)]
    [InlineData("pump_47366_operational.csv", "Pump 47366", 2050, "2025-07-15 23:25:06", null, 95.25389976767343)]
    [InlineData("operational_template.csv", "Well 1", 5, "2024-05-01 00:00:00", "2024-05-01 04:00:00", 505)]
    public void Logs_are_read_row_for_row(string name, string pump, int rows, string start, string? end, double firstFlow)
    {
        using var csv = Repository.OpenPumpFile(name);

        var file = PumpLogReader.Read(csv, name, cancel: TestContext.Current.CancellationToken);

        var log = file.Pumps.Single().Log;
        (log.PumpId, log.Count, file.RejectedRows).ShouldBe((pump, rows, 0));
        log.Period.Start.ToString("yyyy-MM-dd HH:mm:ss").ShouldBe(start);
        if (end is not null) log.Period.End.ToString("yyyy-MM-dd HH:mm:ss").ShouldBe(end);
        log.FlowGpm[0].ShouldBe(firstFlow);
        file.AllDefects().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("well1_baseline.csv", "Well 1", 252.33)]
    [InlineData("pump_47366_baseline.csv", "Pump 47366", 503.31895121141724)]
    [InlineData("baseline_template.csv", "Well 1", 500)]
    public void Baselines_are_read(string name, string pump, double flow)
    {
        using var csv = Repository.OpenPumpFile(name);

        var baseline = PumpBaselineReader.Read(csv, name).Single();

        (baseline.PumpId, baseline.Flow.GallonsPerMinute).ShouldBe((pump, flow));
    }
}
