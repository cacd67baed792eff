using System.Text;
using Plumbline.Plant;

namespace Plumbline.Pumps.Grades;

/// <summary>The acceptance grades and what they apply to, by profile: what <c>config/tolerances.json</c> says. Immutable; safe from many threads.</summary>
/// <remarks>The grades are those of ISO 9906:2012 (ANSI/HI 14.6), a criterion for the acceptance of a new pump at the factory; here they screen pumps in service.</remarks>
public sealed class ToleranceTable
{
    /// <summary>The profile that is used where none is named.</summary>
    public const string DefaultProfile = "default";

    static readonly Lazy<ToleranceTable> Embedded = new(ReadEmbedded);

    readonly IReadOnlyDictionary<string, ToleranceProfile> _profiles;

    internal ToleranceTable(IReadOnlyDictionary<string, ToleranceProfile> profiles) => _profiles = profiles;

    /// <summary>The table that the library ships with.</summary>
    public static ToleranceTable Shipped => Embedded.Value;

    /// <summary>The bytes of that table, as <see cref="Parse(ReadOnlySpan{byte}, string)"/> reads them.</summary>
    public static ReadOnlyMemory<byte> ShippedJson => EmbeddedJson();

    /// <summary>Names of the profiles, in the order of the table.</summary>
    public IEnumerable<string> Profiles => _profiles.Keys;

    /// <summary>Reads a table.</summary>
    /// <param name="json">UTF-8, with or without a byte order mark. Comments and trailing commas are allowed, a name given twice is not.</param>
    /// <param name="displayName">How messages call the file.</param>
    /// <exception cref="ToleranceTableException">It is not such a table; the message names the place and the value.</exception>
    public static ToleranceTable Parse(ReadOnlySpan<byte> json, string displayName) => new(TableReader.Read(json, displayName));

    /// <inheritdoc cref="Parse(ReadOnlySpan{byte}, string)"/>
    public static ToleranceTable Parse(string json, string displayName)
    {
        ArgumentNullException.ThrowIfNull(json);
        return Parse(Encoding.UTF8.GetBytes(json), displayName);
    }

    /// <summary>The grade that a pump is judged by.</summary>
    /// <param name="application">The service of the pump; compared without regard to case, spaces and punctuation. Not looked at where <paramref name="category"/> is given.</param>
    /// <param name="motorRating">Nameplate power: some applications have one grade for small motors and another for large ones.</param>
    /// <param name="profile">One of <see cref="Profiles"/>.</param>
    /// <param name="category">The grade to use whatever the application, such as <c>2B</c>.</param>
    /// <exception cref="ToleranceTableException">Application, profile or category is not in the table; the message lists those that are.</exception>
    public GradeChoice Select(string application, Power motorRating, string profile = DefaultProfile, string? category = null)
    {
        ArgumentNullException.ThrowIfNull(application);
        ArgumentNullException.ThrowIfNull(profile);
        var (name, grades, services) = Find(_profiles, profile, "profile");
        if (category is not null)
        {
            var asked = Find(grades, category, $"category (profile '{name}')");
            return new(asked, $"Category {asked.Name} was asked for.");
        }

        var service = Find(services, application, $"application (profile '{name}')");
        if (!(motorRating.Horsepower > 0)) throw new ToleranceTableException($"The motor rating is {motorRating.Horsepower} hp: it must be above 0.");
        foreach (var line in service.Lines)
            if (line.Fits(motorRating))
                return new(grades[line.Category], $"Profile '{name}' has {line.Category} for {service.Name}{line.Words(motorRating)}.");
        throw new ToleranceTableException($"The application '{service.Name}' has no grade for a motor of {motorRating.Horsepower:0.##} hp in profile '{name}'.");
    }

    /// <summary>A grade by its name.</summary>
    /// <exception cref="ToleranceTableException">Profile or category is not in the table; the message lists those that are.</exception>
    public ToleranceGrade Grade(string category, string profile = DefaultProfile)
    {
        ArgumentNullException.ThrowIfNull(category);
        ArgumentNullException.ThrowIfNull(profile);
        var (name, grades, _) = Find(_profiles, profile, "profile");
        return Find(grades, category, $"category (profile '{name}')");
    }

    /// <summary>Refuses a profile that is not in the table.</summary>
    /// <exception cref="ToleranceTableException">It is not; the message lists those that are.</exception>
    public void RequireProfile(string profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        Find(_profiles, profile, "profile");
    }

    static T Find<T>(IReadOnlyDictionary<string, T> entries, string wanted, string what)
    {
        foreach (var (name, entry) in entries)
            if (Same(name, wanted)) return entry;
        throw new ToleranceTableException($"Unknown {what} '{wanted}'; known are: {string.Join("; ", entries.Keys)}.");
    }

    /// <summary>Whether two names differ at most in case, spaces and punctuation.</summary>
    internal static bool Same(string name, string other) => string.Equals(Letters(name), Letters(other), StringComparison.OrdinalIgnoreCase);

    static string Letters(string name) => string.Concat(name.Where(char.IsLetterOrDigit));

    static ToleranceTable ReadEmbedded() => Parse(EmbeddedJson(), "the table of the library");

    static byte[] EmbeddedJson()
    {
        using var stream = typeof(ToleranceTable).Assembly.GetManifestResourceStream("tolerances.json")!;
        var json = new byte[stream.Length];
        stream.ReadExactly(json);
        return json;
    }
}

/// <summary>A grade, and why this one.</summary>
/// <param name="Grade">The grade.</param>
/// <param name="Reason">As a sentence.</param>
public sealed record GradeChoice(ToleranceGrade Grade, string Reason);

/// <summary>One consistent reading of the standard: its grades, and which service gets which.</summary>
sealed record ToleranceProfile(string Name, IReadOnlyDictionary<string, ToleranceGrade> Grades, IReadOnlyDictionary<string, ServiceGrades> Services);

/// <summary>The lines of one application; the first that fits the motor is taken.</summary>
sealed record ServiceGrades(string Name, IReadOnlyList<ServiceLine> Lines);

/// <summary>A grade for motors up to a size.</summary>
/// <param name="Category">Name of the grade.</param>
/// <param name="BelowHp">Motors of less than this; null for no limit in hp.</param>
/// <param name="UpToKw">Motors up to and with this; null for no limit in kW.</param>
sealed record ServiceLine(string Category, double? BelowHp, double? UpToKw)
{
    // A motor of 100 kW may be given in hp: the conversion there and back must not make it larger than it is.
    const double RoundingAllowance = 1e-9;

    public bool IsOpen => BelowHp is null && UpToKw is null;

    public bool Fits(Power rating) =>
        (BelowHp is not { } hp || rating.Horsepower < hp) && (UpToKw is not { } kw || rating.Kilowatts <= kw * (1 + RoundingAllowance));

    public string Words(Power rating) =>
        BelowHp is { } hp ? $" below {hp} hp ({rating.Horsepower:0.##} hp)"
        : UpToKw is { } kw ? $" up to {kw} kW ({rating.Kilowatts:0.#} kW)"
        : "";
}
