using System.CommandLine;
using System.CommandLine.Parsing;
using Plumbline.Plant;

namespace Plumbline.Cli.Query;

/// <summary>The command line of <c>plumb query</c>.</summary>
static class QueryCommand
{
    const long LargestId = (1L << 53) - 1;
    const int DateLength = 10;

    static readonly Option<long?> Pump = new("--pump", "-p") { HelpName = "ID", Description = "Only this pump." };
    static readonly Option<long?> Site = new("--site") { HelpName = "ID", Description = "Only this site." };
    static readonly Option<long?> Sensor = new("--sensor") { HelpName = "ID", Description = "Only this sensor." };
    static readonly Option<PumpStatus?> Status = new("--status") { HelpName = "STATUS", Description = "Only this status: Warning, Critical or Failure (also Normal, Off, Unknown).", CustomParser = ParseName<PumpStatus> };
    static readonly Option<HandlingState?> State = new("--state") { HelpName = "STATE", Description = "Only those that are open, acknowledged or resolved.", CustomParser = ParseName<HandlingState> };
    static readonly Option<int?> Days = new("--days") { HelpName = "N", Description = "The last N days, today included (UTC)." };
    static readonly Option<string?> Start = new("--start") { HelpName = "DATE", Description = "From this day or time on: 2024-11-01, UTC unless it carries an offset." };
    static readonly Option<string?> End = new("--end") { HelpName = "DATE", Description = "Up to this day or time, a day wholly included." };
    static readonly Option<int?> MaxResults = new("--max-results") { HelpName = "N", Description = "Fetch at most so many, the newest. Without it: all." };
    static readonly Option<bool> ComparePumps = new("--compare-pumps") { Description = "Also compare the pumps: a table, and a second panel in the picture of --visualize." };
    static readonly Option<string?> Export = new("--export") { HelpName = "FILE", Description = "Write the anomalies to this CSV file." };
    static readonly Option<string?> Visualize = new("--visualize") { HelpName = "FILE", Description = "Draw the timeline: .png, .svg, or .html (can be hovered and zoomed, with tables)." };
    static readonly Option<int> Dpi = new("--dpi") { HelpName = "N", DefaultValueFactory = _ => 150, Description = "Resolution of a PNG; 300 for print." };
    static readonly Option<bool> Json = new("--json") { Description = "Print summary and anomalies as JSON to standard output in place of the tables." };
    static readonly Option<string?> ApiUrl = new("--api-url") { HelpName = "URL", Description = $"Where the API is (default {Connection.LocalUrl}, the server on this machine)." };
    static readonly Option<string?> Token = new("--token") { HelpName = "TOKEN", Description = $"Better: {Connection.TokenVariable} in the environment. A command line is seen by every user of the machine, and kept by shells." };
    static readonly Option<string?> Config = new("--config") { HelpName = "FILE", Description = "Take address, token and CA from a deployment_config.json." };
    static readonly Option<string?> CaFile = new("--ca-file") { HelpName = "FILE", Description = "PEM file with the private authorities to trust, in place of the system's." };
    static readonly Option<bool> AllowInsecure = new("--allow-insecure") { Description = "Send the token over plain http to another machine, where whoever listens can read it." };

    public static Command Create()
    {
        foreach (var id in (Option<long?>[])[Pump, Site, Sensor]) Within(id, 0L, LargestId);
        Within(Days, 1, 36_525);
        Within(MaxResults, 1, int.MaxValue);
        Dpi.Between(36, 1200);
        CommandLine.RequireDates(Start);
        CommandLine.RequireDates(End);
        Visualize.Validators.Add(result =>
        {
            if (result.Tokens is [var file] && !Picture.IsKnown(file.Value)) result.AddError($"'{file.Value}' is no picture that can be made: its name must end in .png, .svg or .html.");
        });
        var command = new Command("query", "Ask the server which anomalies devices have reported: counts, a timeline, pumps beside each other, CSV and JSON.");
        foreach (var option in (Option[])[Pump, Site, Sensor, Status, State, Days, Start, End, MaxResults, ComparePumps, Export, Visualize, Dpi, Json, ApiUrl, Token, Config, CaFile, AllowInsecure])
            command.Options.Add(option);
        command.Validators.Add(CheckDates);
        command.SetAction((parse, cancel) => QueryRun.ExecuteAsync(Read(parse, TimeProvider.System), cancel));
        return HelpWithExamples.With(command, $"""
            Examples:
              export {Connection.TokenVariable}=$(plumb token create --data DIR --name me --scope read)
              plumb query --pump 1 --days 30
              plumb query --site 35482 --start 2024-11-01 --end 2024-11-30 --export anomalies.csv
              plumb query --status Critical --state open --visualize timeline.html
              plumb query --site 35482 --compare-pumps --visualize pumps.png
              plumb query --days 7 --json

            Days and times are UTC. Exit codes: 0 done, also where there is no anomaly; 1 the server cannot be asked; 2 wrong usage.
            """);
    }

    static void Within<T>(Option<T?> option, T low, T high)
        where T : struct, IComparable<T>, IParsable<T> => option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && T.TryParse(token.Value, null, out var value) && (value.CompareTo(low) < 0 || value.CompareTo(high) > 0))
                result.AddError($"{option.Name} {value} is outside {low} to {high}.");
        });

    static T? ParseName<T>(ArgumentResult result)
        where T : struct, Enum
    {
        var text = result.Tokens[0].Value;
        if (Enum.GetNames<T>().FirstOrDefault(name => string.Equals(name, text, StringComparison.OrdinalIgnoreCase)) is { } known) return Enum.Parse<T>(known);
        result.AddError($"'{text}' is none of {string.Join(", ", Enum.GetNames<T>())}.");
        return null;
    }

    static void CheckDates(CommandResult command)
    {
        if (CommandLine.NumberFaults(command).Any()) return;
        var (start, end) = (command.GetValue(Start), command.GetValue(End));
        if (command.GetValue(Days) is not null && (start ?? end) is not null) command.AddError("--days already says from when to when: leave out --start and --end, or --days.");
        if (CommandLine.TryParseDate(start ?? "", out var first) && CommandLine.TryParseDate(end ?? "", out _) && first > EndOf(end!)) command.AddError($"--start {start} is after --end {end}.");
    }

    static QueryRequest Read(ParseResult parse, TimeProvider clock)
    {
        var today = clock.GetUtcNow().UtcDateTime.Date;
        var days = parse.GetValue(Days);
        return new()
        {
            Filter = new()
            {
                SiteId = parse.GetValue(Site),
                PumpId = parse.GetValue(Pump),
                SensorId = parse.GetValue(Sensor),
                Status = parse.GetValue(Status),
                State = parse.GetValue(State),
                Start = days is { } count ? today.AddDays(1 - count) : CommandLine.DateIn(parse.GetValue(Start), "UTC"),
                End = days is null ? parse.GetValue(End) is { } end ? EndOf(end) : null : LastInstant(today),
            },
            Server = new()
            {
                ApiUrl = parse.GetValue(ApiUrl),
                Token = parse.GetValue(Token),
                ConfigPath = parse.GetValue(Config),
                CaPath = parse.GetValue(CaFile),
                AllowInsecure = parse.GetValue(AllowInsecure),
            },
            MaxResults = parse.GetValue(MaxResults),
            ExportPath = parse.GetValue(Export),
            PicturePath = parse.GetValue(Visualize),
            Dpi = parse.GetValue(Dpi),
            ComparePumps = parse.GetValue(ComparePumps),
            Json = parse.GetValue(Json),
        };
    }

    /// <summary>The last instant of what was named: of a day, its end.</summary>
    static DateTime EndOf(string text)
    {
        var utc = CommandLine.DateIn(text, "UTC")!.Value;
        return text.Length == DateLength ? LastInstant(utc) : utc;
    }

    // To the microsecond, which is what the API keeps.
    static DateTime LastInstant(DateTime day) => day.AddDays(1).AddMicroseconds(-1);
}
