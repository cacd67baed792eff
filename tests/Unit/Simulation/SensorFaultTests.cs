using Plumbline.Plant;
using Plumbline.Simulation;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Simulation;

public sealed class SensorFaultTests
{
    static readonly DateTime Start = new(2024, 3, 1, 0, 0, 0, DateTimeKind.Utc);
    static readonly PumpSimulationOptions Healthy = new() { Seed = 3, Start = Start, Length = TimeSpan.FromDays(30), MissingShare = 0, StopsPerMonth = 0 };
    static readonly Period Fault = new(Start.AddDays(10), Start.AddDays(15));

    static PumpLog With(SensorFaultKind kind, double size = 0, PumpSensor sensor = PumpSensor.Flow) =>
        PumpSimulation.Run(Healthy with { SensorFaults = [new SensorFault(sensor, kind, Fault, size)] }).Log;

    static readonly PumpLog Well = PumpSimulation.Run(Healthy).Log;
    static readonly double RatedGpm = PumpSimulation.Run(Healthy).Baseline.Flow.GallonsPerMinute;
    const int From = 240, Until = 360;

    [Theory]
    [InlineData(SensorFaultKind.Stuck, 0)]
    [InlineData(SensorFaultKind.Drift, 0.01)]
    [InlineData(SensorFaultKind.Offset, 0.2)]
    [InlineData(SensorFaultKind.Spikes, 0.5)]
    [InlineData(SensorFaultKind.Dropout, 0.5)]
    public void Fault_touches_its_own_sensor_in_its_own_time_and_nothing_else(SensorFaultKind kind, double size)
    {
        var ill = With(kind, size);

        ill.FlowGpm[..From].SequenceEqual(Well.FlowGpm[..From]).ShouldBeTrue();
        ill.FlowGpm[Until..].SequenceEqual(Well.FlowGpm[Until..]).ShouldBeTrue();
        ill.FlowGpm[From..Until].SequenceEqual(Well.FlowGpm[From..Until]).ShouldBeFalse();
        ill.DischargePsi.SequenceEqual(Well.DischargePsi).ShouldBeTrue();
        ill.PowerHp.SequenceEqual(Well.PowerHp).ShouldBeTrue();
        ill.SpeedRpm.SequenceEqual(Well.SpeedRpm).ShouldBeTrue();
    }

    [Fact]
    public void Stuck_sensor_keeps_its_last_value() => With(SensorFaultKind.Stuck).FlowGpm[From..Until].ToArray().Distinct().ShouldBe([Well.FlowGpm[From - 1]]);

    [Fact]
    public void Drift_grows_by_its_size_each_day()
    {
        var ill = With(SensorFaultKind.Drift, -0.01);

        (ill.FlowGpm[From + 96] - Well.FlowGpm[From + 96]).ShouldBe(-0.04 * RatedGpm, 0.11);
        (ill.FlowGpm[From + 24] - Well.FlowGpm[From + 24]).ShouldBe(-0.01 * RatedGpm, 0.11);
    }

    [Fact]
    public void Offset_is_there_at_once()
    {
        var ill = With(SensorFaultKind.Offset, 0.2, PumpSensor.SuctionPressure);

        (ill.SuctionPsi[From] - Well.SuctionPsi[From]).ShouldBe(0.2 * PumpSimulation.Run(Healthy).Baseline.SuctionPressure!.Value.Psi, 0.011);
    }

    [Fact]
    public void Dropout_loses_its_share_and_the_efficiency_with_it()
    {
        var ill = With(SensorFaultKind.Dropout, 0.5);

        var lost = Enumerable.Range(From, Until - From).Where(i => double.IsNaN(ill.FlowGpm[i])).ToList();
        lost.Count.ShouldBeInRange(40, 80);
        lost.Count(i => double.IsNaN(ill.EfficiencyPct[i])).ShouldBe(lost.Count);
    }

    [Fact]
    public void Spikes_are_few_and_large()
    {
        var ill = With(SensorFaultKind.Spikes, 0.5);

        var spikes = Enumerable.Range(From, Until - From).Count(i => Math.Abs(ill.FlowGpm[i] - Well.FlowGpm[i]) > 0.02 * RatedGpm);
        spikes.ShouldBeInRange(1, 12);
    }

    [Fact]
    public void Impossible_efficiency_is_not_shown()
    {
        var ill = With(SensorFaultKind.Offset, 0.6);

        ill.EfficiencyPct[From].ShouldBe(double.NaN);
        ill.FlowGpm[From].ShouldBeGreaterThan(1.4 * RatedGpm);
    }

    [Theory]
    [InlineData(0.5, 40, 80)]
    [InlineData(1, 120, 120)]
    public void Dropout_of_one_loses_all(double share, int least, int most) =>
        With(SensorFaultKind.Dropout, share).FlowGpm.ToArray().Count(double.IsNaN).ShouldBeInRange(least, most);

    [Fact]
    public void Options_that_make_no_sense_are_refused_by_name()
    {
        string Complaint(PumpSimulationOptions options) => Should.Throw<ArgumentException>(() => PumpSimulation.Run(options)).Message;

        Complaint(Healthy with { Interval = TimeSpan.Zero }).ShouldContain("interval");
        Complaint(Healthy with { Interval = TimeSpan.FromMilliseconds(1500) }).ShouldContain("interval");
        Complaint(Healthy with { Length = TimeSpan.FromMinutes(1) }).ShouldContain("length");
        Complaint(Healthy with { Length = TimeSpan.FromDays(3000), Interval = TimeSpan.FromSeconds(1) }).ShouldContain("20000000");
        Complaint(Healthy with { Length = TimeSpan.FromDays(4_000_000), Interval = TimeSpan.FromDays(1) }).ShouldContain("9999");
        Complaint(Healthy with { Start = new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Local) }).ShouldContain("UTC");
        Complaint(Healthy with { MissingShare = 1.5 }).ShouldContain("1.5");
        Complaint(Healthy with { Noise = double.NaN }).ShouldContain("NaN");
        Complaint(Healthy with { PumpId = " " }).ShouldContain("name");
        Complaint(Healthy with { Number = -1 }).ShouldContain("-1");
        Complaint(Healthy with { MeanDemand = 0 }).ShouldContain("demand");
        Complaint(Healthy with { DemandSwing = 0.9 }).ShouldContain("0.9");
        Complaint(Healthy with { StopsPerMonth = -2 }).ShouldContain("-2");
    }
}
