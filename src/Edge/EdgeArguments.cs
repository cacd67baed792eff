using System.Globalization;

namespace Plumbline.Edge;

/// <summary>What the command line asks for.</summary>
enum EdgeVerb
{
    /// <summary>Judge a file once.</summary>
    Run,

    /// <summary>Look again and again.</summary>
    Watch,

    /// <summary>Hold the artifact's files against its manifest.</summary>
    Verify,

    /// <summary>Show how to use it.</summary>
    Help,

    /// <summary>Show the version.</summary>
    Version,
}

/// <summary>The command line of the program: few words, read by hand, for a parser would take longer to start than the work takes.</summary>
sealed record EdgeArguments
{
    static readonly TimeSpan LongestInterval = TimeSpan.FromDays(366);

    public required EdgeVerb Verb { get; init; }

    /// <summary>The CSV, or for <see cref="EdgeVerb.Watch"/> also a folder of them.</summary>
    public string Source { get; init; } = "";

    /// <summary>The file for the latest row; null: in the data folder.</summary>
    public string? Results { get; init; }

    /// <summary>The deployment configuration; null: that of the artifact.</summary>
    public string? ConfigPath { get; init; }

    /// <summary>Null: in the artifact's folder.</summary>
    public string? DataFolder { get; init; }

    /// <summary>Null: where the program lies, or the working folder.</summary>
    public string? ArtifactFolder { get; init; }

    /// <summary>Whether a last line without a line break is one all the same.</summary>
    public bool IsComplete { get; init; }

    /// <summary>Between looks.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Reads it.</summary>
    /// <param name="words">As the shell gave them.</param>
    /// <param name="complaint">What is wrong, a sentence; null where nothing is.</param>
    /// <returns>Null where something is wrong.</returns>
    public static EdgeArguments? Read(IReadOnlyList<string> words, out string? complaint)
    {
        var reader = new Reader(words);
        var read = reader.Read();
        complaint = reader.Complaint;
        return complaint is null ? read : null;
    }

    sealed class Reader(IReadOnlyList<string> words)
    {
        readonly List<string> _plain = [];
        EdgeArguments _read = new() { Verb = EdgeVerb.Run };
        int _at;

        public string? Complaint { get; private set; }

        public EdgeArguments Read()
        {
            if (words.Count == 0) return new() { Verb = EdgeVerb.Help };
            if (words[0] is "run" or "watch")
            {
                _read = _read with { Verb = words[0] == "run" ? EdgeVerb.Run : EdgeVerb.Watch };
                _at = 1;
            }
            while (_at < words.Count && Complaint is null) Take(words[_at++]);
            if (Complaint is null) Settle();
            return _read;
        }

        void Take(string word)
        {
            switch (word)
            {
                case "--help" or "-h" or "-?": _read = _read with { Verb = EdgeVerb.Help }; break;
                case "--version": _read = _read with { Verb = EdgeVerb.Version }; break;
                case "--verify": _read = _read with { Verb = EdgeVerb.Verify }; break;
                case "--complete": _read = _read with { IsComplete = true }; break;
                case "--config": _read = _read with { ConfigPath = Value(word) }; break;
                case "--data-dir": _read = _read with { DataFolder = Value(word) }; break;
                case "--artifact": _read = _read with { ArtifactFolder = Value(word) }; break;
                case "--results": _read = _read with { Results = Value(word) }; break;
                case "--every": _read = _read with { Every = Interval(Value(word)) }; break;
                case "": Complaint = "an argument is empty"; break;
                default:
                    if (word[0] == '-' && word.Length > 1) Complaint = $"there is no option '{word}'";
                    else _plain.Add(word);
                    break;
            }
        }

        void Settle()
        {
            var isRun = _read.Verb == EdgeVerb.Run;
            if (!isRun && _read.Verb != EdgeVerb.Watch) return;
            if (!isRun && words.Contains("--complete")) Complaint = "--complete goes with a single run: a watched file may be half-written at any look";
            else if (isRun && words.Contains("--every")) Complaint = "--every goes with watch";
            else if (isRun && words.Contains("--results")) Complaint = "the results file is the second argument";
            else if (_plain.Count == 0) Complaint = isRun ? "say which CSV to judge, and where to write the results" : "say which file or folder to watch";
            else if (isRun && _plain.Count == 1) Complaint = $"say where to write the results of '{_plain[0]}'";
            else if (_plain.Count > (isRun ? 2 : 1)) Complaint = $"'{_plain[isRun ? 2 : 1]}' is one argument too many";
            else if (Results() is { } results && Path.GetFullPath(results) == Path.GetFullPath(_plain[0])) Complaint = $"the results would be written over '{results}'";
            else _read = _read with { Source = _plain[0], Results = Results() };
        }

        string? Results() => _read.Verb == EdgeVerb.Run ? _plain[1] : _read.Results;

        string Value(string option)
        {
            if (_at < words.Count && words[_at].Length > 0) return words[_at++];
            Complaint = $"a value must follow {option}";
            return "";
        }

        TimeSpan Interval(string text)
        {
            if (text.Length > 1 && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0)
            {
                var seconds = text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86_400, _ => 0 };
                if (seconds > 0 && (double)count * seconds <= LongestInterval.TotalSeconds) return TimeSpan.FromSeconds((double)count * seconds);
            }
            Complaint ??= $"'{text}' is not an interval; write it as 30s, 5m, 1h or 1d, up to 366d";
            return default;
        }
    }
}
