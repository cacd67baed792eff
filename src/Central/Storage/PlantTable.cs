using System.Data.Common;
using Plumbline.Central.PlantRegister;
using Plumbline.Energy;
using Plumbline.Plant;

namespace Plumbline.Central.Storage;

/// <summary>Factories and machines, with their tariffs and carbon factors, in either database.</summary>
sealed class PlantTable(Database database) : IPlantStore
{
    const string FactoryColumns = "f.id, f.site_id, f.name, f.address, f.time_zone, f.currency";
    const string MachineColumns = "m.number, m.id, m.name, m.type, m.rated_power_kw, m.interval_us, m.is_active";
    const string Machines = $"select {FactoryColumns}, {MachineColumns} from machines m join factories f on f.id = m.factory_id";

    public Task<IReadOnlyList<Factory>> FactoriesAsync(CancellationToken cancel) => database.AskAsync<IReadOnlyList<Factory>>(
        async connection => await connection.ListAsync(ReadFactory, $"select {FactoryColumns} from factories f order by f.name"), cancel);

    public Task<bool> AddAsync(Factory factory) => database.WriteAsync(async connection => await connection.RunAsync(
        "insert into factories (id, site_id, name, address, time_zone, currency) values (@id, @site, @name, @address, @zone, @currency) on conflict do nothing", Values(factory)) == 1);

    public Task<bool> ChangeAsync(Factory factory) => database.WriteAsync(async connection => await connection.RunAsync(
        """
        update factories set site_id = @site, name = @name, address = @address, time_zone = @zone, currency = @currency
        where id = @id and not exists (select 1 from factories where name = @name and id <> @id)
        """,
        Values(factory)) == 1);

    public Task<IReadOnlyList<KeptMachine>> MachinesAsync(CancellationToken cancel) => database.AskAsync<IReadOnlyList<KeptMachine>>(
        async connection => await connection.ListAsync(ReadMachine, $"{Machines} order by m.name"), cancel);

    public Task<KeptMachine?> MachineAsync(Guid id, CancellationToken cancel) => database.AskAsync(connection => MachineAsync(connection, id), cancel);

    public static async Task<KeptMachine?> MachineAsync(DbConnection connection, Guid id) =>
        (await connection.ListAsync(ReadMachine, $"{Machines} where m.id = @id", ("id", $"{id}"))).SingleOrDefault();

    public static Task<List<KeptMachine>> MachinesAsync(DbConnection connection) => connection.ListAsync(ReadMachine, Machines);

    public Task<bool> AddAsync(Machine machine) => database.WriteAsync(async connection => await connection.RunAsync(
        """
        insert into machines (id, factory_id, name, type, rated_power_kw, interval_us, is_active)
        values (@id, @factory, @name, @type, @rated, @interval, @active) on conflict do nothing
        """,
        Values(machine)) == 1);

    public Task<bool> ChangeAsync(Machine machine) => database.WriteAsync(async connection =>
    {
        var before = await MachineAsync(connection, machine.Id);
        var changed = await connection.RunAsync(
            """
            update machines set factory_id = @factory, name = @name, type = @type, rated_power_kw = @rated, interval_us = @interval, is_active = @active
            where id = @id and not exists (select 1 from machines where name = @name and id <> @id)
            """,
            Values(machine));
        if (changed == 1 && before is not null && before.Machine.Interval != machine.Interval) await StaleHours.MarkAllAsync(connection, database, before.Number, Longer(before.Machine.Interval, machine.Interval));
        return changed == 1;
    });

    public Task<IReadOnlyList<KeptTariff>> TariffsAsync(Guid factory, CancellationToken cancel) => database.AskAsync<IReadOnlyList<KeptTariff>>(
        async connection => await TermsTable.TariffsAsync(connection, factory), cancel);

    public Task<string?> AddAsync(KeptTariff tariff) => database.WriteAsync(async connection =>
    {
        if (Clash((await TermsTable.TariffsAsync(connection, tariff.FactoryId)).Select(kept => kept.Terms).Append(tariff.Terms)) is { } clash) return clash;
        await TermsTable.AddAsync(connection, tariff);
        return null;
    });

    public Task<string?> ChangeAsync(KeptTariff tariff) => database.WriteAsync(async connection =>
    {
        if (Clash((await TermsTable.TariffsAsync(connection, tariff.FactoryId)).Where(kept => kept.Id != tariff.Id).Select(kept => kept.Terms).Append(tariff.Terms)) is { } clash) return clash;
        await connection.RunAsync("delete from tariffs where id = @id", ("id", $"{tariff.Id}"));
        await TermsTable.AddAsync(connection, tariff);
        return null;
    });

    public Task<IReadOnlyList<KeptCarbonFactor>> CarbonFactorsAsync(Guid factory, CancellationToken cancel) => database.AskAsync<IReadOnlyList<KeptCarbonFactor>>(
        async connection => await TermsTable.CarbonFactorsAsync(connection, factory), cancel);

    public Task<string?> AddAsync(KeptCarbonFactor factor) => database.WriteAsync(async connection =>
    {
        if (Clash((await TermsTable.CarbonFactorsAsync(connection, factor.FactoryId)).Select(kept => kept.Terms).Append(factor.Terms)) is { } clash) return clash;
        await TermsTable.AddAsync(connection, factor);
        return null;
    });

    public Task<string?> ChangeAsync(KeptCarbonFactor factor) => database.WriteAsync(async connection =>
    {
        if (Clash((await TermsTable.CarbonFactorsAsync(connection, factor.FactoryId)).Where(kept => kept.Id != factor.Id).Select(kept => kept.Terms).Append(factor.Terms)) is { } clash) return clash;
        await connection.RunAsync("delete from carbon_factors where id = @id", ("id", $"{factor.Id}"));
        await TermsTable.AddAsync(connection, factor);
        return null;
    });

    public Task<bool> RemoveTermsAsync(Guid id) => database.WriteAsync(async connection =>
        await connection.RunAsync("delete from tariffs where id = @id", ("id", $"{id}")) + await connection.RunAsync("delete from carbon_factors where id = @id", ("id", $"{id}")) > 0);

    // The timetable knows what cannot stand beside what.
    static string? Clash<T>(IEnumerable<Dated<T>> entries)
        where T : class
    {
        try
        {
            _ = new Timetable<T>(entries);
            return null;
        }
        catch (ArgumentException refused)
        {
            return refused.Message.Split(" (Parameter", 2)[0];
        }
    }

    static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    static (string, object?)[] Values(Factory factory) =>
        [("id", $"{factory.Id}"), ("site", factory.SiteId), ("name", factory.Name), ("address", factory.Address), ("zone", factory.TimeZone), ("currency", factory.Currency)];

    static (string, object?)[] Values(Machine machine) =>
    [
        ("id", $"{machine.Id}"), ("factory", $"{machine.FactoryId}"), ("name", machine.Name), ("type", machine.Type.ToString()), ("rated", machine.RatedPowerKw),
        ("interval", machine.Interval.Ticks / TimeSpan.TicksPerMicrosecond), ("active", machine.IsActive),
    ];

    static Factory ReadFactory(DbDataReader row) => new()
    {
        Id = Guid.Parse(row.GetString(0)),
        SiteId = row.Whole(1),
        Name = row.GetString(2),
        Address = row.GetString(3),
        TimeZone = row.GetString(4),
        Currency = row.GetString(5),
    };

    static KeptMachine ReadMachine(DbDataReader row)
    {
        var factory = ReadFactory(row);
        var machine = new Machine
        {
            Id = Guid.Parse(row.GetString(7)),
            FactoryId = factory.Id,
            Name = row.GetString(8),
            Type = Enum.Parse<MachineType>(row.GetString(9)),
            RatedPowerKw = row.IsDBNull(10) ? null : row.GetDouble(10),
            Interval = TimeSpan.FromMicroseconds(row.GetInt64(11)),
            IsActive = row.GetBoolean(12),
        };
        return new(row.GetInt32(6), machine, factory);
    }
}
