using System.Text.Json.Nodes;
using Plumbline.Edge.Delivery;
using Plumbline.Plant;
using Plumbline.Pumps.Condition;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Edge.Delivery;

public sealed class AnomalyPayloadTests
{
    static readonly DateTime Time = new(2024, 11, 18, 14, 32, 0, DateTimeKind.Utc);

    [Fact]
    public void Body_has_the_fields_of_the_contract()
    {
        var body = JsonNode.Parse(Device.Payload(Time).ToJson())!;

        JsonNode.DeepEquals(body, JsonNode.Parse("""
            {
              "sourceType": "log",
              "description": "Flow exceeded 15.0% (threshold: 10.0%), Head exceeded 10.0% (threshold: 6.0%)",
              "siteId": 35482, "pumpId": 1, "sensorId": 102,
              "timestamp": "2024-11-18T14:32:00Z", "logValue": 165,
              "additionalContext": {
                "status": "Critical", "tolerance_category": "1U",
                "all_deviations": { "flow": 15, "head": 10, "power": 8.5, "efficiency": 1.2 },
                "baseline_values": { "flow": 500, "head": 150, "power": 75, "efficiency": 85.5 },
                "current_values": { "flow": 575, "head": 165, "power": 81.375, "efficiency": 86.526 }
              },
              "metadata": { "modelName": "pump-anomaly-detector", "modelVersion": "1.0.0", "framework": "plumbline", "confidence": 0.87, "prediction_rul_days": 12.5, "prediction_probability": 0.13 }
            }
            """)).ShouldBeTrue(body.ToJsonString());
    }

    [Theory]
    [InlineData(PumpParameter.Flow, 15, 10, LimitSide.Max, "Flow exceeded 15.0% (threshold: 10.0%)")]
    [InlineData(PumpParameter.Efficiency, -6.3, 0, LimitSide.Min, "Efficiency fell to -6.3% (threshold: 0.0%)")]
    [InlineData(PumpParameter.Head, 2.81, 2.75, LimitSide.Max, "Head exceeded 2.81% (threshold: 2.75%)")]
    [InlineData(PumpParameter.Flow, 10.004, 10, LimitSide.Max, "Flow exceeded 10.004% (threshold: 10.0%)")]
    public void Description_tells_deviation_and_threshold(PumpParameter parameter, double deviation, double threshold, LimitSide side, string words) =>
        (Device.Payload(Time) with { Violations = [new(parameter, deviation, threshold, side, Mandatory: true, Severity: 1)] }).Description.ShouldBe(words);

    [Fact]
    public void Warning_of_the_model_alone_has_no_sensor_and_no_value()
    {
        var payload = Device.Payload(Time, 0, 0) with { Violations = [], WarnsOfFailure = true, Forecast = new(5.26, 0.8, 0.9), Status = PumpStatus.Normal };

        payload.Description.ShouldBe("Failure predicted in 5.3 days (confidence: 0.90)");
        var body = JsonNode.Parse(payload.ToJson())!;
        body["sensorId"].ShouldBeNull();
        body["logValue"].ShouldBeNull();
        body["additionalContext"]!["status"]!.GetValue<string>().ShouldBe("Normal");
    }

    [Fact]
    public void What_was_not_judged_is_null()
    {
        var payload = Device.Payload(Time) with { DeviationsPct = new(15, double.NaN, 8.5, 1.2), Forecast = null };
        var body = JsonNode.Parse(payload.ToJson())!;

        body["additionalContext"]!["all_deviations"]!["head"].ShouldBeNull();
        body["metadata"]!.AsObject().ShouldContainKey("confidence");
        body["metadata"]!["confidence"].ShouldBeNull();
    }

    [Fact]
    public void Key_is_the_same_in_every_version_of_the_program()
    {
        // A device that is updated sends what waits, and what it judges again, under the keys of the version before.
        Device.Payload(Time).Key.ShouldBe("7d7cf90eaa3d74bf6a152270282de548");
        PendingReport.NameOf(Device.Payload(Time)).ShouldBe($"anomaly_20241118_143200_{Device.Payload(Time).Key}.json");
    }

    [Fact]
    public void Key_tells_apart_device_site_pump_time_and_parameters_and_nothing_else()
    {
        var payload = Device.Payload(Time);
        AnomalyPayload[] others =
        [
            payload with { Site = payload.Site with { DeviceId = "well2-edge" } },
            payload with { Site = payload.Site with { SiteId = 3548, PumpId = 21 } },
            payload with { Site = payload.Site with { PumpId = null } },
            payload with { Timestamp = Time.AddTicks(1) },
            payload with { Violations = [.. payload.Violations.Take(1)] },
            payload with { WarnsOfFailure = true },
        ];

        others.Select(other => other.Key).Append(payload.Key).Distinct().Count().ShouldBe(others.Length + 1);
        (payload with { Status = PumpStatus.Failure, ModelVersion = "2.0.0", Current = ParameterValues.None }).Key.ShouldBe(payload.Key);
    }
}
