namespace Plumbline.Pumps.Prognosis;

/// <summary>What learns.</summary>
public enum RulModelKind
{
    /// <summary>The mean of many trees.</summary>
    RandomForest,

    /// <summary>Trees that correct one another.</summary>
    GradientBoosting,

    /// <summary>A weighted sum of the features.</summary>
    Linear,
}

/// <summary>The names of the kinds, as on cards, in files and on the command line.</summary>
public static class RulModelKinds
{
    /// <summary>All names, in the order of <see cref="RulModelKind"/>.</summary>
    public static IReadOnlyList<string> Names { get; } = ["random_forest", "gradient_boosting", "linear"];

    /// <summary>The name of a kind.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not one of the kinds.</exception>
    public static string NameOf(RulModelKind kind) =>
        Enum.IsDefined(kind) ? Names[(int)kind] : throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of model.");

    /// <summary>The kind of a name.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static RulModelKind Named(string name) => Find(name) ?? throw new ArgumentException($"There is no model '{name}': {string.Join(", ", Names)}.", nameof(name));

    internal static IRulScore Read(string name, Stream stream) => Find(name) switch
    {
        RulModelKind.RandomForest => new TreeScore(Numerics.Forests.RandomForest.Read(stream)),
        RulModelKind.GradientBoosting => new TreeScore(Numerics.Forests.GradientBoosting.Read(stream)),
        RulModelKind.Linear => LinearScore.Read(stream),
        _ => throw new InvalidDataException($"The model is of the kind '{name}', which this program does not know."),
    };

    static RulModelKind? Find(string name)
    {
        for (var i = 0; i < Names.Count; i++) if (Names[i] == name) return (RulModelKind)i;
        return null;
    }
}
