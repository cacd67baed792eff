using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using Plumbline.Energy;
using Plumbline.Energy.Carbon;
using Plumbline.Energy.Tariffs;
using Plumbline.Plant;

namespace Plumbline.Central.PlantRegister;

/// <summary>Factories, machines, tariffs and carbon factors as clients send them. What a change does not name stays.</summary>
sealed class PlantBody
{
    const int LongestName = 200;
    const int LongestAddress = 1000;
    const double MostIntervalS = 86_400;
    const double MostRate = 1_000_000;
    const int MostWindows = 50;

    static readonly LocalTimePattern TimeOfDay = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    readonly BodyFields _fields;
    readonly FieldErrors _errors;

    public PlantBody(JsonElement body, FieldErrors errors) => (_fields, _errors) = (new(body, errors), errors);

    /// <summary>The id that it names, where it does.</summary>
    public Guid? Id => _fields.Id("id");

    /// <summary>The factory that it names, where it does.</summary>
    public Guid? FactoryId => _fields.Id("factory_id");

    /// <param name="before">Null for a new one.</param>
    public Factory Factory(Factory? before)
    {
        var zone = _fields.Text("time_zone", LongestName) ?? before?.TimeZone ?? "UTC";
        if (SiteClock.Find(zone) is null) _errors.Add("time_zone", $"'{zone}' is not in the IANA database, as Europe/Berlin and UTC are.");
        return new()
        {
            Id = before?.Id ?? _fields.Id("id") ?? Guid.CreateVersion7(),
            SiteId = _fields.Number("site_id", 0, (1L << 53) - 1) is { } site ? (long)site : before?.SiteId,
            Name = Name(before?.Name),
            Address = _fields.Text("address", LongestAddress) ?? before?.Address ?? "",
            TimeZone = zone,
            Currency = Currency(before?.Currency ?? "USD"),
        };
    }

    /// <param name="before">Null for a new one.</param>
    public Machine Machine(Machine? before)
    {
        var type = _fields.Text("type", LongestName);
        if (type is not null && EnumNames.Find<MachineType>(type) is null) _errors.Add("type", $"must be one of {EnumNames.All<MachineType>()}.");
        return new()
        {
            Id = before?.Id ?? _fields.Id("id") ?? Guid.CreateVersion7(),
            FactoryId = before is null ? _fields.RequiredId("factory_id") : _fields.Id("factory_id") ?? before.FactoryId,
            Name = Name(before?.Name),
            Type = EnumNames.Find<MachineType>(type) ?? before?.Type ?? MachineType.Other,
            RatedPowerKw = _fields.Number("rated_power_kw", 0, 1e9) ?? before?.RatedPowerKw,
            Interval = _fields.Number("data_interval_seconds", 0.001, MostIntervalS) is { } seconds ? TimeSpan.FromMicroseconds(Math.Round(seconds * 1e6)) : before?.Interval ?? TimeSpan.FromMinutes(1),
            IsActive = _fields.Flag("is_active") ?? before?.IsActive ?? true,
        };
    }

    /// <param name="currency">Of the factory.</param>
    /// <param name="of">The factory; null where the body says which.</param>
    /// <param name="before">Null for a new one.</param>
    public KeptTariff? Tariff(string currency, Guid? of = null, KeptTariff? before = null)
    {
        var (id, factory, name, dates) = (IdOf(before?.Id), FactoryOf(of ?? before?.FactoryId), Name(before?.Name), Dates(before?.Terms.From, before?.Terms.Until));
        if (before is null && !_fields.Has("rate_per_kwh")) _errors.Add("rate_per_kwh", "is required: the price of a kWh outside all windows.");
        var rate = _fields.Number("rate_per_kwh", -MostRate, MostRate) ?? before?.Terms.Value.OffPeakRatePerKwh ?? 0;
        var windows = before is null || _fields.Has("windows") ? Windows() : before.Terms.Value.Windows;
        var demand = _fields.Number("demand_charge_per_kw", 0, MostRate) ?? before?.Terms.Value.DemandChargePerKw ?? 0;
        var own = Currency(currency);
        if (_errors.Any) return null;
        try
        {
            return new(id, factory, name, new(new(rate, windows) { DemandChargePerKw = demand, Currency = own }, dates.From, dates.Until));
        }
        catch (ArgumentException refused)
        {
            _errors.Add("windows", refused.Message.Split(" (Parameter", 2)[0]);
            return null;
        }
    }

    /// <param name="of">The factory; null where the body says which.</param>
    /// <param name="before">Null for a new one.</param>
    public KeptCarbonFactor? CarbonFactor(Guid? of = null, KeptCarbonFactor? before = null)
    {
        var (id, factory, dates) = (IdOf(before?.Id), FactoryOf(of ?? before?.FactoryId), Dates(before?.Terms.From, before?.Terms.Until));
        var region = _fields.Text("region", LongestName) ?? before?.Terms.Value.Region ?? "";
        if (before is null && !_fields.Has("kg_per_kwh")) _errors.Add("kg_per_kwh", "is required: kg CO₂ a kWh.");
        var kg = _fields.Number("kg_per_kwh", 0, 1000) ?? before?.Terms.Value.KgPerKwh ?? 0;
        return _errors.Any ? null : new(id, factory, new(new CarbonFactor(region, kg), dates.From, dates.Until));
    }

    string Name(string? before) => before is null || _fields.Has("name") ? _fields.Required("name", LongestName) : before;

    Guid IdOf(Guid? before) => before ?? _fields.Id("id") ?? Guid.CreateVersion7();

    Guid FactoryOf(Guid? known) => known ?? _fields.RequiredId("factory_id");

    string Currency(string otherwise)
    {
        var currency = _fields.Text("currency", LongestName) ?? otherwise;
        if (currency.Length != 3 || !currency.All(char.IsAsciiLetterUpper)) _errors.Add("currency", "must be an ISO code such as USD.");
        return currency;
    }

    (LocalDate? From, LocalDate? Until) Dates(LocalDate? fromBefore, LocalDate? untilBefore)
    {
        var (from, until) = (Day("valid_from") ?? fromBefore, Day("valid_until") ?? untilBefore);
        if (from >= until) _errors.Add("valid_until", "must be after valid_from: it is the first day on which it no longer holds.");
        return (from, until);
    }

    LocalDate? Day(string name)
    {
        if (_fields.Text(name, LongestName) is not { } text) return null;
        var day = LocalDatePattern.Iso.Parse(text);
        if (!day.Success) _errors.Add(name, "must be a day such as 2025-03-01.");
        return day.Success ? day.Value : null;
    }

    IReadOnlyList<TariffWindow> Windows()
    {
        if (_fields.Field("windows") is not { } list) return [];
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() > MostWindows)
        {
            _errors.Add("windows", $"must be a list of at most {MostWindows} windows.");
            return [];
        }

        var windows = new List<TariffWindow>();
        foreach (var (item, i) in list.EnumerateArray().Select((item, i) => (item, i)))
        {
            var (errors, place) = (new FieldErrors(), $"windows[{i}]");
            if (item.ValueKind != JsonValueKind.Object)
            {
                _errors.Add(place, "must be a JSON object.");
                continue;
            }

            var fields = new BodyFields(item, errors);
            var (name, from, to) = (fields.Required("name", LongestName), TimeOf(fields, "from", errors), TimeOf(fields, "to", errors));
            if (!fields.Has("rate_per_kwh")) errors.Add("rate_per_kwh", "is required.");
            var rate = fields.Number("rate_per_kwh", -MostRate, MostRate) ?? 0;
            var days = fields.Texts("days", 7)?.Select(EnumNames.Find<IsoDayOfWeek>).ToList();
            if (days?.Any(day => day is null or IsoDayOfWeek.None) == true) errors.Add("days", "must be days of the week: monday to sunday.");
            if (errors.Any) _errors.Add(place, errors.Detail);
            else windows.Add(new(name, rate, days is null ? TariffWindow.Weekdays : [.. days.Select(day => day!.Value).Distinct()], from, to));
        }

        return windows;
    }

    static LocalTime TimeOf(BodyFields fields, string name, FieldErrors errors)
    {
        // The end of the day is the beginning of the next.
        var parsed = TimeOfDay.Parse(fields.Text(name, 10) is { } text && text != "24:00" ? text : fields.Has(name) ? "00:00" : "");
        if (!parsed.Success) errors.Add(name, "must be a time of day such as 08:00.");
        return parsed.Success ? parsed.Value : default;
    }
}
