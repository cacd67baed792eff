using Plumbline.Plant;
using Plumbline.Pumps.Grades;

namespace Plumbline.Pumps.Prognosis;

/// <summary>The deviation at which a parameter counts as failed, on the side that it is moving to.</summary>
/// <param name="Pct">Percent of baseline, with its sign.</param>
/// <param name="Reason">Where the number comes from, to be read after "a limit of −20 %: ".</param>
sealed record FailureLimit(double Pct, string Reason)
{
    // Severity 2 where the tolerance is 0: severity is then the deviation over 10.
    const double PointsAtNoTolerance = 20;

    /// <summary>The limit in the direction of <paramref name="direction"/>; null where nothing fails on that side: less power, more efficiency.</summary>
    /// <param name="parameter">Which parameter is moving.</param>
    /// <param name="direction">Its slope, or its deviation: only the sign counts.</param>
    /// <param name="grade">The tolerances.</param>
    /// <param name="lossUrgentPct">An urgent loss, negative: the U grades let flow and head fall without limit, and that is how wear shows.</param>
    public static FailureLimit? Towards(PumpParameter parameter, double direction, ToleranceGrade grade, double lossUrgentPct)
    {
        var limits = grade[parameter];
        if ((direction < 0 ? limits.MinPct : limits.MaxPct) is { } tolerance)
        {
            return tolerance == 0
                ? new(Math.CopySign(PointsAtNoTolerance, direction), $"grade {grade.Name} allows none, and severity passes 2 at {PointsAtNoTolerance} %")
                : new(2 * tolerance, $"twice the {Words.Percent(tolerance)} that grade {grade.Name} allows");
        }

        return direction < 0 && parameter is PumpParameter.Flow or PumpParameter.Head
            ? new(2 * lossUrgentPct, $"twice an urgent loss of {Words.Percent(lossUrgentPct)}, for grade {grade.Name} has no limit on that side")
            : null;
    }
}
