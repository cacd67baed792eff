using Plumbline.Plant;
using Plumbline.Pumps.Hydraulics;

namespace Plumbline.Simulation;

/// <summary>The sensors of a station and what they have shown so far.</summary>
sealed class InstrumentPanel(PumpBaseline baseline, PumpSimulationOptions options, RandomStream sensors, RandomStream chance)
{
    const double SmallestSuctionPsi = 5;

    // Standard deviations of usual instruments: magnetic flow meter, gauge transmitters of one full scale, power meter, tachometer.
    readonly Instrument _flow = Build(options, PumpSensor.Flow, baseline.Flow.GallonsPerMinute, 0.006 * baseline.Flow.GallonsPerMinute, digits: 1);
    readonly Instrument _discharge = Build(options, PumpSensor.DischargePressure, baseline.DischargePressure.Psi, 0.003 * baseline.DischargePressure.Psi, digits: 2);
    readonly Instrument _suction = Build(options, PumpSensor.SuctionPressure, Math.Max(SmallestSuctionPsi, baseline.SuctionPressure!.Value.Psi), 0.12, digits: 2);
    readonly Instrument _power = Build(options, PumpSensor.Power, baseline.Power.Horsepower, 0.005 * baseline.Power.Horsepower, digits: 2);
    readonly Instrument _speed = Build(options, PumpSensor.Speed, baseline.RatedSpeed!.Value.Rpm, 0.0004 * baseline.RatedSpeed!.Value.Rpm, digits: 1);

    readonly List<DateTime> _times = [];
    readonly List<double> _flows = [], _discharges = [], _suctions = [], _powers = [], _efficiencies = [], _speeds = [];

    /// <param name="time">Of the reading.</param>
    /// <param name="state">Null while the pump stands: the gauge after it then shows the column beyond its check valve.</param>
    /// <param name="suctionLevelFt">Surface that it draws from, above the pump.</param>
    /// <param name="station">The station.</param>
    /// <param name="keep">Whether the reading arrives.</param>
    public void Read(DateTime time, PumpState? state, double suctionLevelFt, PumpStation station, bool keep)
    {
        var isRunning = state is not null;
        var suctionFt = state?.SuctionFt ?? suctionLevelFt;
        var dischargeFt = suctionFt + (state?.HeadFt ?? (station.StaticHeadFt + station.SuctionLevelFt - suctionLevelFt));
        double Show(Instrument instrument, double truth) => instrument.Show(truth, isRunning, time, sensors, chance);

        var flow = Show(_flow, state?.FlowGpm ?? 0);
        var discharge = Show(_discharge, PsiOf(dischargeFt));
        var suction = Show(_suction, PsiOf(suctionFt));
        var power = Show(_power, state?.ShaftHp ?? 0);
        var speed = Show(_speed, (state?.SpeedRatio ?? 0) * station.RatedRpm);
        if (!keep) return;
        _times.Add(time);
        _flows.Add(flow);
        _discharges.Add(discharge);
        _suctions.Add(suction);
        _powers.Add(power);
        _efficiencies.Add(Efficiency(flow, discharge, suction, power));
        _speeds.Add(speed);
    }

    public PumpLog ToLog(string pumpId) => new(pumpId, [.. _times], new PumpColumns
    {
        FlowGpm = [.. _flows],
        DischargePsi = [.. _discharges],
        SuctionPsi = [.. _suctions],
        PowerHp = [.. _powers],
        EfficiencyPct = [.. _efficiencies],
        SpeedRpm = [.. _speeds],
    });

    // As a station's controller does it: from what the sensors show, and nothing where that makes no sense.
    static double Efficiency(double flowGpm, double dischargePsi, double suctionPsi, double powerHp)
    {
        var head = TotalHead.Between(Pressure.FromPsi(suctionPsi), Pressure.FromPsi(dischargePsi), Liquid.Water);
        var efficiency = PumpPower.EfficiencyPct(PumpPower.Hydraulic(Flow.FromGallonsPerMinute(flowGpm), head, Liquid.Water), Power.FromHorsepower(powerHp));
        return efficiency is >= 0 and <= 100 ? Math.Round(efficiency, 2) : double.NaN;
    }

    static double PsiOf(double columnFt) => Liquid.Water.ToPressure(Head.FromFeet(columnFt)).Psi;

    static Instrument Build(PumpSimulationOptions options, PumpSensor sensor, double ratedValue, double noise, int digits) => new(
        ratedValue, noise * options.Noise, digits, canBeNegative: sensor is PumpSensor.SuctionPressure or PumpSensor.DischargePressure, [.. options.SensorFaults.Where(fault => fault.Sensor == sensor)]);
}
