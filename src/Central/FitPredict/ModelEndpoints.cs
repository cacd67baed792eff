using Plumbline.Detectors;

namespace Plumbline.Central.FitPredict;

/// <summary><c>/models</c> and <c>/detectors</c>: what there is, and an end to what is no longer wanted.</summary>
static class ModelEndpoints
{
    const int UsualPage = 100;
    const int LargestPage = 1000;

    static readonly Access MayRead = new(Scopes.Edge | Scopes.Read | Scopes.Write | Scopes.Admin, IsPage: true);
    static readonly Access MayDelete = new(Scopes.Write | Scopes.Admin, IsPage: true);

    public static void Map(IEndpointRouteBuilder app, SeriesService service)
    {
        app.MapGet("/models", context => ListAsync(context, service)).WithMetadata(MayRead);
        app.MapDelete("/models/{series_id}", context => DeleteAsync(context, service, version: null)).WithMetadata(MayDelete);
        app.MapDelete("/models/{series_id}/{version}", context => DeleteVersionAsync(context, service)).WithMetadata(MayDelete);
        app.MapGet("/detectors", DetectorsAsync).WithMetadata(MayRead);
    }

    static async Task ListAsync(HttpContext context, SeriesService service)
    {
        var errors = new FieldErrors();
        var skip = Number(context, "skip", 0, int.MaxValue, 0, errors);
        var take = Number(context, "take", 1, LargestPage, UsualPage, errors);
        if (errors.Any)
        {
            await Problem.WriteAsync(context, StatusCodes.Status422UnprocessableEntity, errors.Detail, errors);
            return;
        }

        var page = await service.Store.ListAsync(skip, take, context.RequestAborted);
        await JsonAnswer.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("models");
            foreach (var series in page.Items)
            {
                json.WriteStartObject();
                json.WriteString("series_id", series.SeriesId);
                json.WriteStartArray("versions");
                foreach (var version in series.Versions) json.WriteStringValue($"v{version}");
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteNumber("total_series", page.TotalSeries);
            json.WriteNumber("total_models", page.TotalModels);
            json.WriteNumber("skip", skip);
            json.WriteNumber("take", take);
            json.WriteEndObject();
        });
    }

    static async Task DeleteVersionAsync(HttpContext context, SeriesService service)
    {
        if (SeriesId.Version((string)context.GetRouteValue("version")!) is { } version) await DeleteAsync(context, service, version);
        else await SeriesRoute.RefuseAsync(context, "version", SeriesId.WantedVersion);
    }

    static async Task DeleteAsync(HttpContext context, SeriesService service, long? version)
    {
        if (await SeriesRoute.IdAsync(context) is not { } seriesId) return;
        var deleted = await service.Watch.DeleteAsync(seriesId, version);
        if (deleted.Count == 0)
        {
            await SeriesRoute.NotFoundAsync(context, seriesId, version);
            return;
        }
        await JsonAnswer.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteString("series_id", seriesId);
            json.WriteStartArray("deleted");
            foreach (var one in deleted.OrderDescending()) json.WriteStringValue($"v{one}");
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    static Task DetectorsAsync(HttpContext context) => JsonAnswer.WriteAsync(context, json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("detectors");
        foreach (var detector in DetectorCatalogue.All)
        {
            json.WriteStartObject();
            json.WriteString("name", detector.Name);
            json.WriteString("summary", detector.Summary);
            json.WriteNumber("minimum_points", detector.MinimumPoints);
            json.WriteStartArray("parameters");
            foreach (var parameter in detector.Parameters)
            {
                json.WriteStartObject();
                json.WriteString("name", parameter.Name);
                json.WriteNumber("default", parameter.Default);
                json.WriteNumber("least", parameter.Least);
                json.WriteNumber("most", parameter.Most);
                json.WriteString("meaning", parameter.Meaning);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    });

    static int Number(HttpContext context, string name, int least, int most, int otherwise, FieldErrors errors)
    {
        var asked = context.Request.Query[name];
        if (asked.Count == 0) return otherwise;
        if (asked is [{ } text] && int.TryParse(text, System.Globalization.NumberStyles.None, null, out var number) && number >= least && number <= most) return number;
        errors.Add(name, $"must be a whole number from {least} to {most}.");
        return otherwise;
    }
}
