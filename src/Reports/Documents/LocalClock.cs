namespace Plumbline.Reports.Documents;

/// <summary>The clock on the wall beside the pump.</summary>
/// <param name="Zone">Its name, such as <c>America/Chicago</c>.</param>
/// <param name="FromUtc">What it shows at an instant, UTC.</param>
public sealed record LocalClock(string Zone, Func<DateTime, DateTime> FromUtc);
