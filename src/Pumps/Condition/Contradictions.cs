using Plumbline.Plant;

namespace Plumbline.Pumps.Condition;

/// <summary>Finds readings that cannot all be true. They are told and counted, not rejected: which of the sensors is wrong, no one here knows.</summary>
static class Contradictions
{
    // Transients at start and stop contradict themselves for minutes.
    static readonly TimeSpan ForHours = TimeSpan.FromHours(2);

    const double NoFlow = 0.01;
    const double Clearly = 0.5;

    public static void Find(PumpLog log, in ParameterValues baseline, bool[] running, SpeedRule speeds, List<Defect> defects)
    {
        var (noFlow, noPower, noSpeed, suctionAbove) = (new Streaks(log), new Streaks(log), new Streaks(log), new Streaks(log));
        for (var i = 0; i < running.Length; i++)
        {
            var row = PumpReading.At(log, i);
            var flow = row.FlowGpm / baseline.Flow;
            noFlow.Next(i, running[i] && Math.Abs(flow) < NoFlow && double.IsFinite(row.PowerHp));
            noPower.Next(i, flow >= Clearly && RunningRule.IsOff(row.PowerHp, baseline.Power) && !speeds.IsOff(row.SpeedRpm));
            noSpeed.Next(i, speeds.IsOff(row.SpeedRpm) && row.PowerHp / baseline.Power >= Clearly);
            suctionAbove.Next(i, running[i] && row.SuctionPsi > row.DischargePsi);
        }
        noFlow.Tell("pumps.power_without_flow", "the motor takes power, yet there is no flow for hours: a closed valve, a broken coupling or a failed flow meter", ForHours, defects);
        noPower.Tell("pumps.flow_without_power", "there is flow for hours, yet the motor takes no power: a failed power sensor, or flow that passes through a pump at rest; by its power the pump counts as off", ForHours, defects);
        noSpeed.Tell("pumps.power_without_speed", "the motor takes power for hours, yet the speed says that it rests: a failed speed signal; by its speed the pump counts as off", ForHours, defects);
        suctionAbove.Tell("pumps.suction_above_discharge", "the suction pressure is above the discharge pressure while the pump runs: one of the two sensors is wrong, or they are swapped", TimeSpan.Zero, defects);
    }

    /// <summary>Stretches of rows in which something holds.</summary>
    sealed class Streaks(PumpLog log)
    {
        readonly List<(Period Period, int Rows)> _found = [];
        int _first = -1;

        public void Next(int row, bool holds)
        {
            if (holds == _first >= 0) return;
            if (holds) _first = row;
            else End(row);
        }

        public void Tell(string code, string what, TimeSpan atLeast, List<Defect> defects)
        {
            if (_first >= 0) End(log.Count);
            var lasting = _found.FindAll(streak => streak.Period.Length >= atLeast);
            if (lasting.Count > 0) defects.Add(new(code, Where.Spans([.. lasting.Select(streak => streak.Period)]), what, lasting.Sum(streak => (long)streak.Rows)));
        }

        void End(int row)
        {
            _found.Add((new(log.Times[_first], log.Times[row - 1]), row - _first));
            _first = -1;
        }
    }
}
