namespace Plumbline.Cli;

/// <summary>Input that cannot be used. The message is the one sentence that the user reads; it names the value and its place.</summary>
sealed class BadInputException(string sentence) : Exception(sentence);

/// <summary>A command line that is wrong, as only a look into the files can tell. The message is the one sentence that the user reads; it names the option and the value.</summary>
sealed class UsageException(string sentence) : Exception(sentence);
