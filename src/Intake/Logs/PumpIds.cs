using System.Text;
using System.Text.Unicode;

namespace Plumbline.Intake.Logs;

/// <summary>The pumps of a file, numbered as they appear. Quick where a pump follows itself, or where pumps follow one another in turn.</summary>
sealed class PumpIds
{
    public const int NotText = -1;

    readonly Dictionary<string, int> _numbers = [];
    readonly List<string> _names = [];
    readonly List<byte[]> _texts = [];
    readonly List<int> _followers = [];
    int _last = -1;

    public IReadOnlyList<string> Names => _names;

    /// <param name="id">Not empty, without blanks around it.</param>
    /// <returns><see cref="NotText"/> where it is not UTF-8.</returns>
    public int NumberOf(ReadOnlySpan<byte> id)
    {
        if (_last >= 0)
        {
            if (id.SequenceEqual(_texts[_last])) return _last;
            var follower = _followers[_last];
            if (follower >= 0 && id.SequenceEqual(_texts[follower])) return _last = follower;
        }
        return Look(id);
    }

    public int NumberOf(string name)
    {
        if (_numbers.TryGetValue(name, out var known)) return known;
        _numbers.Add(name, _names.Count);
        _names.Add(name);
        _texts.Add(Encoding.UTF8.GetBytes(name));
        _followers.Add(-1);
        return _names.Count - 1;
    }

    public void Clear()
    {
        _numbers.Clear();
        _names.Clear();
        _texts.Clear();
        _followers.Clear();
        _last = -1;
    }

    int Look(ReadOnlySpan<byte> id)
    {
        if (!Utf8.IsValid(id)) return NotText;
        var number = NumberOf(Encoding.UTF8.GetString(id));
        if (_last >= 0) _followers[_last] = number;
        return _last = number;
    }
}
