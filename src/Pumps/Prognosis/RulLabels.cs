namespace Plumbline.Pumps.Prognosis;

/// <summary>What a model is taught.</summary>
public enum RulLabel
{
    /// <summary>Days until the failure.</summary>
    Regression,

    /// <summary>Whether the failure comes within 7 days.</summary>
    Classification,
}

/// <summary>The truth that a model is taught and held against.</summary>
static class RulLabels
{
    /// <summary>"Soon", days: what a probability of failure refers to.</summary>
    public const double SoonDays = 7;

    /// <summary>Days from a reading to the failure: 0 after it, and no more than the cap, for the early life of a machine says nothing of its end.</summary>
    public static double Days(DateTime at, DateTime failure, double capDays) => Math.Clamp((failure - at).TotalDays, 0, capDays);

    /// <summary>1 where the failure comes within 7 days, else 0.</summary>
    public static double FailsSoon(double days) => days <= SoonDays ? 1 : 0;
}
