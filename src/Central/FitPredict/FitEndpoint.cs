using System.Diagnostics;
using Plumbline.Detectors;

namespace Plumbline.Central.FitPredict;

/// <summary><c>POST /fit/{series_id}</c>: learns what is normal from the points of the body, and keeps it as the next version of the series.</summary>
static class FitEndpoint
{
    static readonly Access MayFit = new(Scopes.Edge | Scopes.Write | Scopes.Admin, IsPage: true);

    public static void Map(IEndpointRouteBuilder app, SeriesService service) => app.MapPost("/fit/{series_id}", context => FitAsync(context, service)).WithMetadata(MayFit);

    static async Task FitAsync(HttpContext context, SeriesService service)
    {
        if (await SeriesRoute.IdAsync(context) is not { } seriesId) return;
        using var place = await service.LongBodies.EnterAsync(context);
        if (await SeriesBody.ReadAsync(context) is not { } body) return;

        using var timed = service.TrainingTimes.Measure();
        var start = Stopwatch.GetTimestamp();
        var errors = new FieldErrors();
        if (body.Values.Count < service.MinimumPoints) errors.Add("values", $"has {body.Values.Count} points, and this server wants at least {service.MinimumPoints} (Series:MinimumPoints).");
        var outcome = Fit(body, errors);
        if (outcome?.Refusal is { } refusal) errors.Add(refusal.Where, refusal.Code == "detectors.constant" ? refusal.What + " Send \"allow_constant\": true to accept it." : refusal.What);
        if (outcome?.Model is not { } model)
        {
            await Problem.WriteAsync(context, StatusCodes.Status422UnprocessableEntity, errors.Detail, errors);
            return;
        }

        var now = service.Clock.Now();
        var version = await service.Watch.AddAsync(new NewModel(
            seriesId, now, outcome.PointsUsed, Stopwatch.GetElapsedTime(start).TotalMilliseconds, model.ToState().ToJson(), new TrainingPoints(body.TimesS.Items.ToArray(), body.Values.Items.ToArray())));
        await JsonAnswer.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteString("series_id", seriesId);
            json.WriteString("model_version", $"v{version}");
            json.WriteString("version", $"v{version}");
            json.WriteNumber("points_used", outcome.PointsUsed);
            json.WriteNumber("timestamp", Seconds.Of(now));
            json.WriteEndObject();
        });
    }

    static FitOutcome? Fit(SeriesBody body, FieldErrors errors)
    {
        var name = body.Detector ?? DetectorCatalogue.All[0].Name;
        if (DetectorCatalogue.Find(name) is not { } detector)
        {
            errors.Add("detector", $"there is none of that name; there are {string.Join(", ", DetectorCatalogue.All.Select(one => one.Name))}.");
            return null;
        }

        // The threshold stands beside the parameters, where older clients have it.
        if (body.Threshold is { } threshold && !body.Parameters.TryAdd("threshold", threshold)) errors.Add("threshold", "is given beside and among the parameters: give it once.");
        foreach (var (parameter, value) in body.Parameters)
        {
            var field = parameter == "threshold" && body.Threshold is not null ? parameter : $"parameters.{(parameter.Length <= 40 ? parameter : parameter[..40] + "…")}";
            if (detector.Parameters.FirstOrDefault(known => known.Name == parameter) is not { } range) errors.Add(field, $"{detector.Name} has no such parameter; it has {string.Join(", ", detector.Parameters.Select(known => known.Name))}.");
            else if (!range.Accepts(value)) errors.Add(field, $"must be {range.Least} to {range.Most}, not {value}.");
        }
        if (errors.Any) return null;
        var options = new FitOptions { Direction = body.Direction, MinDeviation = body.MinDeviation, AllowConstant = body.AllowConstant, Parameters = body.Parameters };
        return detector.Fit(Seconds.ToTimes(body.TimesS.Items), body.Values.Items, options);
    }
}
