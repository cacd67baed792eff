using System.Security.Cryptography;
using Plumbline.Intake;
using Plumbline.Plant;
using Plumbline.Simulation.Machines;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Simulation;

public sealed class MachineSimulationTests
{
    static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);

    // Four weeks without a holiday in them, from a Monday on.
    static readonly Period Weeks = new(Day(2024, 3, 4), Day(2024, 4, 1));

    public static TheoryData<int> Kinds => new(Enumerable.Range(0, Enum.GetValues<MachineKind>().Length));

    [Fact]
    public void Equal_keys_give_equal_bytes_on_every_machine()
    {
        using var csv = new MemoryStream();
        MachineCsv.WriteLogs(csv, Enumerable.Range(0, 8).Select(number => new SimulatedMachine(new(7, number, 100)).Log(Weeks with { End = Weeks.Start.AddDays(7) }, Quarter, [])), name => name);
        Convert.ToHexStringLower(SHA256.HashData(csv.ToArray()))[..16].ShouldBe("70e2bbefccee259e");
    }

    [Theory, MemberData(nameof(Kinds))]
    public void A_part_of_a_history_is_that_part_of_the_whole(int number)
    {
        var machine = new SimulatedMachine(new(3, number, 100));
        var whole = machine.Log(Weeks, Quarter, []);
        var part = new Period(Day(2024, 3, 11).AddHours(5), Day(2024, 3, 14).AddMinutes(7));

        var alone = machine.Log(part, Quarter, []);

        alone.Count.ShouldBeGreaterThan(250);
        var cut = whole.Between(part.Start, part.End);
        alone.Times.ToArray().ShouldBe(cut.Times.ToArray());
        alone.Columns.PowerKw.ShouldBe(cut.Columns.PowerKw);
        alone.Columns.ProductionCount.ShouldBe(cut.Columns.ProductionCount);
        alone.Columns.Mode.ShouldBe(cut.Columns.Mode);
    }

    [Fact]
    public void Another_seed_gives_another_plant()
    {
        var (one, other) = (new SimulatedMachine(new(1, 0, 50)), new SimulatedMachine(new(2, 0, 50)));
        one.Log(Weeks, Quarter, []).Columns.OutdoorTempC.Zip(other.Log(Weeks, Quarter, []).Columns.OutdoorTempC).Count(pair => pair.First == pair.Second).ShouldBeLessThan(200);
        one.RatedPowerKw.ShouldNotBe(other.RatedPowerKw);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void A_machine_takes_no_more_than_it_is_rated_for_and_more_while_it_runs(int number)
    {
        var machine = new SimulatedMachine(new(11, number, 0));
        var log = machine.Log(Weeks, Quarter, []);
        var columns = log.Columns;

        columns.PowerKw.ShouldAllBe(power => power >= 0 && power < 1.1 * machine.RatedPowerKw);
        double[] running = [.. columns.PowerKw.Where((_, row) => columns.Mode[row] == OperatingMode.Running)];
        double[] off = [.. columns.PowerKw.Where((_, row) => columns.Mode[row] is OperatingMode.Offline or OperatingMode.Maintenance)];
        running.Length.ShouldBeGreaterThan(500);
        off.Length.ShouldBeGreaterThan(10);
        off.Max().ShouldBeLessThan(running.Average() / 3);
        columns.GoodCount.Zip(columns.ProductionCount).ShouldAllBe(units => double.IsNaN(units.Second) || units.First <= units.Second);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Each_fault_that_a_machine_can_have_shows_and_the_more_the_worse_it_is(int number)
    {
        var machine = new SimulatedMachine(new(5, number, 0));
        var well = machine.Log(Weeks, Quarter, []);
        machine.PossibleFaults.Count.ShouldBeGreaterThanOrEqualTo(5);
        foreach (var kind in machine.PossibleFaults)
        {
            var changes = new[] { 1.0, 3, 5 }.Select(severity => Change(well, machine.Log(Weeks, Quarter, [new() { Kind = kind, Severity = severity, When = Weeks }]))).ToList();
            changes.SequenceEqual(changes.Order()).ShouldBeTrue($"{kind}");
            changes[0].ShouldBeGreaterThan(0, $"{kind}");
            changes[2].ShouldBeGreaterThan(0.04, $"{kind}");
        }
    }

    [Fact]
    public void A_fault_that_lasts_for_a_third_of_an_interval_shows_by_a_third()
    {
        var machine = new SimulatedMachine(new(5, (int)MachineKind.WellPump, 0));
        var at = Day(2024, 3, 6).AddHours(10);
        double PowerWith(double minutes) => machine.Log(new(at, at + Quarter), Quarter, [new() { Kind = MachineFaultKind.BearingFault, Severity = 5, When = new(at.AddMinutes(2), at.AddMinutes(2 + minutes)) }]).Columns.PowerKw.Single();

        var (none, third, whole) = (machine.Log(new(at, at + Quarter), Quarter, []).Columns.PowerKw.Single(), PowerWith(5), machine.Log(new(at, at + Quarter), Quarter, [new() { Kind = MachineFaultKind.BearingFault, Severity = 5, When = new(at.AddDays(-1), at.AddDays(1)) }]).Columns.PowerKw.Single());

        (whole - none).ShouldBeGreaterThan(1);
        ((third - none) / (whole - none)).ShouldBe(1 / 3.0, 1e-3);
    }

    [Fact]
    public void Own_faults_come_as_often_as_the_key_says()
    {
        var years = new Period(Day(2000, 1, 1), Day(2024, 1, 1));
        int Faults(int percent) => Enumerable.Range(0, 8).Sum(number => new SimulatedMachine(new(9, number, percent)).OwnFaults(years).Count);
        var stretches = 8 * years.Length.TotalDays / 30;

        Faults(0).ShouldBe(0);
        (Faults(50) / stretches).ShouldBe(0.5, 0.05);
        (Faults(100) / stretches).ShouldBe(1, 0.01);
        new SimulatedMachine(new(9, 0, 100)).OwnFaults(years).ShouldAllBe(fault => fault.Severity >= 1 && fault.Severity <= 5 && fault.When.Length <= TimeSpan.FromDays(6));
    }

    [Theory, InlineData(0, 0, 0), InlineData(-1, 999, 100), InlineData(int.MinValue, 7, 50), InlineData(int.MaxValue, 1, 1)]
    public void An_id_says_what_the_machine_is_made_from(int seed, int number, int percent)
    {
        var key = new SimulationKey(seed, number, percent);
        SimulationKey.Of(key.MachineId).ShouldBe(key);
        SimulationKey.Of(key.FactoryId).ShouldBeNull();
        key.MachineId.ToString()[14].ShouldBe('8');
    }

    [Theory, InlineData("00000000-0000-0000-0000-000000000000"), InlineData("706c756d-6273-8001-8065-000000010000"), InlineData("706c756d-6273-8001-9032-000000010000"), InlineData("018f5c5e-0000-7000-8000-0000000000a1")]
    public void Other_ids_are_of_no_simulated_machine(string id) => SimulationKey.Of(Guid.Parse(id)).ShouldBeNull();

    [Fact]
    public void An_unknown_fault_is_answered_with_those_of_the_machine()
    {
        FaultNames.Find(new(new(1, 0, 0)), "dirty_coils", out var complaint).ShouldBeNull();
        complaint.ShouldBe("'dirty_coils' is none of the faults of compressor-1: power_spike, leak, efficiency_loss, bearing_fault, overheating.");
        FaultNames.Find(new(new(1, 0, 0)), "leak", out complaint).ShouldBe(MachineFaultKind.Leak);
        complaint.ShouldBeNull();
    }

    [Fact]
    public void What_is_written_is_read_again()
    {
        var log = new SimulatedMachine(new(4, 0, 50)).Log(Weeks with { End = Weeks.Start.AddDays(2) }, Quarter, []);
        using var csv = new MemoryStream();
        MachineCsv.WriteLogs(csv, [log], name => "plant-" + name);
        csv.Position = 0;

        var read = MachineLogReader.Read(csv, "readings.csv").Machines.Single();

        read.Defects.ShouldBeEmpty();
        read.Log.Machine.ShouldBe("plant-compressor-1");
        read.Log.Times.ToArray().ShouldBe(log.Times.ToArray());
        read.Log.Columns.PowerKw.ShouldBe(log.Columns.PowerKw);
        read.Log.Columns.PressureBar.ShouldBe(log.Columns.PressureBar);
        read.Log.Columns.Mode.ShouldBe(log.Columns.Mode);
    }

    /// <summary>The largest relative change of a mean over the running hours.</summary>
    static double Change(MachineLog well, MachineLog ill)
    {
        return new[] { Relative(columns => columns.PowerKw), Relative(columns => columns.MachineTempC), Relative(columns => columns.PressureBar), Relative(columns => columns.ThroughputUnitsPerHour) }.Where(double.IsFinite).Max();

        double Relative(Func<MachineColumns, double[]> column) => Math.Abs((column(ill.Columns).Average() / column(well.Columns).Average()) - 1);
    }

    static DateTime Day(int year, int month, int day) => new(year, month, day, 0, 0, 0, DateTimeKind.Utc);
}
