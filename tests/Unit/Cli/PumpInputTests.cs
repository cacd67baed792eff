using Plumbline.Cli;
using Plumbline.Incidents;
using Plumbline.Pumps;
using Plumbline.Unit.Tests.Intake;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Cli;

public sealed class PumpInputTests : IDisposable
{
    const string Baseline = "Well ID,application,horsepower,baseline_flow_gpm,baseline_discharge_pressure_psi,baseline_power_hp,baseline_efficiency_percent\nA,General,75,500,150,70,80\n";

    readonly string _folder = Directory.CreateTempSubdirectory("plumbline-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("A A A B B C")]
    [InlineData("A B A B C C")]
    [InlineData("A A A")]
    [InlineData("A x A B B x B")]
    public void Pumps_one_after_the_other_are_those_of_the_whole_log(string order)
    {
        var log = Write(order);
        var whole = Input.ReadLog(log, null, TestContext.Current.CancellationToken);

        var pumps = Input.ReadPumps(log, null, TestContext.Current.CancellationToken);

        pumps.Count.ShouldBe(whole.Pumps.Count);
        pumps.Defects.ShouldBe(whole.Defects);
        pumps.Pumps.Select(pump => $"{pump.Log.Content()} {string.Join(' ', pump.Defects)}").ShouldBe(whole.Pumps.Select(pump => $"{pump.Log.Content()} {string.Join(' ', pump.Defects)}"));
    }

    [Theory]
    [InlineData("A A B B", false)]
    [InlineData("A B A B", true)]
    [InlineData("A A A", true)]
    public void Only_pumps_that_take_turns_or_stand_alone_are_held(string order, bool held)
    {
        var log = Write(order);
        var pumps = Input.ReadPumps(log, null, TestContext.Current.CancellationToken);

        File.Delete(log);

        if (held) pumps.Pumps.Count().ShouldBe(pumps.Count);
        else Should.Throw<BadInputException>(() => pumps.Pumps.Count()).Message.ShouldContain("does not exist");
    }

    PumpInput Input
    {
        get
        {
            var baseline = Path.Combine(_folder, "baseline.csv");
            File.WriteAllText(baseline, Baseline);
            return new(new()
            {
                BaselinePath = baseline,
                Profile = "default",
                Head = HeadBasis.DischargePressure,
                SpeedCorrection = true,
                StuckAfter = TimeSpan.FromHours(24),
                LossWarningPct = -5,
                LossUrgentPct = -10,
                Alarm = new AlarmOptions(),
                TimeZone = "UTC",
                Strict = false,
            });
        }
    }

    // A row each; of x, one without a pump.
    string Write(string order)
    {
        var path = Path.Combine(_folder, "log.csv");
        File.WriteAllText(path, Logs.Of([.. order.Split(' ').Select((pump, hour) => $"2024-05-01 {hour:00}:00,{(pump == "x" ? "" : pump)},{500 + hour},150,25,70,80,1760")]));
        return path;
    }
}
