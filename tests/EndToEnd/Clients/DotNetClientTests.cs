using System.Net;
using Plumbline.Client;
using Shouldly;
using Xunit;

namespace Plumbline.EndToEnd.Tests.Clients;

/// <summary>The client package against a running server.</summary>
public sealed class DotNetClientTests
{
    static readonly DateTimeOffset[] Times = [.. Enumerable.Range(0, 20).Select(i => new DateTimeOffset(2024, 11, 18, 14, i, 0, TimeSpan.Zero))];
    static readonly double[] Values = [.. Enumerable.Range(0, 20).Select(i => 20.0 + (i % 5))];

    [Fact]
    public async Task Client_fits_predicts_lists_plots_and_deletes_and_errors_have_types()
    {
        using var scratch = new Scratch();
        await using var server = await ServerProcess.StartAsync(scratch.Path, "--data", scratch["data"], "--port", "0");
        using var http = new HttpClient { BaseAddress = new Uri(server.Url) };
        var series = new SeriesClient(http);

        await series.FitAsync("other", Times, Values);
        var fitted = await series.FitAsync("temp:1", Times, Values);
        (fitted.SeriesId, fitted.Version, fitted.PointsUsed).ShouldBe(("temp:1", "v1", 20));
        fitted.Timestamp.ShouldBeGreaterThan(Times[0].ToUnixTimeSeconds());
        var settings = new FitSettings { Detector = "robust_mad", Parameters = new Dictionary<string, double> { ["threshold"] = 2 }, Direction = Side.Up, MinDeviation = 5 };
        (await series.FitAsync("temp:1", Times, Values, settings)).Version.ShouldBe("v2");

        var prediction = await series.PredictAsync("temp:1", Times[^1].AddMinutes(1), 30);
        (prediction.IsAnomaly, prediction.Version, prediction.Timestamp, prediction.IsConfirmed).ShouldBe((true, "v2", Times[^1].AddMinutes(1).ToUnixTimeSeconds(), true));
        (prediction.Expected, prediction.Lower, prediction.Upper).ShouldBe((22.0, null, 27.0));
        (await series.PredictAsync("temp:1", Times[0], 26, version: "v2")).IsAnomaly.ShouldBeFalse();
        (await series.PredictAsync("temp:1", Times[0], 0, version: "v1")).IsAnomaly.ShouldBeTrue();
        var batch = await series.PredictAsync("temp:1", Times, [.. Values[..19], 100], withBounds: true);
        batch.Anomalies.ShouldBe([19]);
        (batch.Scores.Count, batch.Upper!.Count).ShouldBe((20, 20));
        (await series.PredictAsync("temp:1", Times, Values)).Upper.ShouldBeNull();

        var plot = await series.PlotAsync("temp:1", "v1");
        (plot.Version, plot.Points.Count, plot.Points[3]).ShouldBe(("v1", 20, new TrainedPoint(Times[3].ToUnixTimeSeconds(), 23, IsAnomaly: false)));
        var models = await series.ListAsync();
        (models.TotalSeries, models.TotalModels).ShouldBe((2, 3));
        models.Models[1].Versions.ShouldBe(["v2", "v1"]);
        (await series.DetectorsAsync()).ShouldContain(detector => detector.Name == "cusum" && detector.Parameters.Count == 2);
        (await series.DeleteAsync("temp:1", "v2")).ShouldBe(["v2"]);
        (await series.DeleteAsync("temp:1")).ShouldBe(["v1"]);

        (await Should.ThrowAsync<ModelNotFoundException>(series.PredictAsync("temp:1", Times[0], 1))).Message.ShouldContain("there is no model of the series 'temp:1'");
        var bad = await Should.ThrowAsync<BadSeriesException>(series.FitAsync("temp:1", [Times[0], Times[2], Times[1]], [1, 2, 3]));
        (bad.Status, bad.Errors.Keys.Single()).ShouldBe((HttpStatusCode.UnprocessableEntity, "timestamps[2]"));
        (await Should.ThrowAsync<SeriesException>(series.FitAsync("a b", Times, Values))).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }
}
