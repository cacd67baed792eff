using System.Text;
using Plumbline.Intake.Csv;
using Plumbline.Intake.Machines;
using Plumbline.Plant;

namespace Plumbline.Intake.Messages;

/// <summary>What the fields of a machine are grouped by.</summary>
enum FieldGroup
{
    Energy,
    Production,
    Environment,
}

/// <summary>One row while it is read. Fields of a machine that have no column of their own are plain series of it.</summary>
sealed class ReadingDraft
{
    /// <summary>Bytes of the name of a plain series, so that a store can look it up.</summary>
    public const int LongestName = 500;

    static readonly (FieldGroup Group, byte[] Name, int Column)[] Fields =
    [
        .. MachineField.All.Select((field, column) => (GroupOf(column), Encoding.UTF8.GetBytes(field.Name), column)),
    ];

    /// <summary>By the columns of <see cref="MachineField"/>; NaN where the row has none.</summary>
    public double[] Values { get; } = new double[MachineField.All.Length];

    public OperatingMode Mode { get; private set; }

    public EnergyType Energy { get; private set; }

    /// <summary>Units that were not good, where they were counted instead of all.</summary>
    double _bad;

    public List<(string Name, double Value)> Others { get; } = [];

    public int Ignored { get; set; }

    /// <summary>Code and sentence of what is wrong first; null while nothing is.</summary>
    public (string Code, string What)? Trouble { get; private set; }

    public bool HasValues => Mode != OperatingMode.Unknown || Others.Count > 0 || Array.Exists(Values, double.IsFinite);

    public void Clear()
    {
        Array.Fill(Values, double.NaN);
        (Mode, Energy, _bad, Ignored, Trouble) = (OperatingMode.Unknown, EnergyType.Electricity, double.NaN, 0, null);
        Others.Clear();
    }

    public void Refuse(string code, string what) => Trouble ??= (code, what);

    public void Set(FieldGroup group, ReadOnlySpan<byte> name, double value)
    {
        if (!double.IsFinite(value))
        {
            Refuse("number_infinite", $"{Excerpt.Of(name)} is not finite.");
            return;
        }

        foreach (var (own, known, column) in Fields)
        {
            if (own != group || !name.SequenceEqual(known)) continue;
            if (value < MachineField.All[column].Least) Refuse("value_out_of_range", FormattableString.Invariant($"{MachineField.All[column].Name} is {value}, below {MachineField.All[column].Least}."));
            if (!double.IsNaN(Values[column])) Refuse("field_twice", $"{MachineField.All[column].Name} is there twice.");
            Values[column] = value;
            return;
        }

        if (group == FieldGroup.Production && name.SequenceEqual("bad"u8))
        {
            if (value < 0) Refuse("value_out_of_range", FormattableString.Invariant($"bad is {value}, below 0."));
            _bad = value;
        }
        else if (name.Length > LongestName)
        {
            Refuse("name_too_long", $"The name {Excerpt.Of(name)} has {name.Length} bytes, more than {LongestName}.");
        }
        else
        {
            Others.Add(($"{Name(group)}.{Encoding.UTF8.GetString(name)}", value));
        }
    }

    public void Set(FieldGroup group, ReadOnlySpan<byte> name, ReadOnlySpan<byte> text)
    {
        if (group == FieldGroup.Energy && name.SequenceEqual("energy_type"u8)) Energy = EnergyOf(text);
        else if (group == FieldGroup.Production && name.SequenceEqual("operating_mode"u8)) Mode = ModeOf(text);
        else if (IsNumeric(group, name)) Refuse("number_unreadable", $"{Encoding.UTF8.GetString(name)} {Excerpt.Of(text)} is not a number.");
        else Ignored++;
    }

    /// <summary>Whether a field has a column, and so must be a number.</summary>
    public static bool IsNumeric(FieldGroup group, ReadOnlySpan<byte> name)
    {
        foreach (var (own, known, _) in Fields)
            if (own == group && name.SequenceEqual(known)) return true;
        return false;
    }

    /// <summary>Good ones from bad ones, where that is what was counted.</summary>
    public void Finish()
    {
        if (double.IsNaN(_bad)) return;
        const int Count = 2;
        const int Good = 3;
        if (double.IsNaN(Values[Count])) Values[Count] = Values[Good] + _bad;
        if (double.IsNaN(Values[Good])) Values[Good] = Values[Count] - _bad;
        if (Values[Good] < 0) Refuse("value_out_of_range", FormattableString.Invariant($"bad is {_bad}, more than production_count {Values[Count]}."));
    }

    EnergyType EnergyOf(ReadOnlySpan<byte> text)
    {
        if (text.SequenceEqual("electricity"u8)) return EnergyType.Electricity;
        if (text.SequenceEqual("gas"u8)) return EnergyType.Gas;
        if (text.SequenceEqual("steam"u8)) return EnergyType.Steam;
        if (text.SequenceEqual("compressed_air"u8)) return EnergyType.CompressedAir;
        Refuse("energy_type_unknown", $"The energy_type {Excerpt.Of(text)} is none of electricity, gas, steam and compressed_air.");
        return EnergyType.Electricity;
    }

    OperatingMode ModeOf(ReadOnlySpan<byte> text)
    {
        if (text.SequenceEqual("running"u8)) return OperatingMode.Running;
        if (text.SequenceEqual("idle"u8)) return OperatingMode.Idle;
        if (text.SequenceEqual("maintenance"u8)) return OperatingMode.Maintenance;
        if (text.SequenceEqual("fault"u8)) return OperatingMode.Fault;
        if (text.SequenceEqual("offline"u8)) return OperatingMode.Offline;
        Refuse("mode_unknown", $"The operating_mode {Excerpt.Of(text)} is none of idle, running, maintenance, fault and offline.");
        return OperatingMode.Unknown;
    }

    static FieldGroup GroupOf(int column) => column switch { < 2 => FieldGroup.Energy, < 5 => FieldGroup.Production, _ => FieldGroup.Environment };

    static string Name(FieldGroup group) => group.ToString().ToLowerInvariant();
}
