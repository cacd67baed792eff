using System.Runtime.InteropServices;
using Plumbline.Plant;

namespace Plumbline.Incidents;

/// <summary>How alarms behaved as a load on a person, in the measures of ANSI/ISA-18.2-2016, clause 16.</summary>
/// <param name="Raised">Alarms raised in the period.</param>
/// <param name="PerHour">Alarms raised per hour of the period.</param>
/// <param name="Chattering">Alarms raised again so soon that they belong to a chattering sequence.</param>
/// <param name="Stale">Alarms that stood for longer than 24 hours without a break.</param>
/// <param name="Standing">Alarms that stand at the end of the period.</param>
public sealed record AlarmLoad(int Raised, double PerHour, int Chattering, int Stale, int Standing)
{
    static readonly TimeSpan StaleAfter = TimeSpan.FromHours(24);
    static readonly TimeSpan LeastChatterWindow = TimeSpan.FromMinutes(1);

    /// <summary>Counts them.</summary>
    /// <param name="alarms">Of one source, in the order in which they were raised.</param>
    /// <param name="period">What was watched.</param>
    /// <param name="interval">Usual time between readings; zero or more.</param>
    /// <param name="options">How the alarms were raised.</param>
    /// <remarks>
    /// The usual test for chattering, three alarms of one source within a minute, is made for signals that are scanned many times a second: at a reading an hour it can never be met. Here an
    /// alarm counts as chattering when it is raised within 2 × M readings (and at least a minute) of its own clearing: twice the stretch that raising looks at.
    /// </remarks>
    /// <exception cref="ArgumentException">The alarms are not in order, or an option is out of its range.</exception>
    public static AlarmLoad Of(IReadOnlyList<AlarmSpan> alarms, Period period, TimeSpan interval, AlarmOptions options)
    {
        ArgumentNullException.ThrowIfNull(alarms);
        ArgumentOutOfRangeException.ThrowIfLessThan(interval, TimeSpan.Zero);
        AlarmOptions.Check(options);
        var soon = interval * (2 * options.Of);
        if (soon < LeastChatterWindow) soon = LeastChatterWindow;

        var (chattering, stale, standing) = (0, 0, 0);
        for (var i = 0; i < alarms.Count; i++)
        {
            var alarm = alarms[i];
            if (i > 0 && !(alarms[i - 1].Cleared <= alarm.Raised)) throw new ArgumentException($"Alarm {i} is raised before the one before it is cleared.", nameof(alarms));
            if (i > 0 && alarm.Raised - alarms[i - 1].Cleared <= soon) chattering++;
            if ((alarm.Cleared ?? period.End) - alarm.Raised > StaleAfter) stale++;
            if (alarm.Cleared is null) standing++;
        }
        return new(alarms.Count, period.Length > TimeSpan.Zero ? alarms.Count / period.Length.TotalHours : 0, chattering, stale, standing);
    }
}

/// <summary>When an alarm stood.</summary>
/// <param name="Raised">UTC.</param>
/// <param name="Cleared">UTC; null while it stands.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct AlarmSpan(DateTime Raised, DateTime? Cleared);
