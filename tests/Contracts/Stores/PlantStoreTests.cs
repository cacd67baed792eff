using NodaTime;
using Plumbline.Central.PlantRegister;
using Plumbline.Central.Storage;
using Plumbline.Energy;
using Plumbline.Energy.Carbon;
using Plumbline.Energy.Tariffs;
using Plumbline.Plant;
using Plumbline.Stores;
using Shouldly;
using Xunit;

namespace Plumbline.Contracts.Tests.Stores;

public sealed class PlantStoreTests
{
    public static TheoryData<string> Kinds => TestStore.Kinds;

    [Theory, MemberData(nameof(Kinds))]
    public async Task Factories_and_machines_come_back_as_they_were_given(string kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var table = new PlantTable(store.Database);
        var (mill, press) = await SamplePlant.RegisterAsync(store.Database);

        mill.ShouldBe(new(mill.Number, SamplePlant.Mill, SamplePlant.Works));
        press.Machine.ShouldBe(SamplePlant.Press);
        press.Number.ShouldNotBe(mill.Number);
        (await table.FactoriesAsync(default)).ShouldBe([SamplePlant.Works]);
        (await table.MachinesAsync(default)).ShouldBe([mill, press]);
        (await table.MachineAsync(Guid.Empty, default)).ShouldBeNull();
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Names_are_given_once(string kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var table = new PlantTable(store.Database);
        await SamplePlant.RegisterAsync(store.Database);

        (await table.AddAsync(SamplePlant.Works with { Id = Guid.NewGuid() })).ShouldBeFalse();
        (await table.AddAsync(SamplePlant.Mill with { Id = Guid.NewGuid() })).ShouldBeFalse();
        (await table.ChangeAsync(SamplePlant.Press with { Name = "mill" })).ShouldBeFalse();
        (await table.ChangeAsync(SamplePlant.Press with { Name = "big press", IsActive = false })).ShouldBeTrue();
        (await table.ChangeAsync(SamplePlant.Works with { SiteId = null, Address = "1 Mill Lane" })).ShouldBeTrue();
        (await table.MachineAsync(SamplePlant.Press.Id, default))!.Machine.ShouldBe(SamplePlant.Press with { Name = "big press", IsActive = false });
        (await table.FactoriesAsync(default)).ShouldHaveSingleItem().Address.ShouldBe("1 Mill Lane");
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Two_tariffs_never_hold_on_one_day(string kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var table = new PlantTable(store.Database);
        await SamplePlant.RegisterAsync(store.Database);
        var night = new Tariff(0.3, new TariffWindow("night", 0.1, TariffWindow.EveryDay, new(22, 0), new(6, 15))) { Currency = "EUR", DemandChargePerKw = 12 };
        var year = new KeptTariff(Guid.NewGuid(), SamplePlant.Works.Id, "2024", new(night, new LocalDate(2024, 1, 1), new LocalDate(2025, 1, 1)));

        (await table.AddAsync(year)).ShouldBeNull();
        (await table.AddAsync(new KeptTariff(Guid.NewGuid(), SamplePlant.Works.Id, "too early", new(Tariff.Flat(0.2), new LocalDate(2024, 12, 31))))).ShouldBe("Two entries hold on 2024-12-31.");
        (await table.AddAsync(new KeptTariff(Guid.NewGuid(), SamplePlant.Works.Id, "after", new(Tariff.Flat(0.2), new LocalDate(2025, 1, 1))))).ShouldBeNull();

        var kept = await table.TariffsAsync(SamplePlant.Works.Id, default);
        kept.Select(one => one.Name).ShouldBe(["2024", "after"]);
        (kept[0].Terms.From, kept[0].Terms.Until, kept[1].Terms.Until).ShouldBe((new LocalDate(2024, 1, 1), new LocalDate(2025, 1, 1), (LocalDate?)null));
        var (came, gave) = (kept[0].Terms.Value, night);
        (came.OffPeakRatePerKwh, came.DemandChargePerKw, came.Currency, came.MeanRatePerKwh).ShouldBe((gave.OffPeakRatePerKwh, gave.DemandChargePerKw, gave.Currency, gave.MeanRatePerKwh));
        came.At(new LocalDateTime(2024, 5, 1, 6, 14)).ShouldBe(("night", 0.1));
        (await table.RemoveTermsAsync(year.Id)).ShouldBeTrue();
        (await table.RemoveTermsAsync(year.Id)).ShouldBeFalse();
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Two_carbon_factors_never_hold_on_one_day(string kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var table = new PlantTable(store.Database);
        await SamplePlant.RegisterAsync(store.Database);
        var always = new KeptCarbonFactor(Guid.NewGuid(), SamplePlant.Works.Id, new(new CarbonFactor("DE", 0.38)));

        (await table.AddAsync(always)).ShouldBeNull();
        (await table.AddAsync(always with { Id = Guid.NewGuid() })).ShouldBe("Two entries hold on the first day.");

        (await table.CarbonFactorsAsync(SamplePlant.Works.Id, default)).ShouldBe([always]);
    }
}
