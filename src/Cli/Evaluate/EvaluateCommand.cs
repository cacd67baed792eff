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
        return new Command("evaluate", "Score the product on public benchmarks by their own protocols.") { cmapss, M4(), Tabular() };
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
