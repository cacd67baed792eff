using Plumbline.Plant;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Plant;

public sealed class MachineLogTests
{
    static readonly DateTime Start = new(2025, 6, 3, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Logs_of_one_machine_are_joined_and_the_last_counts()
    {
        var joined = MachineLog.Joined([Log((0, 1), (2, 2)), Log((1, 3), (2, 4))]);
        joined.Times.ToArray().ShouldBe([Start, Start.AddMinutes(1), Start.AddMinutes(2)]);
        joined.Columns.PowerKw.ShouldBe([1, 3, 4]);
        MachineLog.Joined([Log((0, 1)), Log((0, double.NaN))]).Columns.PowerKw.ShouldBe([1]);
        Should.Throw<ArgumentException>(() => MachineLog.Joined([])).Message.ShouldContain("0 logs");
    }

    [Fact]
    public void Stretch_of_time_is_half_open()
    {
        var log = Log((0, 1), (1, 2), (2, 3));
        log.Between(Start.AddMinutes(1), Start.AddMinutes(2)).Columns.PowerKw.ShouldBe([2]);
        log.Between(Start.AddSeconds(1), Start.AddDays(1)).Count.ShouldBe(2);
        log.Between(Start.AddDays(1), Start).Count.ShouldBe(0);
    }

    [Fact]
    public void Columns_and_times_that_do_not_fit_are_a_mistake()
    {
        Should.Throw<ArgumentException>(() => new MachineLog("m", [Start, Start], MachineColumns.Missing(2))).Message.ShouldContain("Times must increase");
        Should.Throw<ArgumentException>(() => new MachineLog("m", [Start], MachineColumns.Missing(2))).Message.ShouldContain("2 values for 1 times");
    }

    static MachineLog Log(params (int Minute, double Kw)[] readings) =>
        new("m", [.. readings.Select(reading => Start.AddMinutes(reading.Minute))], MachineColumns.Missing(readings.Length) with { PowerKw = [.. readings.Select(reading => reading.Kw)] });
}
