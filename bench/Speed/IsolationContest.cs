using System.Globalization;
using System.Text;

namespace Plumbline.Bench.Speed;

/// <summary>The isolation forest beside scikit-learn's, on one thread each, in turn.</summary>
sealed class IsolationContest(string root, int rounds)
{
    // What scikit-learn since 1.3 takes a row with 100 trees, in µs; measured elsewhere, for Debian has 1.2.
    const double NewerPeerMicros = 2.2;
    const double AskedOfNewerPeer = 1.5;

    public async Task<string> RunAsync(CancellationToken cancel)
    {
        var file = Path.GetTempFileName();
        try
        {
            IsolationWork.WriteRows(file);
            var duel = await new Duel(new(Environment.ProcessPath!, "isolation-work", file), new("/usr/bin/python3", Path.Combine(root, "bench", "peers", "isolation.py"), file, $"{IsolationWork.AreaRows}", $"{IsolationWork.AreaSeeds}")).FightAsync(rounds, cancel);
            var page = new StringBuilder();
            page.AppendLine(CultureInfo.InvariantCulture, $"## Isolation forest, 100 trees of 256 rows, on {IsolationWork.Rows:#,0} × {IsolationWork.Features}, one thread on both sides ({rounds} rounds)\n\n| | ours | scikit-learn 1.2 | ratio | asked |\n|---|---:|---:|---:|---|");
            Row("fit, CPU seconds", "fit_cpu", "fit_cpu", "");
            Row("score, CPU seconds", "score_cpu", "score_cpu", "");
            var (ours, peer) = (duel.Ours("fit_cpu").Median + duel.Ours("score_cpu").Median, duel.Peer("fit_cpu").Median + duel.Peer("score_cpu").Median);
            page.AppendLine(CultureInfo.InvariantCulture, $"| fit and score, CPU seconds | {ours:0.000} | {peer:0.0} | {peer / ours:0.0}× | at least 10× |");
            page.AppendLine(CultureInfo.InvariantCulture, $"| area under the ROC curve, {IsolationWork.AreaRows:#,0} rows, mean of {IsolationWork.AreaSeeds} seeds | {duel.Ours("area").Median:0.0000} | {duel.Peer("area").Median:0.0000} | | no worse |");
            var micros = duel.Ours("score_cpu").Median / IsolationWork.Rows * 1e6;
            page.AppendLine(CultureInfo.InvariantCulture, $"\nScoring takes {micros:0.00} µs a row. scikit-learn since 1.3 takes about {NewerPeerMicros} µs, which was not measured here: {NewerPeerMicros / micros:0.0}×, derived (asked: {AskedOfNewerPeer}×, at most {NewerPeerMicros / AskedOfNewerPeer:0.00} µs). "
                + $"On all cores the scores of {IsolationWork.Rows:#,0} rows take {duel.Ours("score_all_cores").Median:0.00} s.\n");
            return page.ToString();

            void Row(string what, string oursFigure, string peerFigure, string asked)
            {
                var ratio = duel.Ratio(oursFigure, peerFigure);
                page.AppendLine(CultureInfo.InvariantCulture, $"| {what} | {duel.Ours(oursFigure).Median:0.000} | {duel.Peer(peerFigure).Median:0.000} | {ratio.Median:0.0}× ({ratio.Low:0.0}–{ratio.High:0.0}) | {asked} |");
            }
        }
        finally
        {
            File.Delete(file);
        }
    }
}
