using System.Text.Json;
using Plumbline.Cli.Models;
using Plumbline.Edge.Artifact;
using Plumbline.Pumps.Prognosis;
using Plumbline.Unit.Tests.Reports.Documents;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Cli;

public sealed class ModelCardFileTests
{
    [Theory]
    [InlineData(RulLabel.Regression, "regression", "mae_days", "rmse_days")]
    [InlineData(RulLabel.Classification, "classification", "mae_share", "rmse_share")]
    public void A_card_tells_what_was_learnt_and_errors_in_its_unit(RulLabel label, string name, string mae, string rmse)
    {
        var card = PumpCase.Card(0.5) with { Label = label };

        var json = Json(stream => ModelStore.WriteCard(card, stream));

        json.GetProperty("label").GetString().ShouldBe(name);
        json.GetProperty("test").EnumerateObject().Select(field => field.Name).ShouldBe(["rows", mae, rmse, "r2"]);
        json.GetProperty("test").GetProperty(mae).GetDouble().ShouldBe(3.4);
        json.GetProperty("importance").EnumerateArray().Select(share => (share.GetProperty("feature").GetString(), share.GetProperty("share").GetDouble())).ShouldBe([("head_rolling_mean_168h", 0.7), ("flow_slope_24h", 0.3)]);

        var packed = Json(stream => new ModelMetadata { Version = "1.0.0", PumpId = "Well 1", Framework = "plumbline", ModelType = card.Kind }.Write(stream, card, null));
        packed.GetProperty("metrics").GetProperty("train").EnumerateObject().Select(field => field.Name).ShouldBe(["rows", mae, rmse, "r2"]);
    }

    static JsonElement Json(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return JsonDocument.Parse(stream.ToArray()).RootElement;
    }
}
