using System.Data.Common;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using Plumbline.Central.PlantRegister;
using Plumbline.Energy;
using Plumbline.Energy.Carbon;
using Plumbline.Energy.Kpis;
using Plumbline.Energy.Tariffs;
using Plumbline.Plant;

namespace Plumbline.Central.Storage;

/// <summary>Tariffs and carbon factors of factories, in either database.</summary>
static class TermsTable
{
    static readonly LocalTimePattern TimeOfDay = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    /// <summary>What holds at a factory; where it has none of its own, the default.</summary>
    public static async Task<KpiTerms> OfAsync(DbConnection connection, Factory factory)
    {
        var tariffs = await TariffsAsync(connection, factory.Id);
        var factors = await CarbonFactorsAsync(connection, factory.Id);
        return new(
            SiteClock.Find(factory.TimeZone) ?? throw new InvalidDataException($"the factory '{factory.Name}' has the time zone '{factory.TimeZone}', which this program does not know."),
            tariffs.Count > 0 ? new(tariffs.Select(kept => kept.Terms)) : KpiTerms.Default.Tariffs,
            factors.Count > 0 ? new(factors.Select(kept => kept.Terms)) : KpiTerms.Default.CarbonFactors);
    }

    public static Task<List<KeptTariff>> TariffsAsync(DbConnection connection, Guid factory) => connection.ListAsync(
        row => new KeptTariff(
            Guid.Parse(row.GetString(0)), factory, row.GetString(1),
            new(new(row.GetDouble(4), Windows(row.GetString(7))) { DemandChargePerKw = row.GetDouble(5), Currency = row.GetString(6) }, Day(row, 2), Day(row, 3))),
        "select id, name, from_day, until_day, off_peak_rate, demand_charge, currency, windows from tariffs where factory_id = @factory order by coalesce(from_day, '')", ("factory", $"{factory}"));

    public static Task<List<KeptCarbonFactor>> CarbonFactorsAsync(DbConnection connection, Guid factory) => connection.ListAsync(
        row => new KeptCarbonFactor(Guid.Parse(row.GetString(0)), factory, new(new(row.GetString(1), row.GetDouble(4)), Day(row, 2), Day(row, 3))),
        "select id, region, from_day, until_day, kg_per_kwh from carbon_factors where factory_id = @factory order by coalesce(from_day, '')", ("factory", $"{factory}"));

    public static Task AddAsync(DbConnection connection, KeptTariff tariff) => connection.RunAsync(
        """
        insert into tariffs (id, factory_id, name, from_day, until_day, off_peak_rate, demand_charge, currency, windows)
        values (@id, @factory, @name, @from, @until, @rate, @demand, @currency, @windows)
        """,
        ("id", $"{tariff.Id}"), ("factory", $"{tariff.FactoryId}"), ("name", tariff.Name), ("from", Text(tariff.Terms.From)), ("until", Text(tariff.Terms.Until)),
        ("rate", tariff.Terms.Value.OffPeakRatePerKwh), ("demand", tariff.Terms.Value.DemandChargePerKw), ("currency", tariff.Terms.Value.Currency),
        ("windows", JsonSerializer.Serialize(tariff.Terms.Value.Windows.Select(window => new WindowState(window.Name, window.RatePerKwh, [.. window.Days.Select(day => (int)day)], TimeOfDay.Format(window.From), TimeOfDay.Format(window.To))))));

    public static Task AddAsync(DbConnection connection, KeptCarbonFactor factor) => connection.RunAsync(
        "insert into carbon_factors (id, factory_id, region, from_day, until_day, kg_per_kwh) values (@id, @factory, @region, @from, @until, @kg)",
        ("id", $"{factor.Id}"), ("factory", $"{factor.FactoryId}"), ("region", factor.Terms.Value.Region), ("from", Text(factor.Terms.From)), ("until", Text(factor.Terms.Until)), ("kg", factor.Terms.Value.KgPerKwh));

    static IReadOnlyList<TariffWindow> Windows(string json) =>
    [
        .. JsonSerializer.Deserialize<WindowState[]>(json)!.Select(window => new TariffWindow(
            window.Name, window.Rate, [.. window.Days.Select(day => (IsoDayOfWeek)day)], TimeOfDay.Parse(window.From).Value, TimeOfDay.Parse(window.To).Value)),
    ];

    static LocalDate? Day(DbDataReader row, int column) => row.Text(column) is { } text ? LocalDatePattern.Iso.Parse(text).Value : null;

    static string? Text(LocalDate? day) => day is { } known ? LocalDatePattern.Iso.Format(known) : null;

    /// <summary>A window as it is kept.</summary>
    /// <param name="Days">1 Monday to 7 Sunday.</param>
    sealed record WindowState(string Name, double Rate, int[] Days, string From, string To);
}
