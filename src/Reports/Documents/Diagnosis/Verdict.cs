using Plumbline.Plant;
using Plumbline.Pumps;

namespace Plumbline.Reports.Documents.Diagnosis;

/// <summary>The outcome for the person responsible, in one sentence.</summary>
/// <param name="Status">The pump's current status.</param>
/// <param name="Urgency">How soon somebody should act, all findings taken together.</param>
/// <param name="Sentence">Status, what is wrong, since when, how urgent, what cannot be judged and why.</param>
/// <param name="Brief">The same in a few words, for a line of a table.</param>
public sealed record Verdict(PumpStatus Status, Urgency Urgency, string Sentence, string Brief)
{
    /// <summary>The verdict on an analysis.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="analysis"/> is null.</exception>
    public static Verdict Of(PumpAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        return VerdictWriter.Write(new Findings(analysis));
    }
}
