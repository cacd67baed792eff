namespace Plumbline.Bench.Speed.FitPredict;

/// <summary>A load that is run again and again, in turn with others.</summary>
sealed class Lane(string name, Contestant load)
{
    readonly List<Dictionary<string, double>> _rounds = [];

    public string Name => name;

    public Spread PerSecond => Spread.Of(_rounds.Select(Rate));

    public double Errors => _rounds.Sum(round => round["errors"]);

    public async Task RunAsync() => _rounds.Add(await load.RunAsync(CancellationToken.None));

    public Task WarmUpAsync() => load.RunAsync(CancellationToken.None);

    public double Median(string figure) => Spread.Of(_rounds.Select(round => round[figure])).Median;

    /// <summary>How many times as many requests a second as another, round by round.</summary>
    public Spread Over(Lane other) => Spread.Of(_rounds.Zip(other._rounds, (ours, theirs) => Rate(ours) / Rate(theirs)));

    static double Rate(Dictionary<string, double> round) => round["requests"] / round["seconds"];
}
