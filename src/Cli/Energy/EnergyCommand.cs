using System.CommandLine;
using System.CommandLine.Parsing;
using NodaTime;
using NodaTime.Text;
using Plumbline.Energy;
using Plumbline.Energy.Baselines;
using Plumbline.Energy.Carbon;
using Plumbline.Energy.Kpis;
using Plumbline.Energy.Tariffs;

namespace Plumbline.Cli.Energy;

/// <summary>The command line of <c>plumb energy</c>.</summary>
static class EnergyCommand
{
    static readonly Option<string[]> Logs = new("--data", "-d") { Required = true, AllowMultipleArgumentsPerToken = true, HelpName = "FILE...", Description = "CSV with the columns time, machine, power_kw or energy_kwh, and what else there is." };
    static readonly Option<string?> Machine = new("--machine", "-m") { HelpName = "NAME", Description = "Which machine; not needed where the files hold one." };
    static readonly Option<string> TimeZone = new("--time-zone") { HelpName = "ZONE", DefaultValueFactory = _ => "UTC", Description = "IANA zone of the site: of times without an offset, tariff hours and weeks." };
    static readonly Option<TimeSpan?> Interval = new("--interval") { HelpName = "TIME", Description = "Time from reading to reading, as 1m or 15m (default: the usual one of the data). A value holds as long, and over one reading left out.", CustomParser = result => CommandLine.ParseInterval(result) };
    static readonly Option<string?> Start = new("--start") { HelpName = "DATE", Description = "From this day or time on, in --time-zone." };
    static readonly Option<string?> End = new("--end") { HelpName = "DATE", Description = "Up to this day or time, not included." };
    static readonly Option<bool> Json = new("--json") { Description = "Print the result as JSON in place of the tables." };

    static readonly Option<string[]> Drivers = new("--drivers") { AllowMultipleArgumentsPerToken = true, HelpName = "NAME...", Description = $"What energy depends on (default: chosen by what helps): {string.Join(", ", Driver.All)}." };
    static readonly Option<int> MinimumSamples = new Option<int>("--min-samples") { HelpName = "N", DefaultValueFactory = _ => new BaselineOptions().MinimumSamples, Description = "Fewest hours to learn from." }.Between(24, 1_000_000);
    static readonly Option<string?> ModelOut = new("--output", "-o") { HelpName = "FILE", Description = "Write the baseline to this JSON file, for plumb energy deviation." };
    static readonly Option<string> Model = new("--baseline", "-b") { Required = true, HelpName = "FILE", Description = "A baseline that plumb energy baseline wrote." };

    static readonly Option<double> PeakRate = new Option<double>("--peak-rate") { HelpName = "PRICE", DefaultValueFactory = _ => 0.20, Description = "Price of a kWh on weekdays in --peak-hours." }.Between(-1e6, 1e6);
    static readonly Option<double> OffPeakRate = new Option<double>("--offpeak-rate") { HelpName = "PRICE", DefaultValueFactory = _ => 0.10, Description = "Price of a kWh at other times." }.Between(-1e6, 1e6);
    static readonly Option<string> PeakHours = new("--peak-hours") { HelpName = "FROM-TO", DefaultValueFactory = _ => "08:00-20:00", Description = "On the clock of the site, in quarters of an hour; may go over midnight." };
    static readonly Option<double> DemandCharge = new Option<double>("--demand-charge") { HelpName = "PRICE", Description = "Price of a kW of the highest quarter-hour mean of each calendar month." }.Between(0, 1e6);
    static readonly Option<string> Currency = new("--currency") { HelpName = "CODE", DefaultValueFactory = _ => "USD", Description = "Of the prices." };
    static readonly Option<double> CarbonFactor = new Option<double>("--carbon-factor") { HelpName = "KG", DefaultValueFactory = _ => Plumbline.Energy.Carbon.CarbonFactor.Default.KgPerKwh, Description = "kg CO2 a kWh." }.Between(0, 100);

    public static Command Create()
    {
        CommandLine.RequireDates(Start);
        CommandLine.RequireDates(End);
        CommandLine.RequireZone(TimeZone);
        PeakHours.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && Hours(token.Value) is null) result.AddError($"--peak-hours '{token.Value}' is not a span such as 08:00-20:00, in quarters of an hour.");
        });
        return HelpWithExamples.With(new Command("energy", "Hold a machine's energy against its baseline (ISO 50001), and compute its KPIs, from CSV files.") { Baseline(), Deviation(), Kpi() }, """
            Examples:
              plumb energy baseline --data 2024.csv --machine press-1 --output press-1.json
              plumb energy deviation --data 2025.csv --machine press-1 --baseline press-1.json --start 2025-03-01 --end 2025-04-01
              plumb energy kpi --data 2025.csv --machine press-1 --time-zone Europe/Berlin --start 2025-03-01 --end 2025-04-01
            """);
    }

    static Command Baseline()
    {
        var command = With(new Command("baseline", "Train the energy baseline of a machine: what it should use in an hour, given what it had to do."), Drivers, MinimumSamples, ModelOut);
        command.SetAction((parse, cancel) => Terminal.Interruptible(() => EnergyRun.Baseline(
            Read(parse),
            new() { Drivers = parse.GetValue(Drivers) is { Length: > 0 } names ? names : null, MinimumSamples = parse.GetValue(MinimumSamples) },
            parse.GetValue(ModelOut),
            parse.GetValue(Json),
            cancel)));
        return HelpWithExamples.With(command, """
            Examples:
              plumb energy baseline --data 2024.csv --output press-1.json
              plumb energy baseline --data a.csv b.csv --machine press-1 --drivers total_production_count avg_outdoor_temp_c

            Hours of maintenance and fault (operating_mode) are left out. Without --drivers those are chosen that help on weeks that were left out of the fit.
            """);
    }

    static Command Deviation()
    {
        var command = With(new Command("deviation", "Hold a period against a baseline: hour by hour, in total, and how sure that is."), Model);
        command.SetAction((parse, cancel) => Terminal.Interruptible(() => EnergyRun.Deviation(Read(parse), parse.GetValue(Model)!, parse.GetValue(Json), cancel)));
        return HelpWithExamples.With(command, """
            Examples:
              plumb energy deviation --data 2025.csv --baseline press-1.json --start 2025-03-01 --end 2025-04-01
              plumb energy deviation --data 2025.csv --baseline press-1.json --json
            """);
    }

    static Command Kpi()
    {
        var command = With(new Command("kpi", "Energy, specific energy consumption, peak demand, load factor, utilisation, cost and carbon of a period."), PeakRate, OffPeakRate, PeakHours, DemandCharge, Currency, CarbonFactor);
        command.SetAction((parse, cancel) => Terminal.Interruptible(() => EnergyRun.Kpi(Read(parse), Terms(parse), parse.GetValue(Json), cancel)));
        return HelpWithExamples.With(command, """
            Examples:
              plumb energy kpi --data 2025.csv --start 2025-03-01 --end 2025-04-01
              plumb energy kpi --data 2025.csv --time-zone Europe/Berlin --peak-rate 0.31 --offpeak-rate 0.24 --peak-hours 06:00-22:00 --demand-charge 12 --currency EUR
            """);
    }

    static Command With(Command command, params IEnumerable<Option> more)
    {
        foreach (var option in (Option[])[Logs, Machine, TimeZone, Interval, Start, End, .. more, Json]) command.Options.Add(option);
        return command;
    }

    static EnergyRequest Read(ParseResult parse) => new()
    {
        LogPaths = parse.GetValue(Logs)!,
        Machine = parse.GetValue(Machine),
        TimeZone = parse.GetValue(TimeZone)!,
        Interval = parse.GetValue(Interval),
        Start = CommandLine.DateIn(parse.GetValue(Start), parse.GetValue(TimeZone)!),
        End = CommandLine.DateIn(parse.GetValue(End), parse.GetValue(TimeZone)!),
    };

    static KpiTerms Terms(ParseResult parse)
    {
        var (from, to) = Hours(parse.GetValue(PeakHours)!)!.Value;
        var tariff = new Tariff(parse.GetValue(OffPeakRate), new TariffWindow("peak", parse.GetValue(PeakRate), TariffWindow.Weekdays, from, to)) { DemandChargePerKw = parse.GetValue(DemandCharge), Currency = parse.GetValue(Currency)! };
        // A zone that does not exist is refused when the files are read.
        return new(SiteClock.Find(parse.GetValue(TimeZone)!) ?? SiteClock.Utc, new(new Dated<Tariff>(tariff)), new(new Dated<CarbonFactor>(new("given", parse.GetValue(CarbonFactor)))));
    }

    static (LocalTime From, LocalTime To)? Hours(string text)
    {
        var pattern = LocalTimePattern.CreateWithInvariantCulture("HH:mm");
        if (text.Split('-') is not [var from, var to] || !pattern.Parse(from).TryGetValue(default, out var start) || !pattern.Parse(to).TryGetValue(default, out var end)) return null;
        return start.Minute % 15 == 0 && end.Minute % 15 == 0 ? (start, end) : null;
    }
}
