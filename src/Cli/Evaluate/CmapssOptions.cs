namespace Plumbline.Cli.Evaluate;

/// <summary>Settings of an evaluation on C-MAPSS. One configuration for every set.</summary>
sealed record CmapssOptions
{
    /// <summary>Which set: FD001 to FD004.</summary>
    public string Set { get; init; } = "FD001";

    /// <summary>Cycles at which the label is capped: what is further away cannot be seen yet.</summary>
    public double Cap { get; init; } = 125;

    /// <summary>Parts that the training engines are dealt into, each predicted by a model that was fitted on the others.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>Nominal coverage of the interval.</summary>
    public double Coverage { get; init; } = 0.9;

    /// <summary>Seed of the trees.</summary>
    public int Seed { get; init; } = 42;
}

/// <summary>How one model did.</summary>
/// <param name="Model">Its name.</param>
/// <param name="Rmse">Root mean squared error over the test engines, cycles; truth as it is.</param>
/// <param name="RmseClipped">The same, truth capped as the labels are.</param>
/// <param name="PhmScore">Σ e^(d/10) − 1 for late and e^(−d/13) − 1 for early predictions by d cycles, truth as it is; lower is better (Saxena et al., 2008).</param>
/// <param name="CrossValidatedRmse">Over training engines that the model had not seen, truth capped.</param>
/// <param name="Covered">Test engines whose truth is inside the interval.</param>
/// <param name="MeanWidth">Mean width of the interval, cycles.</param>
/// <param name="Time">What it took: all folds, the model, its predictions.</param>
sealed record CmapssScore(string Model, double Rmse, double RmseClipped, double PhmScore, double CrossValidatedRmse, int Covered, double MeanWidth, TimeSpan Time);

/// <summary>What came out.</summary>
/// <param name="Options">With what settings.</param>
/// <param name="TrainEngines">Engines learnt from.</param>
/// <param name="TestEngines">Engines predicted.</param>
/// <param name="Conditions">Operating conditions found in the settings.</param>
/// <param name="Features">Features of a row.</param>
/// <param name="Scores">By model.</param>
/// <param name="Time">From reading to the last score.</param>
sealed record CmapssResult(CmapssOptions Options, int TrainEngines, int TestEngines, int Conditions, int Features, IReadOnlyList<CmapssScore> Scores, TimeSpan Time);
