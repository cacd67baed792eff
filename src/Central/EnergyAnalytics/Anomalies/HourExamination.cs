using Plumbline.Plant;

namespace Plumbline.Central.EnergyAnalytics.Anomalies;

/// <summary>Looks for anomalies in every hour that nobody has looked at since its readings came, late ones included. For one caller at a time; a second one finds nothing twice, and takes as long.</summary>
sealed class HourExamination(IEnergyStore energy, IMachineAnomalyStore anomalies, TimeProvider clock)
{
    const int MostStretches = 10_000;

    // Hours that come later are judged by those before them.
    static readonly TimeSpan AtOnce = TimeSpan.FromDays(7);

    // A machine that has still not a week of hours by then has stopped to send.
    static readonly TimeSpan LongestWait = TimeSpan.FromDays(30);

    readonly AnomalySearch _search = new(energy, anomalies, clock);

    /// <summary>Examines the hours that are over.</summary>
    public async Task<ExaminationOutcome> RunAsync(CancellationToken cancel)
    {
        while (await energy.RefreshAsync()) cancel.ThrowIfCancellationRequested();
        var now = clock.Now();
        var over = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerHour));
        var outcome = new ExaminationOutcome(0, 0, 0, 0, 0);
        var machines = new HashSet<int>();
        foreach (var run in Joined((await anomalies.UnexaminedAsync(MostStretches, cancel)).Where(stretch => stretch.Hours.Start < over)))
        {
            var (start, end) = (run[0].Hours.Start, Earliest(run.Max(stretch => stretch.Hours.End), over));
            while (start < end)
            {
                cancel.ThrowIfCancellationRequested();
                var (until, findings) = await LookAsync(run[0], new(start, end), cancel);
                if (findings?.Outcome.IsTooEarly == true && now - until < LongestWait)
                {
                    outcome = outcome with { Waiting = outcome.Waiting + 1 };
                    break;
                }

                machines.Add(run[0].Machine.Number);
                outcome = outcome with { Hours = outcome.Hours + (findings?.Outcome.Report?.Examined ?? 0), Found = outcome.Found + (findings?.Kept.Count ?? 0), Saved = outcome.Saved + (findings?.Saved ?? 0) };
                start = until;
            }

            // Once all is kept: whoever is stopped before looks again, and finds nothing twice.
            if (start > run[0].Hours.Start) await anomalies.ExaminedAsync(run, start);
        }

        return outcome with { Machines = machines.Count };
    }

    /// <summary>Looks at the first hours of a stretch: a week, or as many as it takes to have a week to learn from.</summary>
    async Task<(DateTime Until, AnomalyFindings? Findings)> LookAsync(UnexaminedStretch of, Period hours, CancellationToken cancel)
    {
        for (var until = Earliest(hours.Start + AtOnce, hours.End); ; until = Earliest(until + AtOnce, hours.End))
        {
            var findings = await _search.RunAsync(of.Machine, of.Energy, hours with { End = until }, new(), cancel);
            if (until == hours.End || findings?.Outcome.IsTooEarly != true) return (until, findings);
        }
    }

    /// <summary>Stretches of one machine and energy type that touch, together, in order of time.</summary>
    static IEnumerable<List<UnexaminedStretch>> Joined(IEnumerable<UnexaminedStretch> stretches)
    {
        foreach (var ofMachine in stretches.GroupBy(stretch => (stretch.Machine.Number, stretch.Energy)))
        {
            var (run, end) = (new List<UnexaminedStretch>(), DateTime.MinValue);
            foreach (var stretch in ofMachine.OrderBy(stretch => stretch.Hours.Start))
            {
                if (run.Count > 0 && stretch.Hours.Start > end)
                {
                    yield return run;
                    run = [];
                }

                run.Add(stretch);
                end = end > stretch.Hours.End ? end : stretch.Hours.End;
            }

            yield return run;
        }
    }

    static DateTime Earliest(DateTime one, DateTime other) => one < other ? one : other;
}

/// <summary>What an examination did.</summary>
/// <param name="Machines">Of which hours were looked at.</param>
/// <param name="Hours">That were judged.</param>
/// <param name="Found">Anomalies in them.</param>
/// <param name="Saved">Those that were not kept before.</param>
/// <param name="Waiting">Stretches of hours that are looked at once there is a week to learn from.</param>
sealed record ExaminationOutcome(int Machines, int Hours, int Found, int Saved, int Waiting)
{
    /// <summary>As a sentence.</summary>
    public override string ToString() =>
        $"{Hours} hours of {Machines} machines were examined: {Found} anomalies, {Saved} of them new.{(Waiting > 0 ? $" {Waiting} stretches of hours wait until there is a week to learn from." : "")}";
}
