namespace Plumbline.Incidents;

/// <summary>How alarms behaved as a load on a person, in the measures of ANSI/ISA-18.2-2016, clause 16.</summary>
/// <param name="Raised">Alarms raised in the period.</param>
/// <param name="PerHour">Alarms raised per hour of the period.</param>
/// <param name="Chattering">Alarms raised again so soon that they belong to a chattering sequence.</param>
/// <param name="Stale">Alarms that stood for longer than 24 hours without a break.</param>
/// <param name="Standing">Alarms that stand at the end of the period.</param>
public sealed record AlarmLoad(int Raised, double PerHour, int Chattering, int Stale, int Standing);
