using System.Text.Json;
using System.Text.Json.Serialization;
using Plumbline.Plant;
using Plumbline.Pumps.Features;

namespace Plumbline.Pumps.Prognosis;

/// <summary>The card of a model as it stands in a file, version 1: kept apart from <see cref="RulModelCard"/>, so that one can change without the other.</summary>
sealed record RulModelState
{
    const int MostRuns = 100_000;

    public required string Version { get; init; }
    public required string Kind { get; init; }
    public required string Label { get; init; }
    public required string PumpId { get; init; }
    public required string[] Features { get; init; }
    public required RunState[] Runs { get; init; }
    public required double RulCapDays { get; init; }
    public required MetricsState Train { get; init; }
    public required MetricsState Test { get; init; }
    public required string Split { get; init; }
    public required double Coverage { get; init; }
    public required double MeasuredCoverage { get; init; }
    public required DateTime TrainedAt { get; init; }
    public required ShareState[] Importance { get; init; }

    internal sealed record RunState(string PumpId, DateTime Start, DateTime End, DateTime FailureDate, bool ForTest);

    internal sealed record MetricsState(int Rows, double Mae, double Rmse, double R2);

    internal sealed record ShareState(string Feature, double Share);

    public static RulModelState Of(RulModelCard card) => new()
    {
        Version = card.Version,
        Kind = card.Kind,
        Label = card.Label == RulLabel.Classification ? "classification" : "regression",
        PumpId = card.PumpId,
        Features = [.. card.Features],
        Runs = [.. card.Runs.Select(run => new RunState(run.PumpId, run.Period.Start, run.Period.End, run.FailureDate, run.ForTest))],
        RulCapDays = card.RulCapDays,
        Train = new(card.Train.Rows, card.Train.Mae, card.Train.Rmse, card.Train.R2),
        Test = new(card.Test.Rows, card.Test.Mae, card.Test.Rmse, card.Test.R2),
        Split = card.Split,
        Coverage = card.Coverage,
        MeasuredCoverage = card.MeasuredCoverage,
        TrainedAt = card.TrainedAt,
        Importance = [.. card.Importance.Select(share => new ShareState(share.Feature, share.Share))],
    };

    /// <summary>The card, once it is known to make sense.</summary>
    /// <exception cref="InvalidDataException">It does not; the message says where.</exception>
    public RulModelCard ToCard()
    {
        Demand(Version.Length > 0, "the version is empty");
        Demand(Features.Length > 0, "it names no feature");
        Demand(Features.Distinct().Count() == Features.Length, "it names a feature twice");
        if (Array.Find(Features, name => !FeatureNames.All.Contains(name)) is { } unknown)
            throw new InvalidDataException($"The model was trained on the feature '{unknown}', which is not among the {FeatureNames.All.Count} of this program: it cannot be used here.");
        Demand(Label is "regression" or "classification", $"'{Label}' is not a kind of label");
        Demand(double.IsFinite(RulCapDays) && RulCapDays > 0, $"{RulCapDays} days is no cap");
        Demand(Coverage is > 0 and < 1, $"{Coverage} is no coverage");
        Demand(Runs.Length is > 0 and <= MostRuns, $"{Runs.Length} runs");
        return new()
        {
            Version = Version,
            Kind = Kind,
            Label = Label == "classification" ? RulLabel.Classification : RulLabel.Regression,
            PumpId = PumpId,
            Features = Features,
            Runs = [.. Runs.Select(run => new TrainingRun(run.PumpId, new Period(run.Start, run.End), run.FailureDate, run.ForTest))],
            RulCapDays = RulCapDays,
            Train = new(Train.Rows, Train.Mae, Train.Rmse, Train.R2),
            Test = new(Test.Rows, Test.Mae, Test.Rmse, Test.R2),
            Split = Split,
            Coverage = Coverage,
            MeasuredCoverage = MeasuredCoverage,
            TrainedAt = TrainedAt,
            Importance = [.. Importance.Select(share => new FeatureShare(share.Feature, share.Share))],
        };
    }

    static void Demand(bool met, string otherwise)
    {
        if (!met) throw new InvalidDataException($"The model's description makes no sense: {otherwise}.");
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(RulModelState))]
sealed partial class RulModelJson : JsonSerializerContext;
