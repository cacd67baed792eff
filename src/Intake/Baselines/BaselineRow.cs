using System.Text;
using Plumbline.Intake.Csv;
using Plumbline.Intake.Logs;
using Plumbline.Plant;

namespace Plumbline.Intake.Baselines;

/// <summary>One row of a baseline file. Whatever is wrong in it is refused: there is nothing to compare a pump with otherwise.</summary>
sealed class BaselineRow(string file, BaselineTable table, IReadOnlyList<byte[]> fields, bool decimalCommas, long line)
{
    public long Line => line;

    public string PumpId => Text(BaselineTable.PumpId);

    /// <summary>Whether a number of the row has a decimal comma.</summary>
    public bool HasComma { get; private set; }

    /// <summary>Whether a number of the row has a decimal point.</summary>
    public bool HasPoint { get; private set; }

    /// <exception cref="InvalidInputException">A value is missing, unreadable or impossible.</exception>
    public PumpBaseline Baseline(ZoneClock clock) => new()
    {
        PumpId = PumpId.Length > 0 ? PumpId : throw Refused("Well ID is empty"),
        PumpType = table.Has(BaselineTable.PumpType) ? Text(BaselineTable.PumpType) : "",
        Application = Text(BaselineTable.Application),
        MotorRating = new(Above0(table.Has(BaselineTable.Horsepower) ? BaselineTable.Horsepower : BaselineTable.PowerRating)),
        Flow = new(Above0(BaselineTable.Flow)),
        DischargePressure = new(Above0(BaselineTable.Discharge)),
        Power = new(Above0(BaselineTable.Power)),
        EfficiencyPct = Above0(BaselineTable.Efficiency, most: 100),
        SuctionPressure = Number(BaselineTable.Suction) is { } psi ? new Pressure(psi) : null,
        RatedSpeed = Has(BaselineTable.Speed) ? new Speed(Above0(BaselineTable.Speed)) : null,
        SpecificGravity = Has(BaselineTable.SpecificGravity) ? Above0(BaselineTable.SpecificGravity) : 1,
        FailureDate = Has(BaselineTable.FailureDate) ? Time(BaselineTable.FailureDate, clock) : null,
    };

    string Text(string name) => Encoding.UTF8.GetString(Field(name));

    byte[] Field(string name) => fields[table.IndexOf(name)];

    bool Has(string name) => table.Has(name) && Field(name).Length > 0;

    double Above0(string name, double most = double.PositiveInfinity)
    {
        var value = Number(name) ?? throw Refused($"{table.HeaderOf(name)} is empty");
        if (value > 0 && value <= most) return value;
        throw Refused(name, double.IsInfinity(most) ? "it must be above zero" : $"it must be above zero and at most {most}");
    }

    double? Number(string name)
    {
        if (!table.Has(name)) return null;
        var reading = Decimals.Read(Field(name), decimalCommas, out var value, out var mark);
        HasComma |= mark == ',';
        HasPoint |= mark == '.';
        return reading switch
        {
            NumberReading.Missing => null,
            NumberReading.Number when double.IsFinite(table.ToLog(name, value)) => table.ToLog(name, value),
            NumberReading.Ambiguous => throw Refused(name, "its comma may mark decimals or group thousands"),
            NumberReading.Unreadable => throw Refused(name, "it is not a number"),
            _ => throw Refused(name, "it is not finite"),
        };
    }

    DateTime Time(string name, ZoneClock clock)
    {
        var reading = Timestamps.Read(Field(name), out var ticks);
        if (reading == TimeReading.Local && clock.ToUtc(ticks, out ticks, out _) != WallTime.Never) reading = TimeReading.Utc;
        return reading == TimeReading.Utc ? new(ticks, DateTimeKind.Utc) : throw Refused(name, "it is neither an ISO 8601 nor a US month/day/year date of the years 1971 to 2199");
    }

    InvalidInputException Refused(string name, string what) => Refused($"{table.HeaderOf(name)} is {Excerpt.Of(Field(name))}; {what}");

    InvalidInputException Refused(string what) => new(file, what, line);
}
