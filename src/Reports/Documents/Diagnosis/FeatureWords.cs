namespace Plumbline.Reports.Documents.Diagnosis;

/// <summary>Says the name of a learning feature in words.</summary>
static class FeatureWords
{
    /// <summary>head_rolling_mean_168h → mean head deviation over 168 hours. A name of another make is given back as it is.</summary>
    public static string Of(string feature)
    {
        if (Whole(feature) is { } known) return known;
        var end = feature.IndexOf('_', StringComparison.Ordinal);
        if (end < 0 || feature[..end] is not ("flow" or "head" or "power" or "efficiency")) return feature;
        var (parameter, rest) = (feature[..end], feature[(end + 1)..]);
        return rest switch
        {
            "deviation_pct" => $"{parameter} deviation",
            "cumulative_deviation" => $"sum of all {parameter} deviations",
            "abs_deviation" => $"size of the {parameter} deviation",
            _ => Windowed(parameter, rest.Split('_')) ?? feature,
        };
    }

    static string? Whole(string feature) => feature switch
    {
        "hours_since_start" => "hours since the start of the data",
        "day_of_week" => "day of the week",
        "hour_of_day" => "hour of the day",
        "flow_head_product" => "product of flow and head deviation",
        "power_efficiency_product" => "product of power and efficiency deviation",
        _ => null,
    };

    static string? Windowed(string parameter, string[] parts)
    {
        if (parts.Length < 2 || !parts[^1].EndsWith('h') || !int.TryParse(parts[^1].AsSpan(..^1), out var hours)) return null;
        return string.Join('_', parts[..^1]) switch
        {
            "rolling_mean" => $"mean {parameter} deviation over {hours} hours",
            "rolling_std" => $"scatter of the {parameter} deviation over {hours} hours",
            "rolling_max" => $"highest {parameter} deviation in {hours} hours",
            "rolling_min" => $"lowest {parameter} deviation in {hours} hours",
            "slope" => $"trend of {parameter} over {hours} hours",
            "acceleration" => $"change of the {parameter} trend over {hours} hours",
            _ => null,
        };
    }
}
