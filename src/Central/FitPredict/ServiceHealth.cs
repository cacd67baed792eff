using System.Data.Common;
using System.Text.Json;

namespace Plumbline.Central.FitPredict;

/// <summary><c>/healthcheck</c>: what each of the three services of older clients says of itself, by the port that was asked; all of them on the common port.</summary>
static class ServiceHealth
{
    /// <summary>How long the store is waited for: whoever asks for health wants to know that it is silent, not to wait until it speaks.</summary>
    public static readonly TimeSpan LongestQuestion = TimeSpan.FromSeconds(2);

    public static void Map(IEndpointRouteBuilder app, SeriesService service, ServiceRoles roles) =>
        app.MapGet("/healthcheck", context => AnswerAsync(context, service, context.Features.Get<RolePort>()?.Role ?? roles)).WithMetadata(Access.Anyone);

    static async Task AnswerAsync(HttpContext context, SeriesService service, ServiceRoles role)
    {
        var others = service.Heartbeat.AllAsync(context.RequestAborted);
        var counts = await CountAsync(service, context.RequestAborted);
        var all = await others;
        await JsonAnswer.WriteAsync(
            context,
            json =>
            {
                json.WriteStartObject();
                Write(json, service, counts, all, role);
                json.WriteEndObject();
            },
            counts is null ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);
    }

    /// <returns>Null where the store does not answer.</returns>
    public static async Task<SeriesCounts?> CountAsync(SeriesService service, CancellationToken cancel)
    {
        try
        {
            return await service.Store.CountAsync(service.Clock.Now(), cancel).WaitAsync(LongestQuestion, cancel);
        }
        catch (Exception e) when (e is DbException or TimeoutException)
        {
            return null;
        }
    }

    /// <summary>Without a store, predictions go on for models that are in memory.</summary>
    public static string InferenceStatus(AllServices processes, SeriesCounts? counts) =>
        counts is not null && processes.AreCurrent ? "healthy" : counts is not null || processes.CachedModels > 0 ? "degraded" : "unhealthy";

    static void Write(Utf8JsonWriter json, SeriesService service, SeriesCounts? counts, AllServices all, ServiceRoles role)
    {
        switch (role)
        {
            case ServiceRoles.Training:
                WriteTraining(json, service, counts);
                break;
            case ServiceRoles.Inference:
                WriteInference(json, service, counts);
                break;
            default:
                WriteMonitoring(json, service, counts, all);
                if (role == ServiceRoles.Monitoring) break;
                json.WriteStartObject("training");
                WriteTraining(json, service, counts);
                json.WriteEndObject();
                json.WriteStartObject("inference");
                WriteInference(json, service, counts);
                json.WriteEndObject();
                break;
        }
    }

    static void WriteTraining(Utf8JsonWriter json, SeriesService service, SeriesCounts? counts)
    {
        json.WriteString("service", "training");
        json.WriteString("status", counts is null ? "unhealthy" : "healthy");
        json.WriteString("timestamp", UtcTime.Format(service.Clock.Now()));
        json.WriteString("database_connection", counts is null ? "failed" : "successful");
        json.WriteStartObject("metrics");
        json.WriteNumber("total_models", counts?.Models ?? 0);
        json.WriteNumber("active_models", counts?.Series ?? 0);
        json.WriteNumber("models_trained_24h", counts?.ModelsOfLastDay ?? 0);
        json.WriteEndObject();
        json.WriteNumber("series_trained", counts?.Series ?? 0);
        WriteLatency(json, "training_latency_ms", Latency.Of(service.TrainingTimes.LatestMs()));
    }

    static void WriteInference(Utf8JsonWriter json, SeriesService service, SeriesCounts? counts)
    {
        json.WriteString("service", "inference");
        json.WriteString("status", InferenceStatus(new AllServices([service.Figures]), counts));
        json.WriteString("timestamp", UtcTime.Format(service.Clock.Now()));
        json.WriteString("redis_connection", service.Cache.IsCurrent ? "connected" : "disconnected");
        json.WriteString("database_connection", counts is null ? "disconnected" : "connected");
        json.WriteStartObject("metrics");
        json.WriteNumber("active_models", counts?.Series ?? 0);
        json.WriteNumber("cached_models", service.Cache.Count);
        json.WriteNumber("predictions_1h", (counts?.PredictionsOfLastHour ?? 0) + service.Log.Uncounted);
        json.WriteEndObject();
        WriteLatency(json, "inference_latency_ms", Latency.Of(service.InferenceTimes.LatestMs()));
    }

    // Of all processes, where training and inference speak of the one that answers.
    static void WriteMonitoring(Utf8JsonWriter json, SeriesService service, SeriesCounts? counts, AllServices all)
    {
        json.WriteString("service", "monitoring");
        json.WriteString("status", counts is null ? "unhealthy" : "ok");
        json.WriteString("database_connection", counts is null ? "failed" : "successful");
        json.WriteString("timestamp", UtcTime.Format(service.Clock.Now()));
        json.WriteNumber("series_trained", counts?.Series ?? 0);
        WriteLatency(json, "inference_latency_ms", all.Predictions);
        WriteLatency(json, "training_latency_ms", all.Fits);
    }

    static void WriteLatency(Utf8JsonWriter json, string name, Latency latency)
    {
        json.WriteStartObject(name);
        json.WriteNumber("avg", Math.Round(latency.AverageMs, 3));
        json.WriteNumber("p95", Math.Round(latency.P95Ms, 3));
        json.WriteEndObject();
    }
}
