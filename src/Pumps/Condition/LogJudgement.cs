using Plumbline.Plant;

namespace Plumbline.Pumps.Condition;

/// <summary>Runs a whole log through the rules for one row and for 24 hours.</summary>
static class LogJudgement
{
    const int Parameters = 4;

    public static JudgedLog Of(PumpLog log, ConditionRule rule, SensorReview review)
    {
        var currents = Columns<double>(log.Count);
        var deviations = Columns<double>(log.Count);
        var unjudged = Columns<Unjudged>(log.Count);
        var severities = new double[log.Count];
        var statuses = new PumpStatus[log.Count];

        var times = log.Times;
        var stuck = review.Stuck;
        var sustained = new SustainedRule();
        for (var i = 0; i < times.Length; i++)
        {
            var row = rule.Judge(PumpReading.At(log, i), stuck.IsEmpty ? ParameterSet.None : stuck[i]);
            var judgement = row.Judgement;
            var lasting = sustained.Observe(times[i], judgement.Judged, judgement.Violated);
            severities[i] = judgement.Severity;
            statuses[i] = judgement.Status == PumpStatus.Warning && (lasting & rule.Tolerances.Mandatory) != ParameterSet.None ? PumpStatus.Critical : judgement.Status;
            Put(currents, i, row.Current);
            Put(deviations, i, row.DeviationsPct);
            (unjudged[0][i], unjudged[1][i], unjudged[2][i], unjudged[3][i]) = (row.WhyUnjudged.Flow, row.WhyUnjudged.Head, row.WhyUnjudged.Power, row.WhyUnjudged.Efficiency);
        }
        return new(log, currents, deviations, unjudged, severities, statuses);
    }

    static T[][] Columns<T>(int rows)
    {
        var columns = new T[Parameters][];
        for (var p = 0; p < Parameters; p++) columns[p] = new T[rows];
        return columns;
    }

    static void Put(double[][] columns, int row, in ParameterValues values) =>
        (columns[0][row], columns[1][row], columns[2][row], columns[3][row]) = (values.Flow, values.Head, values.Power, values.Efficiency);
}
