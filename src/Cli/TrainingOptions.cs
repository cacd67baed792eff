using System.CommandLine;
using Plumbline.Pumps.Prognosis;

namespace Plumbline.Cli;

/// <summary>The options of whatever trains a model.</summary>
static class TrainingOptions
{
    public static readonly Option<string> Algorithm = new("--algorithm") { HelpName = "NAME", DefaultValueFactory = _ => "random_forest", Description = "random_forest, gradient_boosting or linear." };
    public static readonly Option<string> Models = new("--models") { HelpName = "DIR", DefaultValueFactory = _ => "models", Description = "Where trained models are kept, one folder per pump and version." };

    public static readonly Option<string> Label = new("--label") { HelpName = "KIND", DefaultValueFactory = _ => "regression", Description = "What is learnt: regression (days until failure) or classification (fails within 7 days)." };
    public static readonly Option<double> Cap = new("--cap-days") { HelpName = "DAYS", DefaultValueFactory = _ => 120, Description = "Days until failure are capped at this: the early life of a machine says nothing of its end." };

    public static Option[] All => [Algorithm, Label, Cap, Models];

    public static RulTrainingOptions Read(ParseResult parse) => new()
    {
        Kind = RulModelKinds.Named(parse.GetValue(Algorithm)!),
        Label = parse.GetValue(Label) == "classification" ? RulLabel.Classification : RulLabel.Regression,
        CapDays = parse.GetValue(Cap),
    };

    static TrainingOptions()
    {
        Algorithm.AcceptOnlyFromAmong("random_forest", "gradient_boosting", "linear");
        Label.AcceptOnlyFromAmong("regression", "classification");
        Cap.Between(8, 3650);
    }
}
