using Plumbline.Plant;
using Plumbline.Pumps;
using Plumbline.Pumps.Condition;
using Plumbline.Simulation;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Edge;

/// <summary>The device says of each row what <c>plumb analyze</c> says of the log that ends with it, from the CSV to the results log.</summary>
public sealed class SameAsAnalyzeTests
{
    public static TheoryData<PumpScenario> Pumps => [PumpScenario.Wear, PumpScenario.VariableSpeed, PumpScenario.SensorFault];

    [Theory, MemberData(nameof(Pumps))]
    public async Task Fed_all_at_once(PumpScenario scenario)
    {
        var (device, rows) = Begin(scenario, days: 30);
        using var _ = device;

        (await device.FeedAsync(rows)).Judged.ShouldBe(rows.Length);

        ShouldBeAsAnalyzed(device, rows, predictionsEvery: 23);
    }

    [Theory, MemberData(nameof(Pumps))]
    public async Task Fed_one_row_at_a_time(PumpScenario scenario)
    {
        var (device, rows) = Begin(scenario, days: 12);
        using var _ = device;

        // The first few days as a file that grows, then as one that is replaced each time.
        foreach (var i in Enumerable.Range(1, 30)) (await device.FeedAsync(rows[..i])).Judged.ShouldBe(1);
        foreach (var row in rows[30..]) (await device.FeedAsync(row)).Judged.ShouldBe(1);

        ShouldBeAsAnalyzed(device, rows, predictionsEvery: 11);
    }

    static (EdgeDevice Device, string[] Rows) Begin(PumpScenario scenario, int days)
    {
        var pump = PumpSimulation.Run(PumpScenarios.Apply(scenario, new PumpSimulationOptions { Seed = 7, Length = TimeSpan.FromDays(days) }));
        var device = new EdgeDevice(EdgeDevice.PackedFor(pump), UnpackedArtifact.Model);
        device.Config = device.Config with { Reporting = device.Config.Reporting with { Enabled = false } };
        return (device, EdgeDevice.RowsOf(pump));
    }

    static void ShouldBeAsAnalyzed(EdgeDevice device, string[] rows, int predictionsEvery)
    {
        var artifact = device.Artifact;
        var monitor = artifact.Monitor();
        var results = device.Log.ToDictionary(result => result.Timestamp);
        results.Count.ShouldBe(rows.Length);
        var predicted = 0;
        for (var count = 1; count <= rows.Length; count++)
        {
            if (count % 5 != 0 && count % predictionsEvery != 0) continue;
            var log = EdgeDevice.LogOf(rows[..count]);
            var result = results[log.Times[^1]];
            var judged = monitor.Judge(log);
            result.Status.ShouldBe(judged.Statuses[^1]);
            result.Deviations.ShouldBe(new(Known(judged, PumpParameter.Flow), Known(judged, PumpParameter.Head), Known(judged, PumpParameter.Power), Known(judged, PumpParameter.Efficiency)));
            if (count % predictionsEvery != 0) continue;
            var prognosis = monitor.PredictFailure(log, artifact.Model);
            if (prognosis.Learnt is { } learnt)
            {
                predicted++;
                result.Prediction.ShouldBe(new(learnt.RulDays, learnt.Probability, learnt.Confidence));
            }
            else
            {
                result.Prediction.ShouldBeNull();
                result.PredictionUnavailable.ShouldBe(prognosis.Unavailable!.TrimEnd('.'));
            }
        }
        predicted.ShouldBeGreaterThan(3);
    }

    static double? Known(JudgedLog log, PumpParameter parameter) => double.IsFinite(log.DeviationPct(parameter)[^1]) ? log.DeviationPct(parameter)[^1] : null;
}
