namespace Plumbline.Detectors.Isolation;

/// <summary>A forest as plain numbers; the README holds the layout. Nothing that is read is trusted before it has been checked.</summary>
static class IsolationState
{
    const string Samples = "samples";
    const string Medians = "medians";
    const string Feature = "feature";
    const string Value = "value";

    public static DetectorState Of(GrownForest forest, double[] medians, int samples) => new()
    {
        Detector = IsolationForest.Name,
        Version = IsolationForest.StateVersion,
        Direction = Direction.Both,
        MinDeviation = 0,
        Numbers = new Dictionary<string, double[]>
        {
            [Samples] = [samples],
            [Medians] = [.. medians],
            [Feature] = [.. forest.Feature.Select(feature => (double)feature)],
            [Value] = [.. forest.Value],
        },
    };

    public static IsolationForest Read(DetectorState state)
    {
        if (state.Detector != IsolationForest.Name) throw new InvalidDataException($"The state is one of the detector '{state.Detector}', not of '{IsolationForest.Name}'.");
        if (state.Version != IsolationForest.StateVersion) throw new InvalidDataException($"The state of {IsolationForest.Name} has version {state.Version}, and this program reads version {IsolationForest.StateVersion}.");
        if (state.Direction != Direction.Both || state.MinDeviation != 0) throw new InvalidDataException($"The state of {IsolationForest.Name} has a direction or a minimum deviation, which a row of several features has not.");
        var samples = state.Number(Samples, 2, IsolationOptions.MostSamples);
        if (samples != Math.Floor(samples)) throw new InvalidDataException($"The state of {IsolationForest.Name} has {samples} samples, which is no whole number.");
        var (medians, feature, value) = (Column(state, Medians), Column(state, Feature), Column(state, Value));
        if (medians.Length is 0 or > IsolationForest.MostFeatures) throw new InvalidDataException($"The state of {IsolationForest.Name} has {medians.Length} medians, and not 1 to {IsolationForest.MostFeatures}.");
        if (feature.Length == 0 || feature.Length != value.Length) throw new InvalidDataException($"The state of {IsolationForest.Name} has {feature.Length} of feature and {value.Length} of value: one each for every node.");
        for (var node = 0; node < feature.Length; node++)
            if (!(feature[node] >= GrownForest.Leaf && feature[node] < medians.Length) || feature[node] != Math.Floor(feature[node]))
                throw new InvalidDataException($"The state of {IsolationForest.Name} has the feature {feature[node]} at node {node}, and there are {medians.Length} features.");

        var forest = new GrownForest([.. feature.Select(number => (int)number)], value);
        var trees = 0;
        for (var at = 0; at < feature.Length; trees++)
        {
            if (trees == IsolationOptions.MostTrees) throw new InvalidDataException($"The state of {IsolationForest.Name} has more than {IsolationOptions.MostTrees} trees in feature.");
            var root = at;
            var rows = Check(forest, ref at, PathLength.DeepestOf((int)samples));
            if (rows != samples) throw new InvalidDataException($"The state of {IsolationForest.Name} has {rows} rows in the leaves of the tree at node {root} of value, and {samples} samples.");
        }
        try
        {
            return new(forest, medians, (int)samples);
        }
        catch (ArgumentException trouble)
        {
            throw new InvalidDataException($"The state of {IsolationForest.Name} is of a forest that is too large: {trouble.Message}", trouble);
        }
    }

    /// <returns>Rows in the leaves of the node and below it.</returns>
    static long Check(GrownForest forest, ref int at, int levels)
    {
        if (at == forest.Feature.Length) throw new InvalidDataException($"The state of {IsolationForest.Name} ends within a tree: feature has {at} numbers.");
        var (node, value) = (at, forest.Value[at]);
        at++;
        if (forest.Feature[node] == GrownForest.Leaf)
            return value >= 1 && value <= IsolationOptions.MostSamples && value == Math.Floor(value) ? (long)value : throw new InvalidDataException($"The state of {IsolationForest.Name} has {value} rows in the leaf at node {node} of value.");
        if (levels == 0) throw new InvalidDataException($"The state of {IsolationForest.Name} has a tree that is too deep at node {node} of feature.");
        return Check(forest, ref at, levels - 1) + Check(forest, ref at, levels - 1);
    }

    static double[] Column(DetectorState state, string name)
    {
        if (!state.Numbers.TryGetValue(name, out var column) || column is null) throw new InvalidDataException($"The state of {state.Detector} has no {name}.");
        foreach (var number in column)
            if (!double.IsFinite(number)) throw new InvalidDataException($"The state of {state.Detector} has {number} in {name}.");
        return column;
    }
}
