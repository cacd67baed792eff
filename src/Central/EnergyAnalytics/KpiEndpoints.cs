using System.Text.Json;
using NodaTime;
using Plumbline.Central.Storage;
using Plumbline.Energy;
using Plumbline.Energy.Kpis;
using Plumbline.Energy.Rollups;
using Plumbline.Energy.Tariffs;

namespace Plumbline.Central.EnergyAnalytics;

/// <summary><c>/api/v1/kpi/...</c>: one engine, <see cref="EnergyKpis"/>, behind all of them.</summary>
static class KpiEndpoints
{
    const string Root = "/api/v1/kpi/";
    const double UsualPeakRate = 0.20;
    const double UsualOffPeakRate = 0.10;
    const double UsualDemandCharge = 15;
    const double MostRate = 1_000_000;

    static readonly Access MayRead = new(Scopes.Read | Scopes.Write | Scopes.Admin, IsPage: true);

    public static void Map(IEndpointRouteBuilder app, IEnergyStore store, TimeProvider clock)
    {
        Map("sec", KpiJson.Sec);
        Map("peak-demand", KpiJson.PeakDemand);
        Map("load-factor", KpiJson.LoadFactor);
        Map("carbon", KpiJson.Carbon);
        Map("all", KpiJson.All);
        app.MapGet(Root + "energy-cost", context => AnswerAsync(context, store, KpiJson.EnergyCost, Asked)).WithMetadata(MayRead);
        app.MapGet(Root + "factory/{factory_id}", context => FactoryAsync(context, store, clock)).WithMetadata(MayRead);
        app.MapGet(Root + "factories", context => FactoriesAsync(context, store, clock)).WithMetadata(MayRead);

        void Map(string name, Action<Utf8JsonWriter, KeptMachine, EnergyKpis> write) => app.MapGet(Root + name, context => AnswerAsync(context, store, write, (_, _) => terms => terms)).WithMetadata(MayRead);
    }

    static async Task AnswerAsync(HttpContext context, IEnergyStore store, Action<Utf8JsonWriter, KeptMachine, EnergyKpis> write, Func<QueryFields, FieldErrors, Func<KpiTerms, KpiTerms>> ask)
    {
        var errors = new FieldErrors();
        var query = new QueryFields(context.Request.Query, errors);
        var (id, period, energy, asked) = (query.Id("machine_id"), EnergyRequest.Period(query, errors), EnergyRequest.Energy(query.Text("energy_type"), errors), ask(query, errors));
        if (errors.Any)
        {
            await EnergyRequest.RefuseAsync(context, errors);
            return;
        }

        if (await EnergyRequest.MachineAsync(context, store, id) is not { } machine) return;
        var work = await store.WorkAsync([machine], energy, period, withDrivers: false, context.RequestAborted);
        if (work.Slices[0].Count == 0)
        {
            await Problem.WriteAsync(context, StatusCodes.Status404NotFound, EnergyRequest.NoReadings);
            return;
        }

        var kpis = EnergyKpis.Of(work.Slices[0], period, asked(work.Terms));
        await JsonAnswer.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            write(json, machine, kpis);
            json.WriteEndObject();
        });
    }

    /// <summary>The tariff that a request asks for in place of the one in force: what would it have cost?</summary>
    static Func<KpiTerms, KpiTerms> Asked(QueryFields query, FieldErrors errors)
    {
        var kind = query.Text("tariff") ?? "standard";
        if (kind is not ("standard" or "time_of_use" or "demand_charge")) errors.Add("tariff", "must be standard (the one in force), time_of_use or demand_charge.");
        var (peak, offPeak, demand) = (query.Number("peak_rate", 0, MostRate, UsualPeakRate), query.Number("offpeak_rate", 0, MostRate, UsualOffPeakRate), query.Number("demand_charge", 0, MostRate, UsualDemandCharge));
        var (from, to) = ((int)query.Whole("peak_hours_start", 0, 23, 8), (int)query.Whole("peak_hours_end", 0, 23, 20));
        if (from >= to) errors.Add("peak_hours_end", "must be after peak_hours_start.");
        if (kind == "standard" || errors.Any) return terms => terms;
        return terms => terms with
        {
            Tariffs = new(new Dated<Tariff>(new(offPeak, new TariffWindow("peak", peak, TariffWindow.Weekdays, new LocalTime(from, 0), new LocalTime(to, 0))) { DemandChargePerKw = kind == "demand_charge" ? demand : 0 })),
        };
    }

    static async Task FactoryAsync(HttpContext context, IEnergyStore store, TimeProvider clock)
    {
        var errors = new FieldErrors();
        var query = new QueryFields(context.Request.Query, errors);
        var period = EnergyRequest.Period(query, errors);
        if (!Guid.TryParse((string)context.GetRouteValue("factory_id")!, out var id)) errors.Add("factory_id", "must be a UUID.");
        if (errors.Any)
        {
            await EnergyRequest.RefuseAsync(context, errors);
            return;
        }

        var factory = (await store.FactoriesAsync(context.RequestAborted)).FirstOrDefault(factory => factory.Id == id && context.MaySee(factory.SiteId));
        if (factory is null)
        {
            await Problem.WriteAsync(context, StatusCodes.Status404NotFound, $"there is no factory {id}.");
            return;
        }

        var kpis = await FactoryKpis.OfAsync(store, factory, await store.MachinesAsync(context.RequestAborted), period, context.RequestAborted);
        await JsonAnswer.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            KpiJson.Factory(json, kpis);
            json.WriteString("timestamp", UtcTime.Format(clock.Now()));
            json.WriteEndObject();
        });
    }

    static async Task FactoriesAsync(HttpContext context, IEnergyStore store, TimeProvider clock)
    {
        var errors = new FieldErrors();
        var period = EnergyRequest.Period(new QueryFields(context.Request.Query, errors), errors);
        if (errors.Any)
        {
            await EnergyRequest.RefuseAsync(context, errors);
            return;
        }

        var machines = await store.MachinesAsync(context.RequestAborted);
        var all = new List<FactoryKpis>();
        foreach (var factory in (await store.FactoriesAsync(context.RequestAborted)).Where(factory => context.MaySee(factory.SiteId)))
            all.Add(await FactoryKpis.OfAsync(store, factory, machines, period, context.RequestAborted));
        await JsonAnswer.WriteAsync(context, json => KpiJson.Factories(json, all, period, clock.Now()));
    }
}
