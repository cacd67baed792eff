using Plumbline.Edge.Artifact;
using Plumbline.Edge.Results;
using Plumbline.Intake;
using Plumbline.Plant;
using Plumbline.Pumps;
using Plumbline.Pumps.Condition;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Edge;

/// <summary>Logs of pumps that exist: the device says of each row what the analysis of the whole log says.</summary>
public sealed class RealPumpsOnTheDeviceTests
{
    [Theory]
    [InlineData("baseline_template.csv", "operational_template.csv", 1)]
    [InlineData("well1_baseline.csv", "well1_operational.csv", 1)]
    [InlineData("well1_baseline.csv", "well1_operational.csv", 9)]
    [InlineData("pump_47366_baseline.csv", "pump_47366_operational.csv", 1)]
    [InlineData("pump_47366_baseline.csv", "pump_47366_operational.csv", 9)]
    public async Task Device_says_what_analyze_says(string baselineFile, string logFile, int runs)
    {
        var baseline = Read(baselineFile, (stream, name) => PumpBaselineReader.Read(stream, name)).Single();
        var log = Read(logFile, (stream, name) => PumpLogReader.Read(stream, name)).Pumps.Single().Log;
        var packed = new PackedBaseline { Pump = baseline with { FailureDate = null }, Profile = "default", Options = new AnalysisOptions(), Signals = SensorReview.Of(log, baseline, new()).Traits };
        using var device = new EdgeDevice(packed);
        device.Config = device.Config with { Reporting = device.Config.Reporting with { Enabled = false }, Inference = new() { ResultsRetention = TimeSpan.FromDays(366) } };

        var lines = File.ReadAllLines(SharedData.PathOf("pumps/" + logFile));
        for (var run = 1; run <= runs; run++)
        {
            File.WriteAllLines(device.Csv, lines[..(1 + ((lines.Length - 1) * run / runs))]);
            await device.RunAsync();
        }

        var whole = new PumpMonitor(baseline, device.Artifact.Grade).Judge(log);
        var analysis = device.Artifact.Monitor().Analyze(log);
        var results = device.Log;
        results.Select(result => result.Timestamp).SequenceEqual(log.Times.ToArray()).ShouldBeTrue();
        for (var i = 0; i < log.Count; i++) Told(results[i]).ShouldBe(Told(analysis.Rows, i), $"{log.Times[i]:u}");
        whole.Statuses.ToArray().ShouldBe(analysis.Rows.Statuses.ToArray());
    }

    static T Read<T>(string file, Func<Stream, string, T> read)
    {
        using var stream = File.OpenRead(SharedData.PathOf("pumps/" + file));
        return read(stream, file);
    }

    static (PumpStatus, double?, double?, double?, double?) Told(JudgedLog rows, int row)
    {
        return (rows.Statuses[row], Of(PumpParameter.Flow), Of(PumpParameter.Head), Of(PumpParameter.Power), Of(PumpParameter.Efficiency));

        double? Of(PumpParameter parameter) => LoggedValues.Known(rows.DeviationPct(parameter)[row]);
    }

    static (PumpStatus, double?, double?, double?, double?) Told(RowResult result) =>
        (result.Status, result.Deviations.Flow, result.Deviations.Head, result.Deviations.Power, result.Deviations.Efficiency);
}
