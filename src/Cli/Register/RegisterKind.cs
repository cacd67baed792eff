namespace Plumbline.Cli.Register;

/// <summary>A kind of entry of the plant register: what it is called, where it is, and which fields it has.</summary>
sealed record RegisterKind
{
    /// <summary>The command: <c>machine</c>.</summary>
    public required string Word { get; init; }

    /// <summary>Of several, in sentences.</summary>
    public required string Plural { get; init; }

    /// <summary>Below <c>/api/v1</c>.</summary>
    public required string Path { get; init; }

    public required string Description { get; init; }

    /// <summary>The field that people call it by.</summary>
    public string NameField { get; init; } = "name";

    /// <summary>Whether it stands in a factory.</summary>
    public bool IsOfFactory { get; init; } = true;

    /// <summary>Whether the server forgets it on request. Of what has readings nothing is forgotten.</summary>
    public bool CanBeRemoved { get; init; }

    public required IReadOnlyList<RegisterField> Fields { get; init; }

    /// <summary>The fields that a list shows, beside name and id.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    public required string Examples { get; init; }

    // Made when asked for: to describe all commands takes longer than many a run.
    public static RegisterKind Factory() => new()
    {
        Word = "factory",
        Plural = "factories",
        Path = "factories",
        Description = "Factories of a server: places where one clock, one set of tariffs and one grid hold.",
        IsOfFactory = false,
        Fields =
        [
            RegisterField.Text("address", "TEXT", "Where it is."),
            RegisterField.Text("time_zone", "ZONE", "IANA zone of its clock; UTC unless given."),
            RegisterField.Text("currency", "CODE", "ISO code of its money; USD unless given."),
            RegisterField.Number("site_id", "ID", "The site that tokens know it by."),
        ],
        Columns = ["time_zone", "currency", "site_id", "address"],
        Examples = """
            Examples:
              plumb factory add Works --time-zone Europe/Berlin --currency EUR
              plumb factory list
              plumb factory change Works --address "Hall 3"
            """,
    };

    public static RegisterKind Machine() => new()
    {
        Word = "machine",
        Plural = "machines",
        Path = "machines",
        Description = "Machines whose energy is watched.",
        Fields =
        [
            RegisterField.Text("type", "TYPE", "compressor, hvac, motor, pump, injection_molding, conveyor, boiler or other."),
            RegisterField.Number("rated_power_kw", "KW", "Rated power."),
            RegisterField.Interval("data_interval_seconds", "--interval", "Usual time from reading to reading: 30s, 15m, 1h; a minute unless given."),
            RegisterField.Flag("is_active", "Whether it is still watched."),
        ],
        Columns = ["type", "factory_name", "rated_power_kw", "data_interval_seconds", "is_active"],
        Examples = """
            Examples:
              plumb machine add press-1 --factory Works --type injection_molding --rated-power-kw 75 --interval 1m
              plumb machine list --factory Works
              plumb machine change press-1 --is-active false
            """,
    };

    public static RegisterKind Tariff() => new()
    {
        Word = "tariff",
        Plural = "tariffs",
        Path = "tariffs",
        Description = "What energy costs at a factory. Two tariffs of a factory never hold on one day.",
        CanBeRemoved = true,
        Fields =
        [
            RegisterField.Number("rate_per_kwh", "RATE", "Price of a kWh outside all windows.", isRequired: true),
            RegisterField.Windows(),
            RegisterField.Number("demand_charge_per_kw", "RATE", "Price of a kW of the highest quarter of an hour of a month."),
            RegisterField.Text("currency", "CODE", "That of the factory unless given."),
            RegisterField.Text("valid_from", "DAY", "First day on which it holds."),
            RegisterField.Text("valid_until", "DAY", "First day on which it no longer holds."),
        ],
        Columns = ["rate_per_kwh", "windows", "demand_charge_per_kw", "currency", "valid_from", "valid_until"],
        Examples = """
            Examples:
              plumb tariff add 2025 --factory Works --rate-per-kwh 0.10 --window "peak 0.20 08:00-20:00" --valid-from 2025-01-01
              plumb tariff change 2025 --valid-until 2026-01-01
              plumb tariff remove 2025
            """,
    };

    public static RegisterKind Carbon() => new()
    {
        Word = "carbon",
        Plural = "carbon factors",
        Path = "carbon-factors",
        Description = "What a kWh emits at a factory. Two factors of a factory never hold on one day.",
        NameField = "region",
        CanBeRemoved = true,
        Fields =
        [
            RegisterField.Number("kg_per_kwh", "KG", "kg CO₂ a kWh.", isRequired: true),
            RegisterField.Text("valid_from", "DAY", "First day on which it holds."),
            RegisterField.Text("valid_until", "DAY", "First day on which it no longer holds."),
        ],
        Columns = ["kg_per_kwh", "valid_from", "valid_until"],
        Examples = """
            Examples:
              plumb carbon add DE --factory Works --kg-per-kwh 0.38 --valid-from 2025-01-01
              plumb carbon list
              plumb carbon change DE --kg-per-kwh 0.36
            """,
    };
}
