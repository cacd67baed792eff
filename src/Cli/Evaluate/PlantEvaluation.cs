using System.Globalization;
using Plumbline.Energy;
using Plumbline.Energy.Anomalies;
using Plumbline.Energy.Baselines;
using Plumbline.Energy.Rollups;
using Plumbline.Plant;
using Plumbline.Simulation.Machines;

namespace Plumbline.Cli.Evaluate;

/// <summary>Which plant the search for anomalies is tried on.</summary>
/// <param name="Machines">How many.</param>
/// <param name="Days">The first <see cref="PlantEvaluation.BaselineDays"/> are for the baseline alone.</param>
/// <param name="FaultsPct">Probability that a machine has a fault in a stretch of 30 days, percent.</param>
/// <param name="Seeds">Plants, one a seed from 1 on.</param>
/// <param name="FalseAlarmsPerWeek">The budget, for each machine.</param>
sealed record PlantTrial(int Machines = 8, int Days = 365, int FaultsPct = 60, int Seeds = 1, double FalseAlarmsPerWeek = 1);

/// <summary>A fault of a simulated machine, and whether it was found.</summary>
/// <param name="Kind">What.</param>
/// <param name="Severity">1 to 5.</param>
/// <param name="Hours">How many of its hours were judged.</param>
/// <param name="Delay">From its beginning to the first anomaly; null where there was none.</param>
sealed record TriedFault(MachineFaultKind Kind, double Severity, int Hours, TimeSpan? Delay);

/// <param name="Faults">All that had hours that were judged.</param>
/// <param name="FalseAlarms">Anomalies in hours without a fault.</param>
/// <param name="SoundHours">Hours without a fault that were judged.</param>
/// <param name="OutOfSamplePct">By machine: CV(RMSE) of its baseline on weeks left out of the fit, percent.</param>
sealed record PlantScore(IReadOnlyList<TriedFault> Faults, int FalseAlarms, int SoundHours, IReadOnlyList<double> OutOfSamplePct)
{
    public double FalseAlarmsPerWeek => 168.0 * FalseAlarms / SoundHours;
}

/// <summary>The search for anomalies on simulated machines whose faults are known: what the server does week by week, learned from data that has faults in it.</summary>
static class PlantEvaluation
{
    public const int BaselineDays = 120;
    const int LearnedDays = 90;

    static readonly TimeSpan Interval = TimeSpan.FromMinutes(15);
    static readonly DateTime Start = new(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    // Hours in which a machine still cools down, or pressure comes back.
    static readonly TimeSpan Aftermath = TimeSpan.FromHours(3);

    public static PlantScore Run(PlantTrial trial, TextWriter output, IProgress<double> progress, CancellationToken cancellation)
    {
        var parts = new PlantScore[trial.Seeds * trial.Machines];
        var done = 0;
        Parallel.For(0, parts.Length, new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
        {
            parts[i] = Try(new SimulatedMachine(new(1 + (i / trial.Machines), i % trial.Machines, trial.FaultsPct)), trial, cancellation);
            progress.Report((double)Interlocked.Increment(ref done) / parts.Length);
        });
        var score = new PlantScore(
            [.. parts.SelectMany(part => part.Faults)], parts.Sum(part => part.FalseAlarms), parts.Sum(part => part.SoundHours), [.. parts.SelectMany(part => part.OutOfSamplePct)]);
        Print(trial, score, output);
        return score;
    }

    static PlantScore Try(SimulatedMachine machine, PlantTrial trial, CancellationToken cancellation)
    {
        var period = new Period(Start, Start.AddDays(trial.Days));
        var hours = HourlyRows.Of(Rollup.Cut(machine.Log(period, Interval, []), period, Rollup.Hour, Interval), SiteClock.Utc);
        var baseline = BaselineTraining.Train(hours.Within(new(Start, Start.AddDays(BaselineDays)))).Baseline;
        var faults = machine.OwnFaults(period);
        var options = new AnomalyOptions { Baseline = baseline, FalseAlarmsPerWeek = trial.FalseAlarmsPerWeek };
        var (found, judged) = (new List<DateTime>(), new List<DateTime>());
        for (var start = Start.AddDays(BaselineDays); start < period.End; start = start.AddDays(7))
        {
            cancellation.ThrowIfCancellationRequested();
            var week = hours.Within(new(start, start.AddDays(7)));
            found.AddRange(AnomalyDetection.Of(hours.Within(new(start.AddDays(-LearnedDays), start)), week, options).Report?.Anomalies.Select(anomaly => anomaly.Time) ?? []);
            judged.AddRange(Enumerable.Range(0, week.Count).Where(hour => !week.IsExcluded[hour] && double.IsFinite(week.EnergyKwh[hour])).Select(week.At));
        }

        return new(
            [.. faults.Select(fault => Tried(fault, found, judged)).Where(fault => fault.Hours > 0)], found.Count(IsSound), judged.Count(IsSound), baseline is null ? [] : [baseline.OutOfSample.CvRmsePct]);

        bool IsSound(DateTime hour) => !faults.Any(fault => hour < fault.When.End + Aftermath && hour.AddHours(1) > fault.When.Start);
    }

    static TriedFault Tried(MachineFault fault, List<DateTime> found, List<DateTime> judged)
    {
        var first = found.Where(IsDuring).Select(hour => (DateTime?)hour).Min();
        return new(fault.Kind, fault.Severity, judged.Count(IsDuring), first is { } hour ? (hour.AddHours(1) - fault.When.Start) : null);

        bool IsDuring(DateTime hour) => hour < fault.When.End && hour.AddHours(1) > fault.When.Start;
    }

    static void Print(PlantTrial trial, PlantScore score, TextWriter output)
    {
        Write($"{trial.Seeds} simulated plant(s) of {trial.Machines} machines over {trial.Days} days; baselines of the first {BaselineDays}, judged week by week by the {LearnedDays} days before, faults among them");
        Write($"False alarms: {score.FalseAlarms} in {score.SoundHours:N0} sound hours, {score.FalseAlarmsPerWeek:0.00} for each machine and week (budget {trial.FalseAlarmsPerWeek:0.##})");
        if (score.OutOfSamplePct.Count > 0) Write($"Baselines: CV(RMSE) out of sample {score.OutOfSamplePct.Min():0.0} to {score.OutOfSamplePct.Max():0.0} %, median {score.OutOfSamplePct.Order().ElementAt(score.OutOfSamplePct.Count / 2):0.0} %");
        output.WriteLine();
        output.WriteLine("fault               found    by chance   median hours to the first anomaly");
        foreach (var kind in score.Faults.GroupBy(fault => FaultNames.Of(fault.Kind)).OrderBy(kind => kind.Key, StringComparer.Ordinal)) Row(kind.Key, [.. kind]);
        output.WriteLine();
        foreach (var (low, high) in ((double, double)[])[(1, 2), (2, 3), (3, 4), (4, 5.1)]) Row($"severity {low} to {Math.Floor(high)}", [.. score.Faults.Where(fault => fault.Severity >= low && fault.Severity < high)]);
        Row("all", score.Faults);
        output.WriteLine();
        output.WriteLine("By chance: faults in which false alarms as many as there are would have stood. Severity 1 is within the noise of an hour.");

        void Row(string name, IReadOnlyList<TriedFault> faults)
        {
            if (faults.Count == 0) return;
            var delays = faults.Where(fault => fault.Delay is not null).Select(fault => fault.Delay!.Value.TotalHours).Order().ToArray();
            var chance = faults.Average(fault => 1 - Math.Pow(1 - (score.FalseAlarmsPerWeek / 168), fault.Hours));
            Write($"{name,-18} {delays.Length,3} of {faults.Count,-3} {chance,9:P0} {(delays.Length > 0 ? delays[delays.Length / 2].ToString("0", CultureInfo.InvariantCulture) : "–"),12}");
        }

        void Write(FormattableString line) => output.WriteLine(line.ToString(CultureInfo.InvariantCulture));
    }
}
