using Plumbline.Incidents;
using Plumbline.Plant;
using Plumbline.Pumps;
using Plumbline.Pumps.Condition;
using Plumbline.Pumps.Grades;
using Plumbline.Pumps.Prognosis;

namespace Plumbline.Unit.Tests.Reports.Documents;

/// <summary>Analyses of made-up pumps: the documents are tested on what an analysis says, not on how it was come by.</summary>
static class PumpCase
{
    public static readonly DateTime Start = new(2024, 6, 1, 0, 0, 0, DateTimeKind.Utc);

    public static readonly ToleranceGrade Grade1U = new("1U", "default", new(true, 10, null), new(true, 6, null), new(false, 10, null), new(false, null, 0));
    public static readonly ToleranceGrade Grade2B = new("2B", "default", new(true, 8, -8), new(true, 5, -5), new(false, 8, null), new(false, null, -5));

    /// <summary>Sixty days at the baseline.</summary>
    public static PumpAnalysis Healthy(string name = "Well 2") => Build(name, Grade2B, 1440, (_, _) => 0);

    /// <summary>Flow falls and head and power rise over the last twenty days, to −18, +18 and +12 %.</summary>
    public static PumpAnalysis Restricted(string name = "Well 1") => Build(name, Grade1U, 1440, (parameter, row) => Ramp(row, 960, 1440) * parameter switch
    {
        PumpParameter.Flow => -18,
        PumpParameter.Head => 18,
        PumpParameter.Power => 12,
        _ => -13,
    });

    /// <summary>Flow, head and efficiency fall, power rises a little: worn inside.</summary>
    public static PumpAnalysis Worn(string name = "Booster 3") => Build(name, Grade2B, 1440, (parameter, row) => Ramp(row, 200, 1440) * parameter switch
    {
        PumpParameter.Flow => -12,
        PumpParameter.Head => -7,
        PumpParameter.Power => 4,
        _ => -15,
    });

    /// <summary>Only power rises.</summary>
    public static PumpAnalysis Dragging(string name = "Booster 4") => Build(name, Grade2B, 1440, (parameter, row) => parameter is PumpParameter.Power ? Ramp(row, 700, 1200) * 9 : 0);

    /// <summary>The pressure sensor reads 0 throughout; flow and power follow the motor's current.</summary>
    public static PumpAnalysis BlindHead(string name = "Pump 47366")
    {
        var analysis = Build(name, Grade1U, 720, (parameter, _) => parameter is PumpParameter.Head ? double.NaN : 0, Unjudged.Stuck);
        return analysis with
        {
            Parameters = [.. analysis.Parameters.Select(p => p.Parameter is PumpParameter.Head
                ? p with { UnjudgedReason = "The head sensor is stuck at 0 psi in every running row" } : p)],
            Defects =
            [
                new("series.stuck", "2024-06-01 00:00 to 2024-07-01 00:00", "Discharge pressure stays at 0 psi", 720, DefectEffect.Unjudged),
                new("series.derived", "all rows", "Flow is an exact multiple of power", 720),
                new("intake.csv.number_unreadable", "pump.csv, lines 17 and 23", "'n/a' in the column Flow (gpm)", 2, DefectEffect.Rejected),
            ],
        };
    }

    /// <summary>Never ran.</summary>
    public static PumpAnalysis Idle(string name = "Standby") => Build(name, Grade2B, 240, (_, _) => double.NaN, Unjudged.Off);

    /// <summary>A model that has skill, a forecast, a failure that was foreseen: every part of the report has something to say.</summary>
    public static PumpAnalysis Complete(string name = "Well 1")
    {
        var analysis = Restricted(name);
        var end = analysis.Period.End;
        var forecast = new RulForecast(end, 4.2, 1.1, double.PositiveInfinity, 0.9, 0.74, 0.74,
            [new("head_rolling_mean_168h", 14.2, -21.5), new("flow_slope_24h", -0.031, -6.5), new("hours_since_start", 1439, 0.4)]);
        var alarm = analysis.Alarms[^1];
        return analysis with
        {
            Baseline = analysis.Baseline with { SuctionPressure = Pressure.FromPsi(10), RatedSpeed = Speed.FromRpm(1770), FailureDate = end },
            RatedSpeed = new RatedSpeed(Speed.FromRpm(1770), "from the baseline"),
            Alarms = [alarm with { Raised = alarm.Raised.AddDays(-9), Cleared = alarm.Raised.AddDays(-8), WorstStatus = PumpStatus.Warning },
                alarm with { Escalations = [new AlarmStep(alarm.Raised.AddDays(2), PumpStatus.Critical), new AlarmStep(alarm.Raised.AddDays(6), PumpStatus.Failure)] }],
            AlarmLoad = new AlarmLoad(2, 2 / 1440.0, 1, 1, 1),
            Defects = BlindHead().Defects,
            Parameters = [.. analysis.Parameters.Select(p => p.Parameter is PumpParameter.Efficiency ? p with { Clipped = [Clipping(analysis)] } : p)],
            Prognosis = new PumpPrognosis
            {
                Unavailable = null,
                Degradation = new DegradationForecast(PumpParameter.Head, 12, forecast, "Head rises towards its Failure limit of +12 %."),
                Learnt = forecast,
                Model = Card(0.62),
                OnThisRun = new RulMetrics(1273, 5.1, 6.4, 0.41),
                Foresight = new Foresight(end, end.AddDays(-11), "Head left its tolerance lastingly."),
            },
        };
    }

    /// <summary>As though the log of efficiency had been cut off at its lowest value.</summary>
    public static ClippedSensor Clipping(PumpAnalysis analysis)
    {
        var efficiency = analysis.Rows.Log.EfficiencyPct.ToArray();
        return new(PumpParameter.Efficiency, efficiency.Min(), IsFloor: true, Rows: 1, Share: 1.0 / efficiency.Length, analysis.Period);
    }

    /// <summary>The same analysis with another suction pressure in its log.</summary>
    public static PumpAnalysis WithSuction(PumpAnalysis analysis, Func<int, double> suctionPsi)
    {
        var (rows, log) = (analysis.Rows, analysis.Rows.Log);
        var columns = new PumpColumns
        {
            FlowGpm = [.. log.FlowGpm],
            DischargePsi = [.. log.DischargePsi],
            SuctionPsi = [.. Enumerable.Range(0, log.Count).Select(suctionPsi)],
            PowerHp = [.. log.PowerHp],
            EfficiencyPct = [.. log.EfficiencyPct],
            SpeedRpm = [.. log.SpeedRpm],
        };
        var all = Enum.GetValues<PumpParameter>();
        return analysis with
        {
            Rows = new JudgedLog(new PumpLog(log.PumpId, [.. log.Times], columns), [.. all.Select(p => rows.Current(p).ToArray())], [.. all.Select(p => rows.DeviationPct(p).ToArray())],
                [.. all.Select(p => rows.WhyUnjudged(p).ToArray())], [.. rows.Severities], [.. rows.Statuses]),
        };
    }

    public static RulModelCard Card(double r2) => new()
    {
        Version = "1.0.0",
        Kind = "random_forest",
        PumpId = "Well 1",
        Features = ["head_rolling_mean_168h", "flow_slope_24h"],
        Runs = [new TrainingRun("Another well", new Period(Start.AddDays(-400), Start.AddDays(-340)), Start.AddDays(-340), ForTest: false)],
        RulCapDays = 120,
        Train = new RulMetrics(1000, 1.4, 2.1, 0.98),
        Test = new RulMetrics(300, 3.4, 4.9, r2),
        Split = "The last part of the one history was held back",
        Coverage = 0.9,
        MeasuredCoverage = 0.88,
        TrainedAt = Start.AddDays(61),
        Importance = [new FeatureShare("head_rolling_mean_168h", 0.7), new FeatureShare("flow_slope_24h", 0.3)],
    };

    /// <param name="name">Of the pump.</param>
    /// <param name="grade">That it is judged by.</param>
    /// <param name="rows">Hourly readings.</param>
    /// <param name="deviationPct">The deviation without noise; NaN: not judged.</param>
    /// <param name="why">What stands for a deviation that is NaN.</param>
    public static PumpAnalysis Build(string name, ToleranceGrade grade, int rows, Func<PumpParameter, int, double> deviationPct, Unjudged why = Unjudged.Missing)
    {
        var noise = new Random(7);
        // 500 gpm at 130 psi from 49.9 hp are 76 %: figures that agree.
        var baseline = new PumpBaseline
        {
            PumpId = name,
            PumpType = "Vertical turbine",
            MotorRating = Power.FromHorsepower(60),
            Application = "Municipal Water and Wastewater",
            Flow = Flow.FromGallonsPerMinute(500),
            DischargePressure = Pressure.FromPsi(130),
            Power = Power.FromHorsepower(49.9),
            EfficiencyPct = 76,
        };
        double[] references = [500, 130, 49.9, 76];
        var times = Enumerable.Range(0, rows).Select(i => Start.AddHours(i)).ToArray();
        var deviations = new double[4][];
        var currents = new double[4][];
        var unjudged = new Unjudged[4][];
        foreach (var parameter in Enum.GetValues<PumpParameter>())
        {
            var p = (int)parameter;
            currents[p] = new double[rows];
            deviations[p] = new double[rows];
            unjudged[p] = new Unjudged[rows];
            for (var i = 0; i < rows; i++)
            {
                var value = Math.Round(references[p] * (1 + ((deviationPct(parameter, i) + (noise.NextDouble() - 0.5)) / 100)), 2);
                if (parameter is PumpParameter.Efficiency && grade.Efficiency.MinPct is 0) value += 0.02 * references[p] / 2;
                currents[p][i] = value;
                deviations[p][i] = (value - references[p]) / references[p] * 100;
                unjudged[p][i] = double.IsNaN(value) ? why : Unjudged.No;
            }
        }
        var severities = new double[rows];
        var statuses = new PumpStatus[rows];
        for (var i = 0; i < rows; i++) statuses[i] = Judge(grade, deviations, unjudged, i, out severities[i]);

        var log = new PumpLog(name, times, new PumpColumns
        {
            FlowGpm = currents[0],
            DischargePsi = currents[1],
            SuctionPsi = [.. Enumerable.Repeat(10.0, rows)],
            PowerHp = currents[2],
            EfficiencyPct = currents[3],
            SpeedRpm = [.. Enumerable.Repeat(double.NaN, rows)],
        });
        var judged = new JudgedLog(log, currents, deviations, unjudged, severities, statuses);
        string[] units = ["gpm", "psi", "hp", "%"];
        var parameters = Enum.GetValues<PumpParameter>().Select(p => Assess(judged, p, units[(int)p], references[(int)p], grade[p])).ToList();
        var alarms = Alarms(judged, parameters);
        return new PumpAnalysis
        {
            Baseline = baseline,
            Grade = grade,
            GradeReason = "Selected by the application 'Municipal Water and Wastewater'",
            Options = new AnalysisOptions(),
            Rows = judged,
            Period = log.Period,
            SamplingInterval = TimeSpan.FromHours(1),
            RatedSpeed = null,
            Defects = [],
            Parameters = parameters,
            StatusShares = [.. statuses.GroupBy(s => s).OrderBy(g => g.Key).Select(g => new StatusShare(g.Key, g.Count(), g.Count() / 24.0))],
            CurrentStatus = statuses.Where(s => s is not PumpStatus.Off).DefaultIfEmpty(PumpStatus.Off).Last(),
            Alarms = alarms,
            AlarmLoad = new AlarmLoad(alarms.Count, alarms.Count / (double)rows, 0, alarms.Count, alarms.Count),
            Prognosis = new PumpPrognosis
            {
                Unavailable = null,
                Degradation = new DegradationForecast(null, null, null, "No degradation trend: no parameter moves clearly towards its Failure limit."),
                Learnt = null,
                Model = null,
                Foresight = null,
            },
        };
    }

    static double Ramp(int row, int from, int to) => Math.Clamp((row - from) / (double)(to - from), 0, 1);

    static PumpStatus Judge(ToleranceGrade grade, double[][] deviations, Unjudged[][] unjudged, int row, out double severity)
    {
        severity = 0;
        var (isOut, isBlind) = (false, false);
        if (unjudged.All(p => p[row] is Unjudged.Off)) return PumpStatus.Off;
        foreach (var parameter in Enum.GetValues<PumpParameter>())
        {
            var (limits, deviation) = (grade[parameter], deviations[(int)parameter][row]);
            isBlind |= limits.Mandatory && double.IsNaN(deviation);
            if (Limit(limits, deviation) is not { } limit) continue;
            isOut = true;
            if (limits.Mandatory) severity = Math.Max(severity, Math.Abs(deviation / (limit == 0 ? 10 : limit)));
        }
        return severity > 2 ? PumpStatus.Failure : severity > 1.5 ? PumpStatus.Critical : isOut ? PumpStatus.Warning : isBlind ? PumpStatus.Unknown : PumpStatus.Normal;
    }

    static double? Limit(ToleranceLimits limits, double deviation) => deviation > limits.MaxPct ? limits.MaxPct : deviation < limits.MinPct ? limits.MinPct : null;

    static ParameterAssessment Assess(JudgedLog rows, PumpParameter parameter, string unit, double baseline, ToleranceLimits limits)
    {
        var judged = Enumerable.Range(0, rows.Count).Where(i => !double.IsNaN(rows.DeviationPct(parameter)[i])).ToList();
        var violated = judged.Where(i => Limit(limits, rows.DeviationPct(parameter)[i]) is not null).ToList();
        var lastDay = judged.Count < 24 ? double.NaN : judged[^24..].Select(i => rows.DeviationPct(parameter)[i]).Average();
        var slope = judged.Count < 400 ? 0 : (lastDay - rows.DeviationPct(parameter)[judged[^336]]) / 14;
        return new ParameterAssessment
        {
            Parameter = parameter,
            Unit = unit,
            BaselineValue = baseline,
            Limits = limits,
            JudgedRows = judged.Count,
            ViolatedRows = violated.Count,
            UnjudgedReason = judged.Count == rows.Count ? null : "No valid reading",
            Latest = judged.Count == 0 ? null : At(judged[^1]),
            FirstExceedance = violated.Count == 0 ? null : At(violated[0]),
            Sustained = new SustainedExceedance(violated.Count < 24 ? null : At(violated[3]), NotYetKnown: false),
            Worst = judged.Count == 0 ? null : At(judged.MaxBy(i => Math.Abs(rows.DeviationPct(parameter)[i]))),
            Loss = parameter is PumpParameter.Power || !(lastDay < -5) ? null
                : new PerformanceLoss(lastDay, rows.Times[rows.Count * 4 / 5], rows.Times[^12], lastDay < -10 ? LossGrade.Urgent : LossGrade.Warning),
            Trend = judged.Count < 400 ? null : new DeviationTrend(new Period(rows.Times[^336], rows.Times[^1]), slope, slope - 0.05, slope + 0.05),
        };

        Exceedance At(int row)
        {
            var deviation = rows.DeviationPct(parameter)[row];
            var limit = Limit(limits, deviation);
            var severity = limit is { } value ? Math.Abs(deviation / (value == 0 ? 10 : value)) : 0;
            return new(rows.Times[row], rows.Current(parameter)[row], deviation, limit ?? (deviation > 0 ? limits.MaxPct : limits.MinPct), severity);
        }
    }

    static List<PumpAlarm> Alarms(JudgedLog rows, List<ParameterAssessment> parameters)
    {
        var violated = parameters.Where(p => p.ViolatedRows > 24).OrderByDescending(p => p.Limits.Mandatory).ToList();
        if (violated.Count == 0) return [];
        var main = violated[0];
        var worst = rows.Statuses.ToArray().Max();
        return [new PumpAlarm(main.Sustained.Found!.Time, null, worst, [.. violated.Select(p => p.Parameter)], main.Worst!, main.Parameter)];
    }
}
