using System.CommandLine;

namespace Plumbline.Cli.Evaluate;

/// <summary>The command line of <c>plumb evaluate</c>.</summary>
static class EvaluateCommand
{
    static readonly Option<string> Folder = new("--data", "-d") { Required = true, HelpName = "DIR", Description = "Folder with train_FD001.txt, test_FD001.txt and RUL_FD001.txt (or those of another set)." };
    static readonly Option<string> Set = new("--set") { HelpName = "NAME", DefaultValueFactory = _ => "FD001", Description = "FD001, FD002, FD003 or FD004." };
    static readonly Option<int> Seed = new("--seed") { HelpName = "N", DefaultValueFactory = _ => 42, Description = "Seed of the trees." };

    static readonly Option<string> M4Folder = new("--data", "-d") { Required = true, HelpName = "DIR", Description = "Folder with Hourly-train.csv, Hourly-test.csv, Weekly-train.csv and Weekly-test.csv, or parts of them; also as .gz." };
    static readonly Option<string> Frequency = new("--frequency") { HelpName = "NAME", DefaultValueFactory = _ => "both", Description = "hourly, weekly or both." };
    static readonly Option<bool> Rehearse = new("--rehearse") { Description = "Forecast the end of the training part in place of the test part: what settings are chosen by." };

    public static Command Create()
    {
        Set.AcceptOnlyFromAmong("FD001", "FD002", "FD003", "FD004");
        var cmapss = new Command("cmapss", "Prognosis on NASA's C-MAPSS turbofan runs to failure: RMSE, PHM score and interval coverage over the test engines.") { Folder, Set, Seed };
        cmapss.SetAction((parse, cancel) => Terminal.Interruptible(() =>
        {
            CmapssEvaluation.Run(parse.GetValue(Folder)!, new CmapssOptions { Set = parse.GetValue(Set)!, Seed = parse.GetValue(Seed) }, Console.Out, cancel);
            return ExitCode.Done;
        }));
        HelpWithExamples.With(cmapss, """
            Examples:
              plumb evaluate cmapss --data cmapss
              plumb evaluate cmapss --data cmapss --set FD003

            The set is in the public domain (NASA, Prognostics Center of Excellence): Saxena, Goebel, Simon and Eklund, PHM 2008.
            """);
        return new Command("evaluate", "Score the product on public benchmarks by their own protocols.") { cmapss, M4(), Intervals(), Tabular(), Plant() };
    }

    static Command Tabular()
    {
        var folder = new Option<string>("--data", "-d") { Required = true, HelpName = "DIR", Description = "Folder with tables (*.csv or *.csv.gz): a header, features, and a last column of 0 and 1 (1: an outlier)." };
        var seed = new Option<int>("--seed") { HelpName = "N", DefaultValueFactory = _ => 42, Description = "Seed of the splits and the trees." };
        var tabular = new Command("tabular", "The isolation forest on tables with known outliers: area under the ROC curve beside the published ones.") { folder, seed };
        tabular.SetAction((parse, cancel) => Terminal.Interruptible(() =>
        {
            var text = new StringWriter();
            Terminal.Watch("sets", progress => TabularEvaluation.Run(parse.GetValue(folder)!, parse.GetValue(seed), text, progress, cancel));
            Console.Out.Write(text.ToString());
            return ExitCode.Done;
        }));
        return HelpWithExamples.With(tabular, """
            Examples:
              plumb evaluate tabular --data tabular
              plumb evaluate tabular --data tabular --seed 7

            The sets are those of the ODDS library (Rayana, Stony Brook University, 2016), as they are used to compare detectors of outliers.
            """);
    }

    static Command Plant()
    {
        var usual = new PlantTrial();
        var machines = new Option<int>("--machines") { HelpName = "N", DefaultValueFactory = _ => usual.Machines, Description = "Machines of a plant, 1 to 100." };
        var plants = new Option<int>("--plants") { HelpName = "N", DefaultValueFactory = _ => usual.Seeds, Description = "Plants, one a seed from 1 on, up to 1000." };
        var days = new Option<int>("--days") { HelpName = "N", DefaultValueFactory = _ => usual.Days, Description = $"Days of each, {PlantEvaluation.BaselineDays + 7} to 3660; the first {PlantEvaluation.BaselineDays} are for the baselines alone." };
        var faults = new Option<int>("--faults") { HelpName = "PERCENT", DefaultValueFactory = _ => usual.FaultsPct, Description = "Probability that a machine has a fault in a stretch of 30 days, 0 to 100." };
        var budget = new Option<double>("--budget") { HelpName = "N", DefaultValueFactory = _ => usual.FalseAlarmsPerWeek, Description = "False alarms a machine and week, 0.001 to 168." };
        machines.Between(1, 100);
        plants.Between(1, 1000);
        days.Between(PlantEvaluation.BaselineDays + 7, 3660);
        faults.Between(0, 100);
        budget.Between(0.001, 168);
        var plant = new Command("plant", "The search for anomalies on simulated machines whose faults are known: found, how fast, with how many false alarms.") { machines, plants, days, faults, budget };
        plant.SetAction((parse, cancel) => Terminal.Interruptible(() =>
        {
            var text = new StringWriter();
            var trial = new PlantTrial(parse.GetValue(machines), parse.GetValue(days), parse.GetValue(faults), parse.GetValue(plants), parse.GetValue(budget));
            Terminal.Watch("machines", progress => PlantEvaluation.Run(trial, text, progress, cancel));
            Console.Out.Write(text.ToString());
            return ExitCode.Done;
        }));
        return HelpWithExamples.With(plant, """
            Examples:
              plumb evaluate plant
              plumb evaluate plant --plants 10 --budget 0.5
            """);
    }

    static Command Intervals()
    {
        var seeds = new Option<int>("--seeds") { HelpName = "N", DefaultValueFactory = _ => 400, Description = "Series of each law." };
        seeds.Between(2, 1_000_000);
        var intervals = new Command("intervals", "What share of the truth the 90 % intervals of forecasts hold, on series made by known laws.") { seeds };
        intervals.SetAction((parse, cancel) => Terminal.Interruptible(() =>
        {
            var count = parse.GetValue(seeds);
            IntervalEvaluation.Print(Terminal.Watch("series", progress => IntervalEvaluation.Run(count, progress, cancel)), count, Console.Out);
            return ExitCode.Done;
        }));
        return HelpWithExamples.With(intervals, """
            Examples:
              plumb evaluate intervals
              plumb evaluate intervals --seeds 50
            """);
    }

    static Command M4()
    {
        Frequency.AcceptOnlyFromAmong("hourly", "weekly", "both");
        var m4 = new Command("m4", "Forecasts on hourly and weekly series of the M4 competition: sMAPE, MASE and OWA of every method, one configuration for all.") { M4Folder, Frequency, Rehearse };
        m4.SetAction((parse, cancel) => Terminal.Interruptible(() =>
        {
            var name = parse.GetValue(Frequency)!;
            var frequencies = M4Frequency.All.Where(frequency => name == "both" || string.Equals(frequency.Name, name, StringComparison.OrdinalIgnoreCase));
            M4Evaluation.Run(parse.GetValue(M4Folder)!, frequencies, parse.GetValue(Rehearse), Console.Out, cancel);
            return ExitCode.Done;
        }));
        HelpWithExamples.With(m4, """
            Examples:
              plumb evaluate m4 --data m4
              plumb evaluate m4 --data m4 --frequency weekly --rehearse

            The series are those of Makridakis, Spiliotis and Assimakopoulos, "The M4 competition", International Journal of Forecasting 36, 2020.
            """);
        return m4;
    }
}
