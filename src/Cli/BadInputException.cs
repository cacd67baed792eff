namespace Plumbline.Cli;

/// <summary>Input that cannot be used. The message is the one sentence that the user reads; it names the value and its place.</summary>
sealed class BadInputException(string sentence) : Exception(sentence);
