using System.CommandLine;

namespace Plumbline.Cli;

/// <summary>The options of whatever trains a model.</summary>
static class TrainingOptions
{
    public static readonly Option<string> Algorithm = new("--algorithm") { HelpName = "NAME", DefaultValueFactory = _ => "random_forest", Description = "random_forest, gradient_boosting or linear." };
    public static readonly Option<string> Models = new("--models") { HelpName = "DIR", DefaultValueFactory = _ => "models", Description = "Where trained models are kept, one folder per pump and version." };

    static TrainingOptions() => Algorithm.AcceptOnlyFromAmong("random_forest", "gradient_boosting", "linear");
}
