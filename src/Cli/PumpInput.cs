using Plumbline.Intake;
using Plumbline.Plant;
using Plumbline.Pumps;
using Plumbline.Pumps.Grades;

namespace Plumbline.Cli;

/// <summary>The files that pumps are read from, and the monitor that judges each. Safe from many threads.</summary>
sealed class PumpInput
{
    readonly PumpSettings _settings;
    readonly Dictionary<string, PumpBaseline> _baselines;
    readonly ToleranceTable _tolerances;
    readonly ColumnMapping _mapping;

    /// <exception cref="BadInputException">A file cannot be opened.</exception>
    /// <exception cref="InvalidInputException">The baseline or the mapping cannot be used.</exception>
    /// <exception cref="UsageException">The table has no such profile or category.</exception>
    public PumpInput(PumpSettings settings, string? pump = null)
    {
        _settings = settings;
        using (var stream = InputFile.Open(settings.BaselinePath, "baseline"))
            _baselines = PumpBaselineReader.Read(stream, Path.GetFileName(settings.BaselinePath), pump, settings.TimeZone).ToDictionary(baseline => baseline.PumpId, StringComparer.Ordinal);
        TolerancesJson = settings.TolerancesPath is { } table ? InputFile.ReadAll(table, "tolerance table") : ToleranceTable.ShippedJson;
        _tolerances = ToleranceTable.Parse(TolerancesJson.Span, Path.GetFileName(settings.TolerancesPath) ?? "tolerances.json");
        RequireGrade(settings);
        MappingJson = settings.MappingPath is { } mapping ? InputFile.ReadAll(mapping, "mapping") : "{}\n"u8.ToArray();
        _mapping = ColumnMapping.Read(new MemoryStream(MappingJson.ToArray()), Path.GetFileName(settings.MappingPath) ?? "mapping");
    }

    // What was asked for by option is one for all pumps, and not the trouble of one of them.
    void RequireGrade(PumpSettings settings)
    {
        try
        {
            if (settings.Category is { } category) _tolerances.Grade(category, settings.Profile);
            else _tolerances.RequireProfile(settings.Profile);
        }
        catch (ToleranceTableException e)
        {
            throw new UsageException(e.Message);
        }
    }

    /// <summary>The pumps that have a baseline.</summary>
    public IEnumerable<string> Pumps => _baselines.Keys;

    public PumpLogFile ReadLog(string path, string? pump, CancellationToken cancel)
    {
        using var stream = InputFile.Open(path, "data file");
        return PumpLogReader.Read(stream, Path.GetFileName(path), HowToRead(pump), cancel);
    }

    /// <summary>The pumps of a log, for taking one after the other. Where the rows of each stand together, only those pumps are held that are being worked on.</summary>
    public PumpSequence ReadPumps(string path, string? pump, CancellationToken cancel)
    {
        using var stream = InputFile.Open(path, "data file");
        var (name, how) = (Path.GetFileName(path), HowToRead(pump));
        if (stream.CanSeek)
        {
            var (count, only, defects) = (0, default(LoggedPump), (IReadOnlyList<Defect>)[]);
            try
            {
                foreach (var logged in PumpLogReader.ReadEach(stream, name, found => defects = found, how, cancel)) only = count++ == 0 ? logged : null;
                return new(count, defects, only is not null ? [only] : Again(path, how, cancel));
            }
            catch (InvalidInputException)
            {
                // Pumps take turns. Whatever else is refused here is refused below as well.
                stream.Position = 0;
            }
        }
        var file = PumpLogReader.Read(stream, name, how, cancel);
        return new(file.Pumps.Count, file.Defects, file.Pumps);
    }

    static IEnumerable<LoggedPump> Again(string path, PumpLogOptions how, CancellationToken cancel)
    {
        using var stream = InputFile.Open(path, "data file");
        foreach (var logged in PumpLogReader.ReadEach(stream, Path.GetFileName(path), _ => { }, how with { Threads = 1 }, cancel)) yield return logged;
    }

    PumpLogOptions HowToRead(string? pump) => new() { Mapping = _mapping, TimeZone = _settings.TimeZone, Pump = pump, Strict = _settings.Strict };

    /// <summary>Why a pump of a log cannot be judged, to stand after its name; null where it can.</summary>
    public string? WhyNot(string pumpId) =>
        _baselines.ContainsKey(pumpId) ? null : $"has no baseline: {Path.GetFileName(_settings.BaselinePath)} has {Some(_baselines.Keys)}";

    /// <exception cref="BadInputException">There is no baseline of that pump.</exception>
    public PumpBaseline BaselineOf(string pumpId) => WhyNot(pumpId) is { } reason ? throw new BadInputException($"pump '{pumpId}' {reason}.") : _baselines[pumpId];

    /// <summary>The tolerance table, as it stands in its file.</summary>
    public ReadOnlyMemory<byte> TolerancesJson { get; }

    /// <summary>The column mapping, as it stands in its file; an empty one where none was given.</summary>
    public ReadOnlyMemory<byte> MappingJson { get; }

    /// <exception cref="BadInputException">There is no baseline of that pump, or it lacks what the head is to be taken from.</exception>
    /// <exception cref="ToleranceTableException">The table has no grade for it.</exception>
    public PumpMonitor MonitorFor(string pumpId) => new(BaselineOf(pumpId), GradeOf(pumpId), OptionsFor(pumpId));

    /// <exception cref="BadInputException">There is no baseline of that pump.</exception>
    /// <exception cref="ToleranceTableException">The table has no grade for it.</exception>
    public GradeChoice GradeOf(string pumpId)
    {
        var baseline = BaselineOf(pumpId);
        return _tolerances.Select(baseline.Application, baseline.MotorRating, _settings.Profile, _settings.Category);
    }

    /// <exception cref="BadInputException">There is no baseline of that pump, or it lacks what the head is to be taken from.</exception>
    public AnalysisOptions OptionsFor(string pumpId)
    {
        if (_settings.Head != HeadBasis.DischargePressure && BaselineOf(pumpId).SuctionPressure is null)
            throw new BadInputException($"--head differential needs the suction pressure of the baseline: {Path.GetFileName(_settings.BaselinePath)} has no baseline_suction_pressure_psi for '{pumpId}'.");
        return new()
        {
            Head = _settings.Head,
            RatedSpeed = _settings.RatedSpeedRpm is { } rpm ? Speed.FromRpm(rpm) : null,
            SpeedCorrection = _settings.SpeedCorrection,
            StuckAfter = _settings.StuckAfter,
            LossWarningPct = _settings.LossWarningPct,
            LossUrgentPct = _settings.LossUrgentPct,
            Alarm = _settings.Alarm,
        };
    }

    static string Some(IEnumerable<string> pumps)
    {
        var names = pumps.Take(8).Select(name => $"'{name}'").ToList();
        return names.Count < 8 ? string.Join(", ", names) : string.Join(", ", names.Take(7)) + " and others";
    }
}

/// <summary>The pumps of a log, to be taken once.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="Defects">Those that concern no pump, or pumps of which no row could be used.</param>
/// <param name="Pumps">May be read from the file as they are asked for.</param>
sealed record PumpSequence(int Count, IReadOnlyList<Defect> Defects, IEnumerable<LoggedPump> Pumps);
