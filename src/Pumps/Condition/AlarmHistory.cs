using Plumbline.Incidents;
using Plumbline.Plant;

namespace Plumbline.Pumps.Condition;

/// <summary>Runs a judged log through an <see cref="AlarmWatch"/> and keeps what each alarm was about.</summary>
sealed class AlarmHistory
{
    readonly JudgedLog _rows;
    readonly ToleranceRule _rule;
    readonly AlarmOptions _options;
    readonly AlarmWatch _watch;
    readonly Queue<int> _recent = new();
    readonly List<PumpAlarm> _alarms = [];
    Standing? _standing;

    AlarmHistory(JudgedLog rows, ToleranceRule rule, AlarmOptions options)
    {
        _rows = rows;
        _rule = rule;
        _options = options;
        _watch = new(rule, options);
    }

    /// <summary>All alarms, in the order in which they were raised.</summary>
    public static IReadOnlyList<PumpAlarm> Of(JudgedLog rows, ToleranceRule rule, AlarmOptions options)
    {
        var history = new AlarmHistory(rows, rule, options);
        for (var i = 0; i < rows.Count; i++)
            if (rows.Statuses[i] >= PumpStatus.Normal) history.Take(i);
        if (history._standing is { } standing) history._alarms.Add(standing.Ended(null));
        return history._alarms;
    }

    void Take(int row)
    {
        var deviations = new ParameterValues(Deviation(PumpParameter.Flow, row), Deviation(PumpParameter.Head, row), Deviation(PumpParameter.Power, row), Deviation(PumpParameter.Efficiency, row));
        // The readings that raise an alarm are part of it: they are kept as long as they may.
        _recent.Enqueue(row);
        if (_recent.Count > _options.Of) _recent.Dequeue();
        _standing?.Include(row);

        switch (_watch.Observe(_rows.Times[row], _rows.Statuses[row], deviations))
        {
            case { Kind: AlarmEventKind.Raised } raised:
                _standing = new(this, raised.Time, PumpStatus.Normal + raised.Level);
                foreach (var early in _recent) _standing.Include(early);
                break;
            case { Kind: AlarmEventKind.Escalated } escalated:
                _standing!.Escalations.Add(new(escalated.Time, PumpStatus.Normal + escalated.Level));
                break;
            case { Kind: AlarmEventKind.Cleared } cleared:
                _alarms.Add(_standing!.Ended(cleared.Time));
                _standing = null;
                _recent.Clear();
                break;
        }
    }

    double Deviation(PumpParameter parameter, int row) => _rows.DeviationPct(parameter)[row];

    /// <summary>The alarm that stands.</summary>
    sealed class Standing(AlarmHistory history, DateTime raised, PumpStatus raisedAs)
    {
        PumpStatus _worstStatus = PumpStatus.Normal;
        (double Severity, int Row, PumpParameter Parameter) _worst = (-1, -1, default);

        public ParameterSet Violated { get; private set; }

        public List<AlarmStep> Escalations { get; } = [];

        public void Include(int row)
        {
            if (history._rows.Statuses[row] > _worstStatus) _worstStatus = history._rows.Statuses[row];
            foreach (var parameter in ParameterSets.All)
            {
                if (history._rule.ViolationOf(parameter, history.Deviation(parameter, row)) is not { } violation) continue;
                Violated |= parameter.Alone();
                if (violation.Severity > _worst.Severity) _worst = (violation.Severity, row, parameter);
            }
        }

        public PumpAlarm Ended(DateTime? cleared) =>
            new(raised, cleared, _worstStatus, Violated.Listed(), ExceedanceSearch.At(history._rows, history._rule, _worst.Parameter, _worst.Row)!, _worst.Parameter) { RaisedAs = raisedAs, Escalations = Escalations };
    }
}
