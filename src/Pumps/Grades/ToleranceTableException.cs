namespace Plumbline.Pumps.Grades;

/// <summary>A tolerance table cannot be read, or does not hold what was asked of it. The message is one sentence for the person who edits the table or names the application.</summary>
public sealed class ToleranceTableException : Exception
{
    /// <summary>With the sentence to show.</summary>
    public ToleranceTableException(string message) : base(message)
    {
    }

    /// <summary>With the sentence to show, and what was found beneath.</summary>
    public ToleranceTableException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
