namespace Plumbline.Reports.Documents.Diagnosis;

/// <summary>What to do, how soon, and what in the readings speaks for it.</summary>
/// <param name="When">How soon.</param>
/// <param name="Kind">Stable name for programs: <c>sensor</c>, <c>maintenance</c>, <c>baseline</c> or <c>measurement</c>.</param>
/// <param name="Action">An instruction.</param>
/// <param name="Reason">The evidence, with its figures.</param>
sealed record Recommendation(Urgency When, string Kind, string Action, string Reason);
