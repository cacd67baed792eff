using System.Security.Cryptography;
using System.Text;
using Plumbline.Central.AnomalyReports;
using Plumbline.Plant;

namespace Plumbline.Contracts.Tests.Stores;

/// <summary>Reports to store.</summary>
static class Sample
{
    public static readonly DateTime Noon = new(2024, 11, 18, 12, 0, 0, DateTimeKind.Utc);

    public static AnomalyReport Report(long site = 1, long pump = 1, DateTime? at = null, PumpStatus? status = PumpStatus.Warning) => new()
    {
        SourceType = "log",
        Description = "Flow exceeded 15.0% (threshold: 10.0%)",
        SiteId = site,
        PumpId = pump,
        SensorId = 101,
        Timestamp = at ?? Noon,
        LogValue = 575.25,
        AdditionalContext = $$"""{ "status" : "{{status}}" }""",
        Metadata = "\"{}\"",
        Status = status,
    };

    public static Receipt Receipt(string? key = null, string body = "body", long token = 1) =>
        new(token, key, SHA256.HashData(Encoding.UTF8.GetBytes(body)), Noon.AddSeconds(5));
}
