using System.Text.Json;
using Plumbline.Incidents;
using Plumbline.Intake;
using Plumbline.Plant;
using Plumbline.Pumps;
using Plumbline.Pumps.Condition;
using Plumbline.Pumps.Grades;

namespace Plumbline.Edge.Artifact;

/// <summary>What a pump's readings are compared with on the device, and how: <c>config/baseline.json</c>.</summary>
public sealed record PackedBaseline
{
    const int Format = 1;

    static readonly Dictionary<string, HeadBasis> Heads = new(StringComparer.Ordinal)
    {
        ["discharge"] = HeadBasis.DischargePressure,
        ["differential"] = HeadBasis.DifferentialPressure,
        ["differential-ft"] = HeadBasis.DifferentialHead,
    };

    static readonly Dictionary<string, PumpParameter> Parameters = new(StringComparer.Ordinal)
    {
        ["flow"] = PumpParameter.Flow,
        ["head"] = PumpParameter.Head,
        ["power"] = PumpParameter.Power,
        ["efficiency"] = PumpParameter.Efficiency,
    };

    /// <summary>The baseline. A failure date is not packed: the pump on the device lives.</summary>
    public required PumpBaseline Pump { get; init; }

    /// <summary>Profile of the tolerance table.</summary>
    public required string Profile { get; init; }

    /// <summary>The grade that was asked for; null for the one that application and motor select.</summary>
    public string? Category { get; init; }

    /// <summary>How readings are judged.</summary>
    public required AnalysisOptions Options { get; init; }

    /// <summary>What a longer log told of the pump's signals than a device may have seen; null where none was given.</summary>
    public SignalTraits? Signals { get; init; }

    /// <summary>The grade, from the table that is packed beside.</summary>
    /// <exception cref="ToleranceTableException">The table has none for this pump.</exception>
    public GradeChoice GradeIn(ToleranceTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return table.Select(Pump.Application, Pump.MotorRating, Profile, Category);
    }

    /// <summary>Writes it as JSON; the same values give the same bytes.</summary>
    public void Write(Stream stream)
    {
        using var json = new Utf8JsonWriter(stream, ArtifactJson.Writing);
        json.WriteStartObject();
        json.WriteNumber("format", Format);
        json.WriteString("pump", Pump.PumpId);
        json.WriteString("pump_type", Pump.PumpType);
        json.WriteString("application", Pump.Application);
        json.WriteNumber("motor_rating_hp", Pump.MotorRating.Horsepower);
        json.WriteNumber("flow_gpm", Pump.Flow.GallonsPerMinute);
        json.WriteNumber("discharge_pressure_psi", Pump.DischargePressure.Psi);
        ArtifactJson.Write(json, "suction_pressure_psi", Pump.SuctionPressure?.Psi);
        json.WriteNumber("power_hp", Pump.Power.Horsepower);
        json.WriteNumber("efficiency_percent", Pump.EfficiencyPct);
        ArtifactJson.Write(json, "speed_rpm", Pump.RatedSpeed?.Rpm);
        json.WriteNumber("specific_gravity", Pump.SpecificGravity);
        WriteJudging(json);
        WriteSignals(json);
        json.WriteEndObject();
        json.Flush();
        stream.WriteByte((byte)'\n');
    }

    /// <summary>Reads what <see cref="Write"/> wrote: judgements are the same to the last bit.</summary>
    /// <param name="json">UTF-8.</param>
    /// <param name="file">What messages call it.</param>
    /// <exception cref="InvalidInputException">A field is missing, of the wrong kind, impossible or unknown; the message names it.</exception>
    public static PackedBaseline Read(byte[] json, string file) => JsonFields.Read(json, file, root =>
    {
        root.Whole("format", Format, Format);
        var pump = new PumpBaseline
        {
            PumpId = root.Text("pump"),
            PumpType = root.Text("pump_type"),
            Application = root.Text("application"),
            MotorRating = new(root.Above0("motor_rating_hp")),
            Flow = new(root.Above0("flow_gpm")),
            DischargePressure = new(root.Above0("discharge_pressure_psi")),
            SuctionPressure = root.OptionalNumber("suction_pressure_psi") is { } psi ? new Pressure(psi) : null,
            Power = new(root.Above0("power_hp")),
            EfficiencyPct = root.Above0("efficiency_percent", 100),
            RatedSpeed = root.OptionalNumber("speed_rpm", double.Epsilon) is { } rpm ? new Speed(rpm) : null,
            SpecificGravity = root.Above0("specific_gravity"),
        };
        var (profile, category, options) = root.Object("judging", ReadJudging);
        var signals = root.OptionalObject("signals", ReadSignals);
        if (pump.PumpId.Length == 0) throw new InvalidInputException(file, "'pump' is empty");
        if (options.Head != HeadBasis.DischargePressure && pump.SuctionPressure is null) throw new InvalidInputException(file, "'judging.head' is differential, but 'suction_pressure_psi' is null");
        return new PackedBaseline { Pump = pump, Profile = profile, Category = category, Options = options, Signals = signals };
    });

    void WriteJudging(Utf8JsonWriter json)
    {
        json.WriteStartObject("judging");
        json.WriteString("profile", Profile);
        json.WriteString("category", Category);
        json.WriteString("head", Heads.First(head => head.Value == Options.Head).Key);
        ArtifactJson.Write(json, "rated_speed_rpm", Options.RatedSpeed?.Rpm);
        json.WriteBoolean("speed_correction", Options.SpeedCorrection);
        json.WriteNumber("stuck_after_hours", Options.StuckAfter.TotalHours);
        json.WriteNumber("loss_warning_percent", Options.LossWarningPct);
        json.WriteNumber("loss_urgent_percent", Options.LossUrgentPct);
        json.WriteNumber("alarm_needed", Options.Alarm.Needed);
        json.WriteNumber("alarm_of", Options.Alarm.Of);
        json.WriteNumber("alarm_deadband_share", Options.Alarm.DeadbandShare);
        json.WriteEndObject();
    }

    static (string Profile, string? Category, AnalysisOptions Options) ReadJudging(JsonFields judging)
    {
        var (profile, category) = (judging.Text("profile"), judging.OptionalText("category"));
        var of = judging.Whole("alarm_of", 1, 100);
        return (profile, category, new()
        {
            Head = judging.OneOf("head", Heads),
            RatedSpeed = judging.OptionalNumber("rated_speed_rpm", double.Epsilon) is { } rpm ? new Speed(rpm) : null,
            SpeedCorrection = judging.Flag("speed_correction"),
            // To the tick that was written: hours are its multiples in binary only nearly.
            StuckAfter = new((long)Math.Round(judging.Above0("stuck_after_hours", 24 * 366) * TimeSpan.TicksPerHour)),
            LossWarningPct = judging.Number("loss_warning_percent", -100, 0),
            LossUrgentPct = judging.Number("loss_urgent_percent", -100, 0),
            Alarm = new AlarmOptions { Needed = judging.Whole("alarm_needed", 1, of), Of = of, DeadbandShare = judging.Number("alarm_deadband_share", 0, 0.99) },
        });
    }

    void WriteSignals(Utf8JsonWriter json)
    {
        if (Signals is not { } signals)
        {
            json.WriteNull("signals");
            return;
        }
        json.WriteStartObject("signals");
        ArtifactJson.Write(json, "rated_speed_rpm", signals.RatedSpeed?.Speed.Rpm);
        json.WriteString("rated_speed_source", signals.RatedSpeed?.Source);
        json.WriteBoolean("speed_varies", signals.SpeedVaries);
        json.WriteStartArray("derived");
        foreach (var (name, parameter) in Parameters) if (signals.Derived.Has(parameter)) json.WriteStringValue(name);
        json.WriteEndArray();
        json.WriteBoolean("efficiency_is_computed", signals.EfficiencyIsComputed);
        if (signals.StuckAt is { } stuckAt)
        {
            json.WriteStartObject("stuck_at");
            foreach (var (name, parameter) in Parameters) ArtifactJson.Write(json, name, stuckAt[parameter]);
            json.WriteEndObject();
        }
        else json.WriteNull("stuck_at");
        json.WriteEndObject();
    }

    static SignalTraits ReadSignals(JsonFields signals)
    {
        var rpm = signals.OptionalNumber("rated_speed_rpm", double.Epsilon);
        var source = signals.OptionalText("rated_speed_source") ?? "";
        var derived = signals.ListOf("derived", Parameters).Aggregate(ParameterSet.None, (set, parameter) => set | parameter.Alone());
        var stuckAt = signals.IsNull("stuck_at") ? (ParameterValues?)null : signals.Object("stuck_at", values => new ParameterValues(Of(values, "flow"), Of(values, "head"), Of(values, "power"), Of(values, "efficiency")));
        return new(rpm is { } known ? new RatedSpeed(new(known), source) : null, signals.Flag("speed_varies"), derived, signals.Flag("efficiency_is_computed"), stuckAt);

        static double Of(JsonFields values, string name) => values.OptionalNumber(name) ?? double.NaN;
    }
}
