using System.Text.Json;
using System.Text.Json.Serialization;
using Plumbline.Central.EnergyAnalytics;
using Plumbline.Energy.Forecasts;
using Plumbline.Plant;

namespace Plumbline.Central.Storage;

/// <summary>Trainings of forecasts, in either database.</summary>
sealed class ForecastTable(Database database) : IForecastStore
{
    // A relative error of a series of zeros is not a number, and is kept as that.
    static readonly JsonSerializerOptions Json = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    public Task<KeptForecast> AddAsync(KeptMachine machine, EnergyType energy, LoadTraining training, DateTime at) => database.WriteAsync(async connection =>
    {
        var version = Convert.ToInt32(await connection.OneAsync(
            "select coalesce(max(model_version), 0) + 1 from machine_forecasts where machine = @machine and energy_type = @energy", ("machine", machine.Number), ("energy", (short)energy)));
        var kept = new KeptForecast(Guid.CreateVersion7(), machine, energy, version, at, training);
        await connection.RunAsync(
            "insert into machine_forecasts (id, machine, energy_type, model_version, method, created_at, state) values (@id, @machine, @energy, @version, @method, @at, @state)",
            ("id", $"{kept.Id}"), ("machine", machine.Number), ("energy", (short)energy), ("version", version), ("method", training.Asked), ("at", database.ToColumn(at)), ("state", JsonSerializer.SerializeToUtf8Bytes(training, Json)));
        return kept;
    });

    public Task<IReadOnlyList<KeptForecast>> ForecastsAsync(KeptMachine machine, EnergyType energy, CancellationToken cancel) => database.AskAsync<IReadOnlyList<KeptForecast>>(
        async connection => await connection.ListAsync(
            row => new KeptForecast(
                Guid.Parse(row.GetString(0)), machine, energy, row.GetInt32(1), database.ToTime(row, 2),
                JsonSerializer.Deserialize<LoadTraining>(row.GetFieldValue<byte[]>(3), Json) ?? throw new InvalidDataException($"forecast {row.GetString(0)} of '{machine.Machine.Name}' holds nothing.")),
            "select id, model_version, created_at, state from machine_forecasts where machine = @machine and energy_type = @energy order by model_version desc", ("machine", machine.Number), ("energy", (short)energy)),
        cancel);
}
