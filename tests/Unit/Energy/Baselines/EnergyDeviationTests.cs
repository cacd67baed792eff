using Plumbline.Energy;
using Plumbline.Energy.Baselines;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Energy.Baselines;

public sealed class EnergyDeviationTests
{
    const int Year = 8760;

    static readonly EnergyBaseline Baseline = BaselineTraining.Train(SyntheticHours.Make(Year, rho: 0.6)).Baseline!;

    [Fact]
    public void Excess_is_found_in_total_by_hour_and_in_the_cusum()
    {
        var hours = SyntheticHours.Make(720, seed: 5, rho: 0.6, extraKwh: hour => hour >= 240 ? 12 : 0, firstHour: Year);
        var deviation = EnergyDeviation.Of(Baseline, hours).Deviation.ShouldNotBeNull();

        deviation.DeviationKwh.ShouldBe(12 * 480, 300);
        deviation.Severity.ShouldBe(DeviationSeverity.Critical);
        deviation.Hours.Count.ShouldBe(720);
        deviation.Hours[^1].CusumKwh.ShouldBe(deviation.DeviationKwh, 1e-6);
        Math.Abs(deviation.Hours[239].CusumKwh).ShouldBeLessThan(300); // Flat before it began,
        (deviation.Hours[719].CusumKwh - deviation.Hours[239].CusumKwh).ShouldBeGreaterThan(5000); // and steep after.
        deviation.Hours.Sum(hour => hour.DeviationKwh).ShouldBe(deviation.DeviationKwh, 1e-6);
        deviation.Uncertainty.IsSignificant.ShouldBeTrue();
        deviation.Uncertainty.SavingsKwh.ShouldBe(-deviation.DeviationKwh, 1e-9);
        (deviation.MissingHours, deviation.ExcludedHours).ShouldBe((0, 0));
    }

    [Theory]
    [InlineData(5, DeviationSeverity.Normal)]
    [InlineData(5.01, DeviationSeverity.Warning)]
    [InlineData(-15, DeviationSeverity.Warning)]
    [InlineData(-15.01, DeviationSeverity.Critical)]
    [InlineData(double.NaN, DeviationSeverity.Normal)]
    public void Severity_follows_the_percentage(double percent, DeviationSeverity severity) => EnergyDeviation.SeverityOf(percent).ShouldBe(severity);

    [Fact]
    public void Hours_that_cannot_be_compared_are_counted_and_never_zero()
    {
        var hours = SyntheticHours.Make(100, seed: 6, firstHour: Year);
        var (energy, excluded) = (hours.EnergyKwh.ToArray(), new bool[100]);
        energy[3] = double.NaN;
        hours.Measured[Driver.ProductionCount][4] = double.NaN;
        excluded[5] = excluded[6] = true;
        var deviation = EnergyDeviation.Of(Baseline, new(hours.Start, energy, hours.Measured, excluded, SiteClock.Utc)).Deviation.ShouldNotBeNull();

        (deviation.MissingHours, deviation.ExcludedHours, deviation.Hours.Count).ShouldBe((2, 2, 96));
        Array.Fill(energy, double.NaN);
        EnergyDeviation.Of(Baseline, new(hours.Start, energy, hours.Measured, excluded, SiteClock.Utc)).Unavailable.ShouldBe("No hour of the 100 can be compared: 98 lack energy or a driver, 2 are maintenance or fault.");
        EnergyDeviation.Of(Baseline, new(hours.Start, energy, new Dictionary<string, double[]>(), excluded, SiteClock.Utc)).Unavailable.ShouldNotBeNull().ShouldContain("the data has no");
    }

    [Fact]
    public void Hours_beyond_what_was_trained_are_told()
    {
        var hours = SyntheticHours.Make(200, seed: 7, firstHour: Year);
        hours.Measured[Driver.ProductionCount].AsSpan(0, 50).Fill(5000);
        EnergyDeviation.Of(Baseline, hours).Deviation!.ExtrapolatedShare.ShouldBe(0.25, 0.03);
    }

    [Theory]
    [InlineData(0, 0.87, 0.93)]
    [InlineData(0.6, 0.87, 0.93)]
    [InlineData(0.9, 0.87, 0.93)]
    public void Savings_are_inside_their_interval_as_often_as_it_says(double rho, double fewest, double most)
    {
        const int Trials = 1000;
        const int Trained = 2000;
        var options = new BaselineOptions { Drivers = [Driver.ProductionCount, Driver.OutdoorTemp], LargestVif = 100 };
        var inside = 0;
        for (var trial = 0; trial < Trials; trial++)
        {
            var all = LinearHours(Trained + 720, trial, rho);
            var split = SyntheticHours.Start.AddHours(Trained);
            var baseline = BaselineTraining.Train(all.Within(new(all.Start, split)), options).Baseline!;
            var uncertainty = EnergyDeviation.Of(baseline, all.Within(new(split, all.Period.End))).Deviation!.Uncertainty;
            if (Math.Abs(uncertainty.SavingsKwh) <= uncertainty.HalfWidthKwh) inside++; // The truth is that nothing was saved.
        }

        (inside / (double)Trials).ShouldBeInRange(fewest, most);
    }

    static EnergyHours LinearHours(int count, int seed, double rho)
    {
        var hours = SyntheticHours.Make(count, seed, rho);
        var energy = hours.EnergyKwh.ToArray();
        var temperature = hours.Measured[Driver.OutdoorTemp];
        for (var hour = 0; hour < count; hour++)
            energy[hour] -= (SyntheticHours.PerHeatingKwh * Math.Max(0, SyntheticHours.HeatingBalanceC - temperature[hour])) + (SyntheticHours.PerCoolingKwh * Math.Max(0, temperature[hour] - SyntheticHours.CoolingBalanceC));
        return new(hours.Start, energy, hours.Measured, new bool[count], SiteClock.Utc);
    }
}
