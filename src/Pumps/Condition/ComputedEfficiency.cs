using Plumbline.Numerics;
using Plumbline.Plant;

namespace Plumbline.Pumps.Condition;

/// <summary>
/// Finds out whether the efficiency column was worked out from the others: flow × pressure / power is then in one proportion to it, to the last digits. Nobody has a meter for efficiency;
/// where it was worked out from a sensor that is stuck, it is no better than that sensor.
/// </summary>
static class ComputedEfficiency
{
    // Values are printed with three or four digits; instruments that really are independent disagree by ten times this.
    const double RelativeTolerance = 2e-3;

    // Some logs clip the column at a floor: those rows do not follow.
    const double ShareThatFollows = 0.7;

    const int LeastRows = 24;
    const int SampleRows = 101;

    public static bool Find(PumpLog log, bool[] running, List<Defect> defects) =>
        Follows(log, running, withSuction: true, "the pressure gained", defects) || Follows(log, running, withSuction: false, "the discharge pressure (suction pressure left out)", defects);

    static bool Follows(PumpLog log, bool[] running, bool withSuction, string pressure, List<Defect> defects)
    {
        var proportion = Sampled(log, running, withSuction);
        if (double.IsNaN(proportion)) return false;
        var (follows, rows) = (0, 0);
        for (var i = 0; i < running.Length; i++)
        {
            var found = running[i] ? Proportion(log, i, withSuction) : double.NaN;
            if (double.IsNaN(found)) continue;
            rows++;
            if (Math.Abs((found / proportion) - 1) <= RelativeTolerance) follows++;
        }
        if (rows < LeastRows || follows < rows * ShareThatFollows) return false;
        defects.Add(new("pumps.efficiency_computed", Where.All(log),
            $"the pump efficiency follows from flow, {pressure} and motor power in {(double)follows / rows:P0} of the running readings: it was computed from them, and is no better than they are", rows));
        return true;
    }

    // A few rows tell most logs apart; NaN where they already do.
    static double Sampled(PumpLog log, bool[] running, bool withSuction)
    {
        var step = Math.Max(1, running.Length / SampleRows);
        var sample = new List<double>(SampleRows);
        for (var i = 0; i < running.Length; i += step)
            if (running[i] && Proportion(log, i, withSuction) is var found && !double.IsNaN(found)) sample.Add(found);
        if (sample.Count == 0) return double.NaN;
        var middle = Statistics.Median([.. sample]);
        return sample.Count(found => Math.Abs((found / middle) - 1) <= RelativeTolerance) * 2 >= sample.Count ? middle : double.NaN;
    }

    static double Proportion(PumpLog log, int row, bool withSuction)
    {
        var hydraulic = log.FlowGpm[row] * (log.DischargePsi[row] - (withSuction ? log.SuctionPsi[row] : 0));
        var efficiency = log.EfficiencyPct[row];
        return hydraulic > 0 && efficiency > 0 ? efficiency * log.PowerHp[row] / hydraulic : double.NaN;
    }
}
