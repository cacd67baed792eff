using NodaTime;
using Plumbline.Central.Storage;
using Plumbline.Energy;
using Plumbline.Energy.Baselines;
using Period = Plumbline.Plant.Period;

namespace Plumbline.Central.EnergyAnalytics;

/// <summary><c>POST /api/v1/baseline/train-seu</c>: the baseline of a significant energy use, which is a machine by its name, on a calendar year of its site.</summary>
static class SeuEndpoint
{
    const int LongestName = 200;
    const double FirstYear = 2000;
    const double LastYear = 2100;

    static readonly Access MayTrain = new(Scopes.Write | Scopes.Admin, IsPage: true);

    public static void Map(IEndpointRouteBuilder app, IEnergyStore store, TimeProvider clock) =>
        app.MapPost("/api/v1/baseline/train-seu", context => TrainAsync(context, store, clock)).WithMetadata(MayTrain);

    static async Task TrainAsync(HttpContext context, IEnergyStore store, TimeProvider clock)
    {
        using var body = await RequestBody.ReadObjectAsync(context);
        if (body is null) return;
        var errors = new FieldErrors();
        var fields = new BodyFields(body.RootElement, errors);
        var (name, source) = (fields.Required("seu_name", LongestName), fields.Required("energy_source", LongestName));
        var energy = EnergyRequest.Energy(source.Length > 0 ? source : null, errors);
        var features = BaselineEndpoints.Drivers(fields, errors, "features");
        var year = fields.Number("year", FirstYear, LastYear);
        if (year is null || year != Math.Floor(year.Value)) errors.Add("year", "is required: a whole number from 2000 to 2100.");
        if (errors.Any)
        {
            await EnergyRequest.RefuseAsync(context, errors);
            return;
        }

        var machine = (await store.MachinesAsync(context.RequestAborted)).FirstOrDefault(machine => machine.Machine.Name == name && context.MaySee(machine.Factory.SiteId));
        if (machine is null)
        {
            await Problem.WriteAsync(context, StatusCodes.Status404NotFound, $"there is no machine '{(name.Length <= 40 ? name : name[..40] + "…")}'.");
            return;
        }

        if (await BaselineEndpoints.HoursAsync(context, store, machine, energy, YearOf(machine, (int)year!.Value)) is not { } hours) return;
        var outcome = BaselineTraining.Train(hours, new() { Drivers = features });
        if (outcome.Baseline is not { } baseline)
        {
            await Problem.WriteAsync(context, StatusCodes.Status400BadRequest, outcome.Unavailable!);
            return;
        }

        var kept = await store.AddAsync(machine, energy, baseline, clock.Now(), before => BaselineEndpoints.IsNoWorse(baseline, before));
        await JsonAnswer.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteBoolean("success", true);
            json.WriteString("message", $"Version {kept.Version} of the baseline of {energy.Snake()} for '{name}' is trained{(kept.IsActive ? " and in use" : ", but not in use: out of sample it is worse than the one in use")}.");
            json.WriteString("seu_name", name);
            json.WriteString("energy_source", energy.Snake());
            json.WriteString("model_id", kept.Id);
            json.WriteNumber("model_version", kept.Version);
            json.WriteBoolean("is_active", kept.IsActive);
            json.WriteFinite("r_squared", baseline.InSample.R2);
            json.WriteFinite("rmse", baseline.InSample.Rmse);
            json.WriteString("formula_readable", BaselineFormula.Readable(baseline));
            json.WriteString("formula_technical", BaselineFormula.Technical(baseline));
            json.WriteNumber("samples_count", baseline.Samples);
            json.WriteString("trained_at", UtcTime.Format(kept.CreatedAt));
            json.WriteNull("error_details");
            BaselineJson.Texts(json, "warnings", baseline.Warnings);
            json.WriteEndObject();
        });
    }

    static Period YearOf(KeptMachine machine, int year)
    {
        var site = SiteClock.Find(machine.Factory.TimeZone) ?? SiteClock.Utc;
        return new(site.StartOf(new LocalDate(year, 1, 1)), site.StartOf(new LocalDate(year + 1, 1, 1)));
    }
}
