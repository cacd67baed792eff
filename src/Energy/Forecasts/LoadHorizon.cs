namespace Plumbline.Energy.Forecasts;

/// <summary>How far ahead, in what steps.</summary>
/// <param name="Name">As requests say it.</param>
/// <param name="Step">15 minutes or an hour.</param>
/// <param name="Steps">Unless another number is asked for.</param>
/// <param name="MostSteps">That may be asked for.</param>
/// <param name="Periods">A day and a week, in steps.</param>
/// <param name="Origins">Moments at which a backtest looks.</param>
public sealed record LoadHorizon(string Name, TimeSpan Step, int Steps, int MostSteps, IReadOnlyList<int> Periods, int Origins)
{
    static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>The next hour, in quarters.</summary>
    public static LoadHorizon Short { get; } = new("short", TimeSpan.FromMinutes(15), 4, 96, [96, 672], 8);

    /// <summary>The next day, by the hour.</summary>
    public static LoadHorizon Medium { get; } = new("medium", Hour, 24, 168, [24, 168], 4);

    /// <summary>The next week, by the hour.</summary>
    public static LoadHorizon Long { get; } = new("long", Hour, 168, 336, [24, 168], 2);

    /// <summary>The nearest first.</summary>
    public static IReadOnlyList<LoadHorizon> All { get; } = [Short, Medium, Long];

    /// <summary>Steps of a day.</summary>
    public int Day => Periods[0];
}
