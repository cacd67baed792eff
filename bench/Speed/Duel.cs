namespace Plumbline.Bench.Speed;

/// <summary>Two programs on the same files, in turn, so that a machine that drifts drifts for both.</summary>
sealed class Duel(Contestant ours, Contestant peer)
{
    readonly List<(Dictionary<string, double> Ours, Dictionary<string, double> Peer)> _rounds = [];

    public int Rounds => _rounds.Count;

    public async Task<Duel> FightAsync(int rounds, CancellationToken cancel)
    {
        for (var round = 0; round < rounds; round++)
        {
            Console.Error.WriteLine($"  round {round + 1} of {rounds}: {ours}");
            _rounds.Add((await ours.RunAsync(cancel), await peer.RunAsync(cancel)));
        }
        return this;
    }

    public Spread Ours(string figure) => Spread.Of(_rounds.Select(r => r.Ours[figure]));

    public Spread Peer(string figure) => Spread.Of(_rounds.Select(r => r.Peer[figure]));

    /// <summary>The peer's figure over ours, round by round: how many times better ours is.</summary>
    public Spread Ratio(string oursFigure, string peerFigure) => Spread.Of(_rounds.Select(r => r.Peer[peerFigure] / r.Ours[oursFigure]));
}

/// <summary>What several rounds gave.</summary>
sealed record Spread(double Low, double Median, double High)
{
    public static Spread Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        var median = sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(sorted[0], median, sorted[^1]);
    }
}
