using System.Globalization;

namespace Plumbline.Central;

/// <summary>Parameters of an address; those that are wrong are named. Parameters that we do not know are ignored.</summary>
sealed class QueryFields(IQueryCollection query, FieldErrors errors)
{
    /// <returns>Null where it is missing or empty.</returns>
    public string? Text(string name) => query[name] is [{ Length: > 0 } text, ..] ? text : null;

    public long Whole(string name, long least, long most, long otherwise)
    {
        if (Text(name) is not { } text) return otherwise;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
        errors.Add(name, $"must be a whole number from {least} to {most}.");
        return otherwise;
    }

    public double Number(string name, double least, double most, double otherwise)
    {
        if (Text(name) is not { } text) return otherwise;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
        errors.Add(name, FormattableString.Invariant($"must be a number from {least} to {most}."));
        return otherwise;
    }

    public bool? Flag(string name)
    {
        if (Text(name) is not { } text) return null;
        if (bool.TryParse(text, out var flag)) return flag;
        errors.Add(name, "must be true or false.");
        return null;
    }

    /// <returns>The default value where it is missing or wrong, and named as an error then.</returns>
    public Guid Id(string name)
    {
        if (Text(name) is { } text && Guid.TryParse(text, out var id)) return id;
        errors.Add(name, Text(name) is null ? "is required: a UUID." : "must be a UUID.");
        return default;
    }

    /// <returns>The default value where it is missing or wrong, and named as an error then.</returns>
    public DateTime Time(string name)
    {
        // In an address a plus means a space.
        if (Text(name) is { } text && UtcTime.Parse(text.Replace(' ', '+')) is { } time) return time;
        if (Text(name) is { } spaced && UtcTime.Parse(spaced) is { } other) return other;
        errors.Add(name, Text(name) is null ? "is required: an ISO 8601 time such as 2024-11-18T14:32:00Z." : UtcTime.Wanted);
        return default;
    }
}
