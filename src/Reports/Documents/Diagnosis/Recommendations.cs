using Plumbline.Plant;

namespace Plumbline.Reports.Documents.Diagnosis;

/// <summary>Draws what to do from the findings: sensors first, for without them nothing else is sure; then the pump; then what to measure better.</summary>
static class Recommendations
{
    /// <summary>The most urgent first; what is equally urgent stays in the order sensors, pump, measurements.</summary>
    public static IReadOnlyList<Recommendation> Draw(Findings findings) =>
        [.. SensorAdvice.Draw(findings).Concat(MaintenanceAdvice.Draw(findings)).Concat(MeasurementAdvice.Draw(findings)).OrderByDescending(recommendation => recommendation.When)];

    /// <summary>The deviations of the last day as a clause: flow −18.2 %, head +18.6 %.</summary>
    public static string Evidence(Findings findings) => "Over the last day of readings: " + string.Join(", ", findings.Shifts
        .Where(shift => !double.IsNaN(shift.MedianPct))
        .Select(shift => $"{Wording.Name(shift.Parameter)} {Wording.SignedPct(shift.MedianPct, 1)}{(shift.IsDerived ? " (derived)" : "")}"));
}
