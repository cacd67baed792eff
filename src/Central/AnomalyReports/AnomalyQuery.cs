using Plumbline.Plant;

namespace Plumbline.Central.AnomalyReports;

/// <summary>The list that a client asks for, read from the query string of its request. Parameters that we do not know are ignored.</summary>
sealed class AnomalyQuery(IQueryCollection query, FieldErrors errors)
{
    const int LargestPage = 100;
    const int UsualPage = 25;

    public long? SiteId() => Id("siteId");

    /// <param name="sites">The sites to look at; null for all.</param>
    public AnomalyFilter Filter(IReadOnlyList<long>? sites)
    {
        var filter = new AnomalyFilter
        {
            SiteIds = sites,
            PumpId = Id("pumpId"),
            SensorId = Id("sensorId"),
            CameraId = Id("cameraId"),
            Start = Time("startDate"),
            End = EndOfDay("endDate"),
            Status = Status(),
            State = State(),
        };
        if (filter.Start > filter.End) errors.Add("startDate", "is after endDate.");
        return filter;
    }

    public PageOfAnomalies Page()
    {
        var isPaged = Text("page") is not null || Text("pageSize") is not null;
        if (isPaged && (Text("skip") is not null || Text("take") is not null)) errors.Add("skip", "goes with take, not with page and pageSize.");
        var take = (int)Whole(isPaged ? "pageSize" : "take", 1, LargestPage, UsualPage);
        var skip = isPaged ? (Whole("page", 1, int.MaxValue, 1) - 1) * take : Whole("skip", 0, int.MaxValue, 0);
        return new PageOfAnomalies(skip, take, IsDescending());
    }

    string? Text(string name) => query[name] is [{ Length: > 0 } text, ..] ? text : null;

    long? Id(string name) => Text(name) is null ? null : Whole(name, 0, (1L << 53) - 1, 0);

    long Whole(string name, long low, long high, long otherwise)
    {
        if (Text(name) is not { } text) return otherwise;
        if (long.TryParse(text, System.Globalization.NumberStyles.None, null, out var number) && number >= low && number <= high) return number;
        errors.Add(name, $"must be an integer from {low} to {high}.");
        return otherwise;
    }

    DateTime? Time(string name)
    {
        if (Text(name) is not { } text) return null;
        var time = UtcTime.Parse(text);
        if (time is null) errors.Add(name, UtcTime.Wanted);
        return time;
    }

    DateTime? EndOfDay(string name) => Time(name) is { } time && UtcTime.IsDay(Text(name)!) ? time.AddDays(1).AddMicroseconds(-1) : Time(name);

    PumpStatus? Status()
    {
        if (Text("status") is not { } text) return null;
        var status = AnomalyBody.StatusNamed(text);
        if (status is null) errors.Add("status", $"must be one of {string.Join(", ", Enum.GetNames<PumpStatus>())}.");
        return status;
    }

    AnomalyState? State()
    {
        if (Text("state") is not { } text) return null;
        var state = AnomalyJson.StateNamed(text);
        if (state is null) errors.Add("state", "must be open, acknowledged or resolved.");
        return state;
    }

    bool IsDescending()
    {
        var direction = Text("sortDirection")?.ToLowerInvariant() ?? "desc";
        if (direction is not ("asc" or "desc")) errors.Add("sortDirection", "must be asc or desc.");
        return direction != "asc";
    }
}
