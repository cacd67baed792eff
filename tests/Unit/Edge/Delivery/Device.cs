using Plumbline.Edge.Configuration;
using Plumbline.Edge.Delivery;
using Plumbline.Plant;
using Plumbline.Pumps.Condition;
using Plumbline.Pumps.Grades;

namespace Plumbline.Unit.Tests.Edge.Delivery;

/// <summary>A device with an outbox in a folder of its own, whose waits between tries are noted and take no time.</summary>
sealed class Device : IDisposable
{
    public const string Secret = "plumb_0123456789ab_Zm9vYmFyYmF6cXV4";

    readonly AnomalyApi? _api;
    readonly ApiOptions? _options;

    public Device(LoopbackCentre? centre = null, Func<ApiOptions, ApiOptions>? change = null, Random? jitter = null)
    {
        Outbox = new Outbox(OutboxFolder);
        if (centre is null) return;
        var options = new ApiOptions { BaseUrl = centre.BaseUrl, Token = new BearerToken(Secret) };
        options = change?.Invoke(options) ?? options;
        _api = new AnomalyApi(options, Clock, WaitAsync, jitter ?? new FixedChance(0.5));
        _options = options;
        Restart();
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("plumbline-edge-").FullName;

    public string RestPath => Path.Combine(Folder, "state", "rest.txt");

    public string OutboxFolder => Path.Combine(Folder, Outbox.FolderName);

    public Outbox Outbox { get; }

    public Dispatch Dispatch { get; private set; } = null!;

    public StepClock Clock { get; } = new();

    /// <summary>In seconds.</summary>
    public List<double> Waits { get; } = [];

    /// <summary>Names in the outbox, or in a folder of it.</summary>
    public IReadOnlyList<string> Files(string folder = "") =>
        Directory.Exists(Path.Combine(OutboxFolder, folder)) ? [.. Directory.EnumerateFiles(Path.Combine(OutboxFolder, folder)).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)] : [];

    /// <summary>All that lies in the device's folder, names and contents.</summary>
    public string Everything() => string.Join('\n', Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Select(path => $"{path}\n{File.ReadAllText(path)}"));

    /// <summary>As a program that is started anew: only what is on the disk is known.</summary>
    public void Restart() => Dispatch = new(Outbox, _api!, _options!.FlushLimit, new(RestPath, Clock), Clock);

    public Task<DispatchOutcome> FlushAsync() => Dispatch.FlushAsync(default);

    public void Dispose()
    {
        _api?.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>One that reports so much more flow and head than its baseline, grade 1U.</summary>
    public static AnomalyPayload Payload(DateTime timestamp, double flowPct = 15, double headPct = 10)
    {
        var rule = new ToleranceRule(ToleranceTable.Shipped.Grade("1U"));
        var deviations = new ParameterValues(flowPct, headPct, 8.5, 1.2);
        return new()
        {
            Site = new() { SiteId = 35482, PumpId = 1, DeviceId = "well1-edge", SensorIds = new Dictionary<PumpParameter, long> { [PumpParameter.Flow] = 101, [PumpParameter.Head] = 102 } },
            Timestamp = timestamp,
            Status = rule.Judge(deviations).Status,
            ToleranceCategory = "1U",
            Violations = [.. ParameterSets.All.ToArray().Select(parameter => rule.ViolationOf(parameter, deviations[parameter])).OfType<Violation>()],
            DeviationsPct = deviations,
            Baseline = new(500, 150, 75, 85.5),
            Current = new(500 + (flowPct * 5), 150 + (headPct * 1.5), 81.375, 86.526),
            ModelVersion = "1.0.0",
            Forecast = new(12.5, 0.13, 0.87),
        };
    }

    public static DateTime Hour(int hour) => new DateTime(2024, 7, 25, 14, 32, 0, DateTimeKind.Utc).AddHours(hour);

    Task WaitAsync(TimeSpan span, CancellationToken cancel)
    {
        Waits.Add(span.TotalSeconds);
        Clock.Advance(span);
        return Task.CompletedTask;
    }
}

/// <summary>A clock that stands until it is moved. Timers fire when it passes them.</summary>
sealed class StepClock : TimeProvider
{
    readonly Lock _lock = new();
    readonly List<StepTimer> _timers = [];
    TimeSpan _elapsed;

    /// <summary>What the clock on the wall shows at the start; it may jump.</summary>
    public DateTimeOffset Wall { get; set; } = new(2024, 7, 26, 0, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Wall + _elapsed;

    public override long GetTimestamp() => _elapsed.Ticks;

    public void Advance(TimeSpan span)
    {
        List<StepTimer> due;
        lock (_lock)
        {
            _elapsed += span;
            due = [.. _timers.Where(timer => timer.Due <= _elapsed)];
            _timers.RemoveAll(due.Contains);
        }
        foreach (var timer in due) timer.Fire();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new StepTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    sealed class StepTimer(StepClock clock, TimerCallback callback, object? state) : ITimer
    {
        public TimeSpan Due { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._lock)
            {
                clock._timers.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan) return true;
                Due = clock._elapsed + dueTime;
                clock._timers.Add(this);
            }
            return true;
        }

        public void Dispose()
        {
            lock (clock._lock) clock._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

sealed class FixedChance(double chance) : Random
{
    public override double NextDouble() => chance;
}
