using System.Globalization;
using System.Text.RegularExpressions;
using Plumbline.Edge.Artifact;
using Plumbline.Edge.Configuration;
using Plumbline.Edge.Judging;
using Plumbline.Edge.Reporting;
using Plumbline.Incidents;
using Plumbline.Intake;
using Plumbline.Plant;
using Plumbline.Pumps;
using Plumbline.Pumps.Condition;
using Plumbline.Pumps.Grades;

namespace Plumbline.Scenarios.Tests;

/// <summary>A scenario as a script: the pump, its readings, and what is expected of them. The format is told in README.md.</summary>
sealed partial class Script
{
    public static readonly DateTime Start = new(2024, 6, 1, 0, 0, 0, DateTimeKind.Utc);

    const string Prediction = "predict";

    // Of a prediction in a script.
    const double SaidConfidence = 0.9;

    static readonly string[] Columns = ["flow", "head", "power", "efficiency", "speed", "suction"];

    readonly Dictionary<string, double> _baseline = new(StringComparer.Ordinal) { ["flow"] = 500, ["head"] = 150, ["power"] = 75, ["efficiency"] = 80, ["speed"] = 1800, ["suction"] = 25 };
    readonly Dictionary<string, List<Reading>> _readings = new(StringComparer.Ordinal);
    TimeSpan _every = TimeSpan.FromHours(1);
    string _grade = "1U";
    string _profile = ToleranceTable.DefaultProfile;
    ReportingOptions _reporting = new() { MaxAge = TimeSpan.FromDays(366) };

    Script()
    {
    }

    public List<Expectation> Expectations { get; } = [];

    public AnalysisOptions Options { get; private set; } = new();

    public static Script Parse(IEnumerable<string> lines)
    {
        var script = new Script();
        var number = 0;
        foreach (var line in lines)
        {
            number++;
            var said = line.Split('#', 2)[0].Trim();
            if (said.Length == 0) continue;
            try
            {
                script.Take(number, said);
            }
            catch (FormatException e)
            {
                throw new FormatException($"line {number}: {e.Message}", e);
            }
        }
        if (script._readings.Count == 0) throw new FormatException("the script has no readings");
        return script;
    }

    public PumpAnalysis Run() => new PumpMonitor(Baseline, Grade, Options).Analyze(Log());

    /// <summary>What a device beside the pump decides on each row, fed row by row.</summary>
    public IReadOnlyList<(DateTime Time, PumpStatus Status, ReportDecision Decision)> Decisions()
    {
        var artifact = new PumpArtifact
        {
            Folder = "",
            Metadata = new() { Version = "1.0.0", PumpId = "pump", Framework = "script" },
            Baseline = new() { Pump = Baseline, Profile = _profile, Category = _grade, Options = Options },
            Grade = Grade,
            Mapping = ColumnMapping.None,
        };
        var watch = new PumpWatch(artifact, fewestHours: 168, state: null);
        var config = new DeploymentConfig { Api = new() { BaseUrl = new("http://127.0.0.1") }, Reporting = _reporting };
        var rule = new ReportRule(config, new ToleranceRule(Grade.Grade).Mandatory, state: null);
        var log = Log();
        var told = _readings.GetValueOrDefault(Prediction, []);
        var decisions = new List<(DateTime, PumpStatus, ReportDecision)>();
        for (var i = 0; i < log.Count; i++)
        {
            var verdict = watch.Observe(log.Times[i], PumpReading.At(log, i), null);
            if (i < told.Count && double.IsFinite(told[i].Value)) verdict = verdict with { Forecast = new(log.Times[i], told[i].Value, 0, 120, 0.9, SaidConfidence, SaidConfidence, []), WhyNoForecast = null };
            decisions.Add((log.Times[i], verdict.Status, rule.Decide(verdict, isTooOld: false)));
        }
        return decisions;
    }

    GradeChoice Grade => ToleranceTable.Shipped.Select("API", Baseline.MotorRating, _profile, _grade);

    PumpBaseline Baseline => new()
    {
        PumpId = "pump",
        MotorRating = Power.FromHorsepower(100),
        Application = "API",
        Flow = Flow.FromGallonsPerMinute(_baseline["flow"]),
        DischargePressure = Pressure.FromPsi(_baseline["head"]),
        Power = Power.FromHorsepower(_baseline["power"]),
        EfficiencyPct = _baseline["efficiency"],
        RatedSpeed = Speed.FromRpm(_baseline["speed"]),
    };

    PumpLog Log()
    {
        var length = _readings.Values.Max(column => column.Count);
        return new PumpLog("pump", [.. Enumerable.Range(0, length).Select(i => Start + (i * _every))], new()
        {
            FlowGpm = Column("flow", length),
            DischargePsi = Column("head", length),
            PowerHp = Column("power", length),
            EfficiencyPct = Column("efficiency", length),
            SpeedRpm = Column("speed", length),
            SuctionPsi = Column("suction", length),
        });
    }

    void Take(int number, string said)
    {
        var words = said.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words[0] is "at" or "from" or "alarm" or "no" or "first" or "sustained" or "loss" or "current" or "defect") Expectations.Add(new(number, said, words));
        else if (words[0] == "grade") (_grade, _profile) = (words[1], words.Length > 3 && words[2] == "profile" ? words[3] : _profile);
        else if (words[0] == "debounce") _reporting = _reporting with { Debounce = Duration(words[1]) };
        else if (words[0] == "trigger") _reporting = _reporting with { Trigger = words[1] == "alarm" ? ReportTrigger.Alarm : ReportTrigger.Status };
        else if (words[0] == Prediction) _readings[Prediction] = Readings.Parse(said[Prediction.Length..]);
        else if (words[0] == "every") _every = Duration(words[1]);
        else if (words[0] == "baseline") TakeBaseline(words);
        else if (words[0] == "raise") Raise(said);
        else if (Columns.Contains(words[0])) _readings[words[0]] = Readings.Parse(said[words[0].Length..]);
        else throw new FormatException($"'{words[0]}' is no word of a script");
    }

    void TakeBaseline(string[] words)
    {
        for (var i = 1; i + 1 < words.Length; i++)
            if (Columns.Contains(words[i])) _baseline[words[i]] = double.Parse(words[i + 1], CultureInfo.InvariantCulture);
    }

    void Raise(string said)
    {
        var match = RaiseLine().Match(said);
        if (!match.Success) throw new FormatException($"'{said}' should be like: raise 3 of 5  deadband 20%");
        Options = Options with { Alarm = new AlarmOptions { Needed = Whole("needed"), Of = Whole("of"), DeadbandShare = Whole("deadband") / 100.0 } };

        int Whole(string group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);
    }

    // What is not told stays at its baseline. Every reading ripples by up to 0.01 %, upwards, so that no sensor looks stuck and no limit of zero is crossed; the speed does not.
    double[] Column(string name, int length)
    {
        var told = _readings.GetValueOrDefault(name, []);
        var seed = Array.IndexOf(Columns, name) + 3;
        return [.. Enumerable.Range(0, length).Select(i =>
        {
            var reading = i < told.Count ? told[i] : new(_baseline[name], IsExact: name == "speed");
            return reading.IsExact || name == "speed" ? reading.Value : reading.Value * (1 + (1e-6 * (i * seed * 7919L % 101)));
        })];
    }

    /// <summary>Such as <c>3d</c>, <c>12h</c>, <c>12h30</c> or <c>90m</c>.</summary>
    public static TimeSpan Duration(string text)
    {
        var match = Span().Match(text);
        if (!match.Success || text.Length == 0) throw new FormatException($"'{text}' is no time such as 3d, 12h, 12h30 or 90m");
        return new(Part("days"), Part("hours"), Part("minutes"), 0);

        int Part(string group) => match.Groups[group].Success ? int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture) : 0;
    }

    [GeneratedRegex(@"^((?<days>\d+)d)?((?<hours>\d+)h)?((?<minutes>\d+)m?)?$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Span();

    [GeneratedRegex(@"^raise (?<needed>\d+) of (?<of>\d+) +deadband (?<deadband>\d+)%$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex RaiseLine();
}

/// <summary>Something that a script expects of its analysis.</summary>
sealed record Expectation(int Line, string Text, string[] Words);
