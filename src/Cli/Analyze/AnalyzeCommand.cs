using System.CommandLine;
using Plumbline.Plant;
using Plumbline.Pumps;

namespace Plumbline.Cli.Analyze;

/// <summary>The command line of <c>plumb analyze</c>.</summary>
static class AnalyzeCommand
{
    static readonly Option<string> Baseline = new("--baseline", "-b") { Required = true, HelpName = "FILE", Description = "CSV with the pump's baseline; one row per pump." };
    static readonly Option<string> Log = new("--data", "-d") { Required = true, HelpName = "FILE", Description = "CSV with the pump's readings; one or many pumps." };
    static readonly Option<string?> Pump = new("--pump", "-p") { HelpName = "NAME", Description = "Only this pump (its Well ID). Without it: every pump of the file." };
    static readonly Option<string?> Category = new("--category") { HelpName = "GRADE", Description = "Acceptance grade (1B, 1E, 1U, 2B, 2U, 3B) in place of the one that application and size select." };
    static readonly Option<string> Profile = new("--profile") { HelpName = "NAME", DefaultValueFactory = _ => "default", Description = "Profile of the tolerance table: default, or hi14.6 (the standard's own reading)." };
    static readonly Option<string?> Tolerances = new("--tolerances") { HelpName = "FILE", Description = "A tolerance table of your own, in the format of config/tolerances.json." };
    static readonly Option<string?> Mapping = new("--mapping") { HelpName = "FILE", Description = "JSON that names your columns: {\"flow\": \"Q (m3/h)\", \"head\": \"Discharge (bar)\"}." };
    static readonly Option<string> Head = new("--head") { HelpName = "BASIS", DefaultValueFactory = _ => "discharge", Description = "What is judged as head: discharge (pressure, psi), differential (discharge - suction, psi) or differential-ft." };
    static readonly Option<double?> RatedSpeed = new("--rated-speed") { HelpName = "RPM", Description = "Speed at which the baseline holds, where the baseline file does not say it." };
    static readonly Option<bool> NoSpeedCorrection = new("--no-speed-correction") { Description = "Judge readings at other speeds as they are, without the affinity laws." };
    static readonly Option<double> StuckAfter = new("--stuck-after") { HelpName = "HOURS", DefaultValueFactory = _ => 24, Description = "Running hours at one value after which a sensor counts as stuck." };
    static readonly Option<DateTime?> FailureDate = new("--failure-date") { HelpName = "DATE", CustomParser = CommandLine.ParseDate, Description = "When the pump failed (2024-07-30, or with a time; UTC)." };
    static readonly Option<bool> Train = new("--train") { Description = "Train a model of remaining life on this history; needs a failure date." };
    static readonly Option<string> Algorithm = new("--algorithm") { HelpName = "NAME", DefaultValueFactory = _ => "random_forest", Description = "random_forest, gradient_boosting or linear." };
    static readonly Option<string?> Model = new("--model") { HelpName = "FILE", Description = "Trained model to predict with. Without it: the newest of --models for this pump, if any." };
    static readonly Option<string> Models = new("--models") { HelpName = "DIR", DefaultValueFactory = _ => "models", Description = "Where trained models are kept, one folder per pump and version." };
    static readonly Option<string> TimeZone = new("--time-zone") { HelpName = "ZONE", DefaultValueFactory = _ => "UTC", Description = "IANA zone of timestamps without an offset, such as America/Chicago." };
    static readonly Option<bool> Strict = new("--strict") { Description = "Stop at the first unusable row in place of leaving it out." };
    static readonly Option<string?> Out = new("--out", "-o") { HelpName = "DIR", Description = "Where to write (default outputs/<pump>/; for many pumps outputs/, one folder each)." };
    static readonly Option<int> Dpi = new("--dpi") { HelpName = "N", DefaultValueFactory = _ => 150, Description = "Resolution of the PNG charts; 300 for print." };
    static readonly Option<PumpStatus?> FailOn = new("--fail-on") { HelpName = "STATUS", Description = $"Exit with {ExitCode.ConditionMet} when the current status is this or worse (Warning, Critical, Failure)." };
    static readonly Option<bool> Json = new("--json") { Description = "Print analysis.json to standard output in place of the table." };

    public static Command Create()
    {
        Head.AcceptOnlyFromAmong("discharge", "differential", "differential-ft");
        Algorithm.AcceptOnlyFromAmong("random_forest", "gradient_boosting", "linear");
        Dpi.Between(36, 1200);
        StuckAfter.Between(0.01, 24 * 365);
        var command = new Command("analyze", "Analyse a pump's readings against its baseline: status, first exceedances, alarms, remaining life, a report with eight charts.")
        {
            Baseline, Log, Pump, Category, Profile, Tolerances, Mapping, Head, RatedSpeed, NoSpeedCorrection, StuckAfter, FailureDate, Train, Algorithm,
            Model, Models, TimeZone, Strict, Out, Dpi, FailOn, Json,
        };
        command.SetAction((parse, cancel) => Task.FromResult(AnalyzeRun.Execute(Read(parse), cancel)));
        return HelpWithExamples.With(command, """
            Examples:
              plumb analyze --baseline well1_baseline.csv --data well1.csv
              plumb analyze -b fleet_baselines.csv -d fleet.csv --out reports
              plumb analyze -b b.csv -d d.csv --failure-date 2024-07-30 --train
              plumb analyze -b b.csv -d d.csv --json --fail-on Critical

            Exit codes: 0 done, 1 bad input, 2 wrong usage, 3 the condition of --fail-on is met.
            """);
    }

    static AnalyzeRequest Read(ParseResult parse) => new()
    {
        BaselinePath = parse.GetValue(Baseline)!,
        LogPath = parse.GetValue(Log)!,
        Pump = parse.GetValue(Pump),
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
        FailureDate = parse.GetValue(FailureDate),
        Train = parse.GetValue(Train),
        Algorithm = parse.GetValue(Algorithm)!,
        ModelPath = parse.GetValue(Model),
        ModelsFolder = parse.GetValue(Models)!,
        TimeZone = parse.GetValue(TimeZone)!,
        Strict = parse.GetValue(Strict),
        OutFolder = parse.GetValue(Out),
        Dpi = parse.GetValue(Dpi),
        FailOn = parse.GetValue(FailOn),
        Json = parse.GetValue(Json),
    };
}
