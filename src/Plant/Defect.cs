namespace Plumbline.Plant;

/// <summary>What a defect did to the rows it was found in.</summary>
public enum DefectEffect
{
    /// <summary>The rows are used as they are; a person should know.</summary>
    Noted,

    /// <summary>One parameter of the rows cannot be judged; the others can.</summary>
    Unjudged,

    /// <summary>The rows are left out.</summary>
    Rejected,
}

/// <summary>Something wrong with data from the plant: a value to count, keep and show, never an exception.</summary>
/// <param name="Code">A stable name for programs, such as <c>intake.csv.number_unreadable</c>.</param>
/// <param name="Where">The place, as a person would look it up: <c>well1.csv, lines 17, 23 and 40, and 5 more</c>, or a span of time.</param>
/// <param name="What">One sentence that names the value.</param>
/// <param name="Count">How many rows are concerned; at least 1.</param>
/// <param name="Effect">What became of them.</param>
public sealed record Defect(string Code, string Where, string What, long Count = 1, DefectEffect Effect = DefectEffect.Noted);
