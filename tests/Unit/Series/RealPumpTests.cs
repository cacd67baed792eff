using System.Globalization;
using Plumbline.Series;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Series;

/// <summary>What is known of the log of pump 47366: pressure stuck at 0, efficiency and suction constant, flow and power computed from one current.</summary>
public sealed class RealPumpTests
{
    readonly string[][] _rows = [.. File.ReadLines(SharedData.PathOf("pumps/pump_47366_operational.csv")).Select(line => line.Split(','))];

    [Fact]
    public void Flow_is_found_to_be_computed_from_power()
    {
        ExactMultiples.Factor(Column("Flow (gpm)"), of: Column("Motor Power (hp)")).ShouldNotBeNull().ShouldBe(19.4646, 1e-4);
        ExactMultiples.Factor(Column("Flow (gpm)"), of: Column("Motor Speed (rpm)")).ShouldBeNull();
    }

    [Fact]
    public void Constant_sensors_are_stuck_and_moving_ones_are_not()
    {
        var running = Column("Motor Speed (rpm)").Select(rpm => rpm > 180).ToArray();
        foreach (var name in (string[])["Discharge Pressure (psi)", "Pump Efficiency (%)", "Suction Pressure (psi)"])
            StuckRuns.Find(Times, Column(name), running, TimeSpan.FromHours(24)).ShouldHaveSingleItem().Last.ShouldBeGreaterThan(2000, name);
        StuckRuns.Find(Times, Column("Flow (gpm)"), running, TimeSpan.FromHours(24)).ShouldBeEmpty();
    }

    [Fact]
    public void Readings_come_every_ten_minutes_with_gaps_of_hours()
    {
        var interval = SamplingInterval.Usual(Times).ShouldNotBeNull();

        interval.ShouldBe(TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(10));
        Gaps.Find(Times, interval).Count(gap => gap.Length > TimeSpan.FromHours(1)).ShouldBeInRange(20, 60);
    }

    DateTime[] Times => [.. _rows.Skip(1).Select(row => DateTime.Parse(row[0], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal)).Distinct()];

    double[] Column(string name)
    {
        var column = Array.IndexOf(_rows[0], name);
        return [.. _rows.Skip(1).DistinctBy(row => row[0]).Select(row => double.Parse(row[column], CultureInfo.InvariantCulture))];
    }
}
