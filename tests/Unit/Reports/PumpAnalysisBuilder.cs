using Plumbline.Incidents;
using Plumbline.Plant;
using Plumbline.Pumps;
using Plumbline.Pumps.Condition;
using Plumbline.Pumps.Grades;
using Plumbline.Pumps.Prognosis;

namespace Plumbline.Unit.Tests.Reports;

/// <summary>Makes analyses that look like those of a pump, without judging: for tests of what is drawn and said.</summary>
sealed class PumpAnalysisBuilder
{
    public static readonly DateTime Start = new(2024, 6, 1, 0, 0, 0, DateTimeKind.Utc);

    static readonly double[] Baselines = [252.33, 75.31, 20.04, 60];
    static readonly ToleranceGrade Grade1U = new("1U", "default", new(true, 10, null), new(true, 6, null), new(false, 10, null), new(false, null, 0));
    static readonly ToleranceGrade Grade2B = new("2B", "default", new(true, 8, -8), new(true, 5, -5), new(false, 8, null), new(false, null, -5));

    public string PumpId { get; init; } = "Well 1";
    public int Readings { get; init; } = 8760;
    public TimeSpan Interval { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Growth of each deviation over the whole period, percent.</summary>
    public double[] DriftPct { get; init; } = [-12, -14, 9, -16];
    public double NoisePct { get; init; } = 1.2;
    public bool IsTwoSided { get; init; } = true;
    public DateTime? FailureDate { get; init; }
    public bool WithOffPeriods { get; init; } = true;

    /// <summary>A parameter no reading of which can be judged.</summary>
    public PumpParameter? Unjudgeable { get; init; }

    /// <summary>Overrides the value of a reading: parameter, row, the value made so far.</summary>
    public Func<int, int, double, double>? Value { get; init; }

    public RulForecast? Forecast { get; init; }

    public PumpAnalysis Build()
    {
        var random = new Random(20_240_601);
        var grade = IsTwoSided ? Grade2B : Grade1U;
        var times = new DateTime[Readings];
        var values = NewColumns<double>(4);
        var deviations = NewColumns<double>(4);
        var unjudged = NewColumns<Unjudged>(4);
        var severities = new double[Readings];
        var statuses = new PumpStatus[Readings];
        for (var i = 0; i < Readings; i++)
        {
            times[i] = Start + (Interval * i);
            var isOff = WithOffPeriods && i % 1000 is > 480 and < 520;
            for (var p = 0; p < 4; p++)
            {
                var age = Math.Pow(i / (double)Math.Max(1, Readings - 1), 2.2);
                var daily = 0.8 * Math.Sin(2 * Math.PI * times[i].TimeOfDay.TotalDays);
                var deviation = (DriftPct[p] * age) + daily + (NoisePct * (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5));
                var value = Baselines[p] * (1 + (deviation / 100));
                if (Value is not null) value = Value(p, i, value);
                var isJudged = !isOff && p != (int?)Unjudgeable && double.IsFinite(value);
                unjudged[p][i] = isJudged ? Unjudged.No : isOff ? Unjudged.Off : Unjudged.Stuck;
                values[p][i] = isJudged ? value : double.NaN;
                deviations[p][i] = isJudged ? (value - Baselines[p]) / Baselines[p] * 100 : double.NaN;
            }
            (severities[i], statuses[i]) = isOff ? (0, PumpStatus.Off) : Judge(grade, [deviations[0][i], deviations[1][i], deviations[2][i], deviations[3][i]]);
        }

        var log = new PumpLog(PumpId, times, new() { FlowGpm = values[0], DischargePsi = values[1], SuctionPsi = new double[Readings], PowerHp = values[2], EfficiencyPct = values[3], SpeedRpm = new double[Readings] });
        var alarms = Alarms(times, statuses, severities);
        return new()
        {
            Baseline = new()
            {
                PumpId = PumpId,
                PumpType = "Goulds 3409",
                MotorRating = Power.FromHorsepower(24),
                Application = "Municipal Water and Wastewater",
                Flow = Flow.FromGallonsPerMinute(Baselines[0]),
                DischargePressure = Pressure.FromPsi(Baselines[1]),
                Power = Power.FromHorsepower(Baselines[2]),
                EfficiencyPct = Baselines[3],
                FailureDate = FailureDate,
            },
            Grade = grade,
            GradeReason = "asked for",
            Options = new(),
            Rows = new(log, values, deviations, unjudged, severities, statuses),
            Period = Readings == 0 ? new(Start, Start) : new(times[0], times[^1]),
            SamplingInterval = Interval,
            RatedSpeed = null,
            Defects = [],
            Parameters = [.. Enum.GetValues<PumpParameter>().Select(p => Assess(p, grade[p], times, values[(int)p], deviations[(int)p]))],
            StatusShares = [.. statuses.GroupBy(s => s).OrderBy(g => g.Key).Select(g => new StatusShare(g.Key, g.Count(), g.Count() * Interval.TotalDays))],
            CurrentStatus = statuses.LastOrDefault(s => s != PumpStatus.Off, PumpStatus.Off),
            Alarms = alarms,
            AlarmLoad = new(alarms.Count, 0, 0, 0, 0),
            Prognosis = new() { Unavailable = Forecast is null ? "not enough data" : null, Degradation = null, Learnt = Forecast, Model = null, Foresight = null },
        };
    }

    T[][] NewColumns<T>(int count) => [.. Enumerable.Range(0, count).Select(_ => new T[Readings])];

    static (double, PumpStatus) Judge(ToleranceGrade grade, double[] deviations)
    {
        var severity = 0.0;
        var isOptionalViolated = false;
        foreach (var p in Enum.GetValues<PumpParameter>())
        {
            if (!IsViolated(grade[p], deviations[(int)p])) continue;
            if (grade[p].Mandatory) severity = Math.Max(severity, Severity(grade[p], deviations[(int)p]));
            else isOptionalViolated = true;
        }
        if (severity > 2) return (severity, PumpStatus.Failure);
        if (severity > 1.5) return (severity, PumpStatus.Critical);
        if (severity > 0 || isOptionalViolated) return (severity, PumpStatus.Warning);
        return (0, double.IsNaN(deviations[0]) || double.IsNaN(deviations[1]) ? PumpStatus.Unknown : PumpStatus.Normal);
    }

    static bool IsViolated(ToleranceLimits limits, double deviation) => deviation > limits.MaxPct || deviation < limits.MinPct;

    static double Severity(ToleranceLimits limits, double deviation)
    {
        var limit = Math.Abs((deviation > 0 ? limits.MaxPct : limits.MinPct) ?? 10);
        return Math.Abs(deviation) / (limit == 0 ? 10 : limit);
    }

    static ParameterAssessment Assess(PumpParameter parameter, ToleranceLimits limits, DateTime[] times, double[] values, double[] deviations)
    {
        var judged = Enumerable.Range(0, times.Length).Where(i => double.IsFinite(deviations[i])).ToList();
        var violated = judged.Where(i => IsViolated(limits, deviations[i])).ToList();
        var lasting = violated.Skip(violated.Count / 4).FirstOrDefault(-1);
        return new()
        {
            Parameter = parameter,
            Unit = ((string[])["gpm", "psi", "hp", "%"])[(int)parameter],
            BaselineValue = Baselines[(int)parameter],
            Limits = limits,
            JudgedRows = judged.Count,
            ViolatedRows = violated.Count,
            UnjudgedReason = judged.Count == 0 && times.Length > 0 ? $"{parameter.ToString().ToLowerInvariant()} cannot be judged: the sensor is stuck, it stays at 0 ({times.Length} readings)" : null,
            Latest = judged.Count > 0 ? At(judged[^1]) : null,
            FirstExceedance = violated.Count > 0 ? At(violated[0]) : null,
            Sustained = new(lasting >= 0 ? At(lasting) : null, false),
            Worst = judged.Count > 0 ? At(judged.MaxBy(i => Math.Abs(deviations[i]))) : null,
            Loss = violated.Count > 10 && deviations[violated[^1]] < 0 ? new(deviations[violated[^1]], times[violated[violated.Count / 2]], times[violated[^1]], LossGrade.Urgent) : null,
            Trend = judged.Count > 100 ? new(new(times[judged[0]], times[judged[^1]]), -0.0312, -0.041, parameter == PumpParameter.Flow ? 0.004 : -0.022) : null,
        };

        Exceedance At(int row) => new(times[row], values[row], deviations[row], deviations[row] > 0 ? limits.MaxPct : limits.MinPct, IsViolated(limits, deviations[row]) ? Severity(limits, deviations[row]) : 0);
    }

    // An alarm for each day with a violation in it, joined while the days follow each other.
    static List<PumpAlarm> Alarms(DateTime[] times, PumpStatus[] statuses, double[] severities)
    {
        var alarms = new List<PumpAlarm>();
        var rows = Enumerable.Range(0, times.Length).Where(i => statuses[i] >= PumpStatus.Warning);
        foreach (var day in rows.GroupBy(i => times[i].Date))
        {
            var (first, last, worst) = (day.First(), day.Last(), day.MaxBy(i => severities[i]));
            var found = new Exceedance(times[worst], 1, 1, 1, severities[worst]);
            var status = day.Max(i => statuses[i]);
            if (alarms.Count > 0 && alarms[^1].Cleared >= times[first].AddHours(-12)) alarms[^1] = alarms[^1] with { Cleared = times[last], WorstStatus = (PumpStatus)Math.Max((int)status, (int)alarms[^1].WorstStatus) };
            else alarms.Add(new(times[first], times[last], status, [PumpParameter.Head], found, PumpParameter.Head));
        }
        return alarms;
    }
}
