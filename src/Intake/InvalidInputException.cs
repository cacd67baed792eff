namespace Plumbline.Intake;

/// <summary>A file, or a setting given with it, of which nothing can be used.</summary>
/// <remarks>
/// The one way in which Intake refuses a whole file. Whatever concerns single rows or values is a <see cref="Plant.Defect"/> of the outcome and stops nothing,
/// unless <see cref="PumpLogOptions.Strict"/> asks for it. A stream that fails throws what it throws.
/// </remarks>
public sealed class InvalidInputException : Exception
{
    /// <summary>For trouble with the file as a whole, or at one line of it.</summary>
    /// <param name="file">What the user calls the file or setting.</param>
    /// <param name="what">The rest of the sentence: what is wrong, naming the value, without a full stop.</param>
    /// <param name="line">Counted from 1, the header included; null where the trouble has no line.</param>
    public InvalidInputException(string file, string what, long? line = null)
        : base(line is { } number ? $"{file}, line {number}: {what}." : $"{file}: {what}.") => (File, Line) = (file, line);

    /// <summary>What the user calls the file or setting.</summary>
    public string File { get; }

    /// <summary>Counted from 1, the header included; null where the trouble has no line.</summary>
    public long? Line { get; }
}
