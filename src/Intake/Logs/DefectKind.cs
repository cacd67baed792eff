using Plumbline.Plant;

namespace Plumbline.Intake.Logs;

/// <summary>A kind of defect that Intake finds in rows. The README of the station lists them.</summary>
sealed record DefectKind(string Name, DefectEffect Effect)
{
    public static readonly DefectKind FieldCount = Rejecting("field_count");
    public static readonly DefectKind QuoteOpen = Rejecting("quote_open");
    public static readonly DefectKind PumpMissing = Rejecting("pump_missing");
    public static readonly DefectKind PumpNotText = Rejecting("pump_not_text");
    public static readonly DefectKind MachineMissing = Rejecting("machine_missing");
    public static readonly DefectKind MachineNotText = Rejecting("machine_not_text");
    public static readonly DefectKind ModeUnknown = Rejecting("mode_unknown");
    public static readonly DefectKind TimeMissing = Rejecting("time_missing");
    public static readonly DefectKind TimeUnreadable = Rejecting("time_unreadable");
    public static readonly DefectKind TimeDayFirst = Rejecting("time_day_first");
    public static readonly DefectKind TimeImplausible = Rejecting("time_implausible");
    public static readonly DefectKind TimeSkipped = Rejecting("time_skipped");
    public static readonly DefectKind NumberUnreadable = Rejecting("number_unreadable");
    public static readonly DefectKind NumberAmbiguous = Rejecting("number_ambiguous");
    public static readonly DefectKind NumberInfinite = Rejecting("number_infinite");
    public static readonly DefectKind ValueNegative = Rejecting("value_negative");
    public static readonly DefectKind ValueOutOfRange = Rejecting("value_out_of_range");
    public static readonly DefectKind PumpUnusable = Rejecting("pump_unusable");
    public static readonly DefectKind ValueMissing = Noting("value_missing");
    public static readonly DefectKind HeaderRepeated = Noting("header_repeated");
    public static readonly DefectKind FieldsSurplus = Noting("fields_surplus");
    public static readonly DefectKind TimeTwice = Noting("time_twice");
    public static readonly DefectKind TimeRepeatedHour = Noting("time_repeated_hour");
    public static readonly DefectKind RowsUnsorted = Noting("rows_unsorted");
    public static readonly DefectKind ColumnAbsent = Noting("column_absent");
    public static readonly DefectKind SeparatorOther = Noting("separator_other");

    public bool Rejects => Effect == DefectEffect.Rejected;

    public string Code => "intake.csv." + Name;

    static DefectKind Rejecting(string name) => new(name, DefectEffect.Rejected);

    static DefectKind Noting(string name) => new(name, DefectEffect.Noted);
}
