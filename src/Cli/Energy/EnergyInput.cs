using Plumbline.Energy;
using Plumbline.Energy.Baselines;
using Plumbline.Energy.Rollups;
using Plumbline.Intake;
using Plumbline.Plant;
using Plumbline.Series;

namespace Plumbline.Cli.Energy;

/// <summary>Which readings of which machine.</summary>
sealed record EnergyRequest
{
    public required IReadOnlyList<string> LogPaths { get; init; }

    /// <summary>Null where the files hold one machine alone.</summary>
    public required string? Machine { get; init; }

    /// <summary>IANA zone of the site, and of times without an offset.</summary>
    public required string TimeZone { get; init; }

    /// <summary>Null for the usual one of the data.</summary>
    public required TimeSpan? Interval { get; init; }

    /// <summary>UTC; null for the first hour of the data.</summary>
    public required DateTime? Start { get; init; }

    /// <summary>UTC, not included; null for the end of the data.</summary>
    public required DateTime? End { get; init; }
}

/// <summary>One machine's readings from files.</summary>
sealed class EnergyInput
{
    readonly EnergyRequest _request;

    EnergyInput(EnergyRequest request, MachineLog log, SiteClock clock, TimeSpan interval)
    {
        (_request, Log, Clock, Interval) = (request, log, clock, interval);
        Period = new(request.Start ?? log.Times[0], request.End ?? log.Times[^1] + interval);
        if (Period.End <= Period.Start) throw new BadInputException($"the period from {Period.Start:yyyy-MM-dd HH:mm} to {Period.End:yyyy-MM-dd HH:mm} UTC is empty.");
    }

    public MachineLog Log { get; }

    public SiteClock Clock { get; }

    public TimeSpan Interval { get; }

    /// <summary>What was asked for; UTC, half open.</summary>
    public Period Period { get; }

    /// <summary>Reads the files, and says on the way what could not be read.</summary>
    public static EnergyInput Read(EnergyRequest request, IProgress<double> progress, CancellationToken cancel)
    {
        var clock = SiteClock.Find(request.TimeZone) ?? throw new BadInputException($"time zone '{request.TimeZone}' is not in the IANA database, as America/Chicago and UTC are.");
        var parts = new List<MachineLog>();
        for (var i = 0; i < request.LogPaths.Count; i++)
        {
            using var stream = InputFile.Open(request.LogPaths[i], "log");
            var file = MachineLogReader.Read(stream, Path.GetFileName(request.LogPaths[i]), request.TimeZone, cancel);
            foreach (var defect in file.Defects.Concat(file.Machines.SelectMany(machine => machine.Defects))) Terminal.Notice(Terminal.Plain($"{defect.Where}: {defect.What}{(defect.Count > 1 ? $" ({defect.Count} rows)" : "")}"));
            parts.AddRange(file.Machines.Select(machine => machine.Log));
            progress.Report((i + 1.0) / request.LogPaths.Count);
        }

        var names = parts.Select(part => part.Machine).Distinct().ToList();
        var wanted = request.Machine ?? (names.Count == 1 ? names[0] : throw new BadInputException($"the data holds {names.Count} machines: name one with --machine: {string.Join(", ", names.Take(20))}."));
        if (!names.Contains(wanted)) throw new BadInputException($"there is no machine '{wanted}'; there is {string.Join(", ", names.Take(20))}.");
        var log = MachineLog.Joined([.. parts.Where(part => part.Machine == wanted)]);
        var interval = request.Interval ?? SamplingInterval.Usual(log.Times) ?? throw new BadInputException($"'{wanted}' has a single reading: say with --interval how long it holds.");
        return new(request, log, clock, interval);
    }

    /// <summary>The whole hours of the period.</summary>
    public EnergyHours Hours()
    {
        var first = Up(Period.Start);
        var end = Period.End.AddTicks(-(Period.End.Ticks % TimeSpan.TicksPerHour));
        return HourlyRows.Of(end > first ? Rollup.Cut(Log, new(first, end), Rollup.Hour, Interval) : [], Clock);
    }

    /// <summary>Quarters of an hour of the period.</summary>
    public IReadOnlyList<EnergySlice> QuarterHours() => Rollup.Cut(Log, Period, Rollup.QuarterHour, Interval);

    /// <summary>Said of every result: what it rests on.</summary>
    public string Source => $"{Log.Machine}: {Log.Between(Period.Start, Period.End).Count} readings from {Period.Start:yyyy-MM-dd HH:mm} to {Period.End:yyyy-MM-dd HH:mm} UTC, every {Describe(_request.Interval ?? Interval)}.";

    static string Describe(TimeSpan interval) => interval.TotalMinutes < 1 ? $"{interval.TotalSeconds:0.#} s" : interval.TotalHours < 1 ? $"{interval.TotalMinutes:0.#} min" : $"{interval.TotalHours:0.#} h";

    static DateTime Up(DateTime time) => time.AddTicks((TimeSpan.TicksPerHour - (time.Ticks % TimeSpan.TicksPerHour)) % TimeSpan.TicksPerHour);
}
