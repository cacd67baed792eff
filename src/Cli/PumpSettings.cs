using System.CommandLine;
using Plumbline.Incidents;
using Plumbline.Pumps;

namespace Plumbline.Cli;

/// <summary>How pumps are to be read and judged: what <c>analyze</c> and <c>train</c> are both told.</summary>
sealed record PumpSettings
{
    public required string BaselinePath { get; init; }
    public string? Category { get; init; }
    public required string Profile { get; init; }
    public string? TolerancesPath { get; init; }
    public string? MappingPath { get; init; }
    public required HeadBasis Head { get; init; }
    public double? RatedSpeedRpm { get; init; }
    public required bool SpeedCorrection { get; init; }
    public required TimeSpan StuckAfter { get; init; }
    public required double LossWarningPct { get; init; }
    public required double LossUrgentPct { get; init; }
    public required AlarmOptions Alarm { get; init; }
    public required string TimeZone { get; init; }
    public required bool Strict { get; init; }
}

/// <summary>The options behind <see cref="PumpSettings"/>.</summary>
static class PumpOptions
{
    static readonly Option<string> Baseline = new("--baseline", "-b") { Required = true, HelpName = "FILE", Description = "CSV with the baseline; one row per pump." };
    static readonly Option<string?> Category = new("--category") { HelpName = "GRADE", Description = "Acceptance grade (1B, 1E, 1U, 2B, 2U, 3B) in place of the one that application and size select." };
    static readonly Option<string> Profile = new("--profile") { HelpName = "NAME", DefaultValueFactory = _ => "default", Description = "Profile of the tolerance table: default, or hi14.6 (the standard's own reading)." };
    static readonly Option<string?> Tolerances = new("--tolerances") { HelpName = "FILE", Description = "A tolerance table of your own, in the format of config/tolerances.json." };
    static readonly Option<string?> Mapping = new("--mapping") { HelpName = "FILE", Description = "JSON that names your columns: {\"flow\": \"Q (m3/h)\", \"head\": \"Discharge (bar)\"}." };
    static readonly Option<string> Head = new("--head") { HelpName = "BASIS", DefaultValueFactory = _ => "discharge", Description = "What is judged as head: discharge (pressure, psi), differential (discharge - suction, psi) or differential-ft." };
    static readonly Option<double?> RatedSpeed = new("--rated-speed") { HelpName = "RPM", Description = "Speed at which the baseline holds, where the baseline file does not say it." };
    static readonly Option<bool> NoSpeedCorrection = new("--no-speed-correction") { Description = "Judge readings at other speeds as they are, without the affinity laws." };
    static readonly Option<double> StuckAfter = new("--stuck-after") { HelpName = "HOURS", DefaultValueFactory = _ => 24, Description = "Running hours at one value after which a sensor counts as stuck." };
    static readonly Option<double> LossWarning = new("--loss-warning") { HelpName = "PERCENT", DefaultValueFactory = _ => -5, Description = "Sustained loss of performance that is a warning." };
    static readonly Option<double> LossUrgent = new("--loss-urgent") { HelpName = "PERCENT", DefaultValueFactory = _ => -10, Description = "Sustained loss of performance that is urgent." };
    static readonly Option<string> Alarm = new("--alarm") { HelpName = "N/M", DefaultValueFactory = _ => "3/5", Description = "Raise an alarm when N of M readings are out of order." };
    static readonly Option<double> Deadband = new("--deadband") { HelpName = "PERCENT", DefaultValueFactory = _ => 20, Description = "Clear it when values are back inside by this share of their limit." };
    static readonly Option<string> TimeZone = new("--time-zone") { HelpName = "ZONE", DefaultValueFactory = _ => "UTC", Description = "IANA zone of timestamps without an offset, such as America/Chicago." };
    static readonly Option<bool> Strict = new("--strict") { Description = "Stop at the first unusable row in place of leaving it out." };

    static PumpOptions()
    {
        Head.AcceptOnlyFromAmong("discharge", "differential", "differential-ft");
        StuckAfter.Between(0.01, 24 * 365);
        LossWarning.Between(-100, -0.1);
        LossUrgent.Between(-100, -0.1);
        Deadband.Between(0, 99);
        Alarm.Validators.Add(result =>
        {
            if (ReadAlarm(result.GetValueOrDefault<string>()) is null) result.AddError($"--alarm '{result.GetValueOrDefault<string>()}' is not N/M with N from 1 to M and M up to 100, such as 3/5.");
        });
        CommandLine.RequireZone(TimeZone);
        RatedSpeed.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && double.TryParse(token.Value, out var rpm) && rpm is not (> 0 and <= 100_000)) result.AddError($"--rated-speed {rpm} is outside 0 to 100000 rpm.");
        });
    }

    public static void AddTo(Command command)
    {
        foreach (var option in (Option[])[Baseline, Category, Profile, Tolerances, Mapping, Head, RatedSpeed, NoSpeedCorrection, StuckAfter, LossWarning, LossUrgent, Alarm, Deadband, TimeZone, Strict])
            command.Options.Add(option);
        command.Validators.Add(result =>
        {
            if (CommandLine.NumberFaults(result).Any()) return;
            var (warning, urgent) = (result.GetValue(LossWarning), result.GetValue(LossUrgent));
            if (urgent > warning) result.AddError($"{LossUrgent.Name} {urgent} is a smaller loss than {LossWarning.Name} {warning}: urgent is the larger of the two.");
        });
    }

    public static PumpSettings Read(ParseResult parse) => new()
    {
        BaselinePath = parse.GetValue(Baseline)!,
        Category = parse.GetValue(Category),
        Profile = parse.GetValue(Profile)!,
        TolerancesPath = parse.GetValue(Tolerances),
        MappingPath = parse.GetValue(Mapping),
        Head = parse.GetValue(Head) switch
        {
            "differential" => HeadBasis.DifferentialPressure,
            "differential-ft" => HeadBasis.DifferentialHead,
            _ => HeadBasis.DischargePressure,
        },
        RatedSpeedRpm = parse.GetValue(RatedSpeed),
        SpeedCorrection = !parse.GetValue(NoSpeedCorrection),
        StuckAfter = TimeSpan.FromHours(parse.GetValue(StuckAfter)),
        LossWarningPct = parse.GetValue(LossWarning),
        LossUrgentPct = parse.GetValue(LossUrgent),
        Alarm = ReadAlarm(parse.GetValue(Alarm))! with { DeadbandShare = parse.GetValue(Deadband) / 100 },
        TimeZone = parse.GetValue(TimeZone)!,
        Strict = parse.GetValue(Strict),
    };

    static AlarmOptions? ReadAlarm(string? text) =>
        text?.Split('/') is [var n, var m] && int.TryParse(n, out var needed) && int.TryParse(m, out var of) && needed >= 1 && of >= needed && of <= 100
            ? new AlarmOptions { Needed = needed, Of = of }
            : null;
}
