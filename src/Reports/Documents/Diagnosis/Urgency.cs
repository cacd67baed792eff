namespace Plumbline.Reports.Documents.Diagnosis;

/// <summary>How soon somebody should act. A larger value is sooner.</summary>
public enum Urgency
{
    /// <summary>Nothing beyond the usual round.</summary>
    Routine,

    /// <summary>At the next planned stop.</summary>
    Planned,

    /// <summary>Within the week.</summary>
    ThisWeek,

    /// <summary>Before the day is over.</summary>
    Today,

    /// <summary>Within the hour.</summary>
    Now,
}
