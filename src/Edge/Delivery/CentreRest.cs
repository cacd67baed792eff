using System.Globalization;
using Plumbline.Edge.Memory;

namespace Plumbline.Edge.Delivery;

/// <summary>How long the centre asked to be left alone, also by the runs to come. Only for who holds the lock of the data folder.</summary>
/// <remarks>
/// Within a process the time that passes counts. From one process to the next there is but the clock on the wall, which jumps: a rest that it shows as not begun, or over, is not heeded.
/// It is a courtesy and no more: where it cannot be kept, or the file is damaged, the centre is asked again.
/// </remarks>
/// <param name="path">One line: from when to when.</param>
/// <param name="clock">Of both kinds.</param>
sealed class CentreRest(string path, TimeProvider clock)
{
    /// <summary>A centre that asks for more is not heeded: it may have meant milliseconds.</summary>
    static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    TimeLimit? _limit;

    /// <summary>What is left of it; 0 where there is none.</summary>
    public TimeSpan Remaining => (_limit ??= new(clock, Kept())).Remaining;

    /// <summary>Begins one.</summary>
    public void Begin(TimeSpan asked)
    {
        var span = asked < Longest ? asked : Longest;
        _limit = new(clock, span);
        var now = clock.GetUtcNow().UtcDateTime;
        try
        {
            DurableFile.Write(path, System.Text.Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{now:O} {now + span:O}\n")));
        }
        catch (IOException)
        {
            // A full disk: this process knows, and the next one asks the centre.
        }
    }

    TimeSpan Kept()
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return Read() is [var from, var until] && from <= now && now < until && until - from <= Longest ? until - now : TimeSpan.Zero;
    }

    DateTime[] Read()
    {
        try
        {
            return [.. File.ReadAllText(path).Split(' ').Select(text => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            return [];
        }
    }
}
