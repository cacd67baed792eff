using System.Data.Common;
using NodaTime.Text;
using Plumbline.Central.EnergyAnalytics;
using Plumbline.Energy.Baselines;
using Plumbline.Energy.Rollups;
using Plumbline.Plant;

namespace Plumbline.Central.Storage;

/// <summary>Hours and baselines of machines, in either database.</summary>
sealed class EnergyTable(Database database) : IEnergyStore
{
    const string Columns = "b.id, b.machine, b.energy_type, b.model_version, b.is_active, b.created_at, b.state";

    readonly HourTable _hours = new(database);

    public Task<KeptMachine?> MachineAsync(Guid id, CancellationToken cancel) => database.AskAsync(connection => PlantTable.MachineAsync(connection, id), cancel);

    public Task<IReadOnlyList<KeptMachine>> MachinesAsync(CancellationToken cancel) => database.AskAsync<IReadOnlyList<KeptMachine>>(async connection => await PlantTable.MachinesAsync(connection), cancel);

    public Task<IReadOnlyList<Factory>> FactoriesAsync(CancellationToken cancel) => new PlantTable(database).FactoriesAsync(cancel);

    public Task<MachineWork> WorkAsync(IReadOnlyList<KeptMachine> machines, EnergyType energy, Period period, bool withDrivers, CancellationToken cancel) => database.ReadAsync(async connection =>
    {
        var (slices, told) = (new List<IReadOnlyList<EnergySlice>>(), new List<IReadOnlyList<ToldStatus>>());
        foreach (var machine in machines)
        {
            slices.Add(await _hours.SlicesAsync(connection, machine, energy, period, withDrivers));
            told.Add(withDrivers ? await StatusTable.ReadAsync(connection, database, machine, period) : []);
        }

        return new MachineWork(await TermsTable.OfAsync(connection, machines[0].Factory), slices, told);
    }, cancel);

    public Task<KeptBaseline> AddAsync(KeptMachine machine, EnergyType energy, EnergyBaseline baseline, DateTime at, Func<EnergyBaseline?, bool> activate) => database.WriteAsync(async connection =>
    {
        // All writers run one after another: the version is the next, and the one in use is the one compared with.
        var before = (await ReadAsync(connection, [machine], "where b.machine = @machine and b.energy_type = @energy and b.is_active", ("machine", machine.Number), ("energy", (short)energy))).SingleOrDefault();
        var version = Convert.ToInt32(await connection.OneAsync(
            "select coalesce(max(model_version), 0) + 1 from machine_baselines where machine = @machine and energy_type = @energy", ("machine", machine.Number), ("energy", (short)energy)));
        var kept = new KeptBaseline(Guid.CreateVersion7(), machine, energy, version, before is null || activate(before.Baseline), at, baseline);
        if (kept.IsActive) await connection.RunAsync("update machine_baselines set is_active = @no where machine = @machine and energy_type = @energy", ("no", false), ("machine", machine.Number), ("energy", (short)energy));
        using var state = new MemoryStream();
        new BaselineFile(machine.Machine.Name, baseline).Write(state);
        await connection.RunAsync(
            """
            insert into machine_baselines (id, machine, energy_type, model_version, is_active, created_at, r_squared, cv_rmse_out_of_sample, state)
            values (@id, @machine, @energy, @version, @active, @at, @r2, @cv, @state)
            """,
            ("id", $"{kept.Id}"), ("machine", machine.Number), ("energy", (short)energy), ("version", version), ("active", kept.IsActive), ("at", database.ToColumn(at)),
            ("r2", Finite(baseline.InSample.R2)), ("cv", Finite(baseline.OutOfSample.CvRmsePct)), ("state", state.ToArray()));
        return kept;
    });

    public Task<KeptBaseline?> BaselineAsync(KeptMachine machine, EnergyType energy, CancellationToken cancel) => database.AskAsync(
        async connection => (await ReadAsync(connection, [machine], "where b.machine = @machine and b.energy_type = @energy and b.is_active", ("machine", machine.Number), ("energy", (short)energy))).SingleOrDefault(), cancel);

    public Task<KeptBaseline?> BaselineAsync(Guid id, CancellationToken cancel) => database.ReadAsync(
        async connection => (await ReadAsync(connection, await PlantTable.MachinesAsync(connection), "where b.id = @id", ("id", $"{id}"))).SingleOrDefault(), cancel);

    public Task<IReadOnlyList<KeptBaseline>> BaselinesAsync(KeptMachine? machine, CancellationToken cancel) => database.ReadAsync<IReadOnlyList<KeptBaseline>>(
        async connection => await ReadAsync(
            connection, machine is null ? await PlantTable.MachinesAsync(connection) : [machine],
            $"{(machine is null ? "" : "where b.machine = @machine")} order by b.created_at desc, b.model_version desc", ("machine", machine?.Number ?? 0)),
        cancel);

    public Task<int> ForgetBaselinesAsync(int newest) => database.WriteAsync(connection => connection.RunAsync(
        $"""
        delete from machine_baselines where id in (
            select id from (select id, machine, energy_type, model_version, is_active, row_number() over (partition by machine, energy_type order by model_version desc) as place from machine_baselines) b
            where place > {newest} and not is_active
                and not exists (select 1 from machine_anomalies a where a.machine = b.machine and a.energy_type = b.energy_type and a.baseline_version = b.model_version))
        """));

    public Task AddAsync(IReadOnlyList<DayKpis> days) => database.WriteAsync(async connection =>
    {
        foreach (var day in days)
        {
            (string, object?)[] figures =
            [
                ("energy_kwh", day.Kpis.EnergyKwh.Value), ("units", day.Kpis.Units.Value), ("sec_kwh_per_unit", day.Kpis.Sec.Value), ("peak_kw", day.Kpis.Peak.Value?.Kw), ("load_factor", day.Kpis.LoadFactor.Value),
                ("cost", day.Kpis.Cost.Value?.Total), ("co2_kg", day.Kpis.Carbon.Value?.Kg), ("coverage", day.Kpis.Coverage), ("computed_at", database.ToColumn(day.ComputedAt)),
            ];
            await connection.RunAsync(
                $"insert into machine_day_kpis (machine, energy_type, day, {string.Join(", ", figures.Select(figure => figure.Item1))}) values (@machine, @energy, @day, {string.Join(", ", figures.Select(figure => "@" + figure.Item1))}) "
                + $"on conflict (machine, energy_type, day) do update set {string.Join(", ", figures.Select(figure => $"{figure.Item1} = excluded.{figure.Item1}"))}",
                [("machine", day.Machine.Number), ("energy", (short)day.Energy), ("day", LocalDatePattern.Iso.Format(day.Day)), .. figures]);
        }

        return 0;
    });

    public Task<MachineLog> LogAsync(KeptMachine machine, EnergyType energy, Period period, CancellationToken cancel) =>
        database.AskAsync(connection => ReadingTable.LogAsync(connection, database, machine, energy, period), cancel);

    public Task<(MachineLog Last, ToldStatus? Told)> LatestAsync(KeptMachine machine, EnergyType energy, CancellationToken cancel) => database.ReadAsync(async connection =>
    {
        var head = (await ReadingHeads.ReadAsync(connection, database, [machine.Number])).GetValueOrDefault((machine.Number, energy));
        var at = head?.Last ?? DateTime.UnixEpoch;
        var instant = new Period(at, at.AddMicroseconds(1));
        return (await ReadingTable.LogAsync(connection, database, machine, energy, instant), (await StatusTable.ReadAsync(connection, database, machine, instant)).LastOrDefault());
    }, cancel);

    public Task TellAsync(KeptMachine machine, ToldStatus status) => database.WriteAsync(connection => StatusTable.AddAsync(connection, database, machine, status));

    public Task<bool> RefreshAsync() => _hours.RefreshAsync();

    async Task<List<KeptBaseline>> ReadAsync(DbConnection connection, IReadOnlyList<KeptMachine> machines, string where, params (string, object?)[] values)
    {
        var byNumber = machines.ToDictionary(machine => machine.Number);
        return await connection.ListAsync(
            row => new KeptBaseline(
                Guid.Parse(row.GetString(0)), byNumber[row.GetInt32(1)], (EnergyType)row.GetInt16(2), row.GetInt32(3), row.GetBoolean(4), database.ToTime(row, 5),
                BaselineFile.Read(row.GetFieldValue<byte[]>(6), $"baseline {row.GetString(0)}").Baseline),
            $"select {Columns} from machine_baselines b {where}", values);
    }

    static object? Finite(double value) => double.IsFinite(value) ? value : null;
}
