namespace Plumbline.Intake.Logs;

/// <summary>A column's name and the unit beside it, as in <c>Flow (gpm)</c> or <c>Q [m3/h]</c>.</summary>
/// <param name="Name">What stands before the brackets.</param>
/// <param name="Unit">What stands in the last brackets; null where there are none.</param>
readonly record struct Heading(string Name, string? Unit)
{
    public static Heading Of(string column)
    {
        var open = column.LastIndexOfAny(['(', '[']);
        var close = open < 0 ? -1 : column.IndexOf(column[open] == '(' ? ')' : ']', open);
        return close < 0 ? new(column, null) : new(column[..open], column[(open + 1)..close]);
    }

    /// <summary>As names are compared: case, blanks and underscores do not count.</summary>
    public static string Plain(string name) => string.Concat(name.Where(c => c != '_' && !char.IsWhiteSpace(c))).ToLowerInvariant();
}
