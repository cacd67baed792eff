using Plumbline.Numerics;

namespace Plumbline.Energy.Baselines;

/// <summary>Drivers that were chosen.</summary>
/// <param name="Columns">Of the candidates.</param>
/// <param name="HasHourOfWeek">Whether each hour of the week has a height of its own.</param>
sealed record ChosenDrivers(IReadOnlyList<int> Columns, bool HasHourOfWeek);

/// <summary>Chooses drivers by the error on hours that were left out of the fit.</summary>
sealed class DriverSelection
{
    const int NoColumn = -1;

    // Of candidates that are as good as each other up to here, the first is tried first.
    const int Digits = 4;

    readonly CandidateSet _candidates;
    readonly BaselineOptions _options;
    readonly int[] _groups;
    readonly Lazy<SubsetValidation> _validation;

    public DriverSelection(CandidateSet candidates, BaselineOptions options)
    {
        (_candidates, _options) = (candidates, options);
        _groups = candidates.Hours.HoursOfWeek();
        _validation = new(() => new(candidates.Columns, candidates.Energy, _groups, SiteClock.HoursOfWeek, Folds(candidates.Hours.Count, options), options.Folds));
    }

    /// <summary>Part that each hour belongs to: blocks are dealt in turn, so that each part has something of every season.</summary>
    public static int[] Folds(int hours, BaselineOptions options) => [.. Enumerable.Range(0, hours).Select(hour => hour / options.BlockHours % options.Folds)];

    /// <summary>Forward selection: the driver that helps most comes next, as long as it helps, is significant and does not repeat the others.</summary>
    public ChosenDrivers Choose()
    {
        var chosen = new ChosenDrivers([], false);
        var error = _validation.Value.Error([], false);
        while (Next(chosen, error) is ({ } next, var smaller))
        {
            chosen = Refine(next);
            error = Math.Min(smaller, _validation.Value.Error([.. chosen.Columns], chosen.HasHourOfWeek));
        }

        chosen = WithoutInsignificant(chosen);
        NameCollinear(chosen);
        return chosen;
    }

    /// <summary>The drivers that were asked for, with the best balance points, less those that repeat the others.</summary>
    public ChosenDrivers Take(IReadOnlyList<string> names)
    {
        var hasHourOfWeek = names.Contains(Driver.HourOfWeek);
        var families = names.Where(name => _candidates.Drivers.Any(driver => driver.Name == name));
        var chosen = Refine(new([.. families.Select(name => Family(name).ElementAt(Family(name).Count() / 2))], hasHourOfWeek));
        while (Fit(chosen) is { } fit && WorstVif(fit) is var (worst, vif) && worst >= 0 && (double.IsNaN(vif) || vif > _options.LargestVif))
        {
            Drop(chosen.Columns[worst], vif);
            chosen = Refine(chosen with { Columns = [.. chosen.Columns.Where((_, i) => i != worst)] });
        }

        return chosen;
    }

    (ChosenDrivers Chosen, double Error)? Next(ChosenDrivers chosen, double error)
    {
        var trials = new List<(double Error, int Column)>();
        var free = Enumerable.Range(0, _candidates.Drivers.Count).Where(column => IsFree(column, chosen)).GroupBy(column => _candidates.Drivers[column].Name);
        foreach (var family in free)
        {
            var errors = family.Select(column => (Error: _validation.Value.Error([.. chosen.Columns, column], chosen.HasHourOfWeek), Column: column)).Where(trial => !double.IsNaN(trial.Error)).ToList();
            if (errors.Count > 0) trials.Add(errors.MinBy(trial => trial.Error));
        }

        // The weekend is a part of the week.
        var byHour = new ChosenDrivers([.. chosen.Columns.Where(column => _candidates.Drivers[column].Name != Driver.IsWeekend)], true);
        if (_candidates.OffersHourOfWeek && !chosen.HasHourOfWeek) trials.Add((_validation.Value.Error([.. byHour.Columns], true), NoColumn));

        var limit = error * (1 - _options.SmallestGain) * (1 - _options.SmallestGain);
        foreach (var trial in trials.Where(trial => trial.Error < limit).OrderBy(trial => Math.Round(Math.Log(trial.Error), Digits)))
        {
            var next = trial.Column == NoColumn ? byHour : chosen with { Columns = [.. chosen.Columns, trial.Column] };
            if (Fit(next) is { DegreesOfFreedom: > 0 } fit && WorstVif(fit).Vif <= _options.LargestVif && IsSignificant(fit, trial.Column, next)) return (next, trial.Error);
        }

        return null;
    }

    bool IsFree(int column, ChosenDrivers chosen)
    {
        var driver = _candidates.Drivers[column];
        if (chosen.Columns.Any(other => _candidates.Drivers[other].Name == driver.Name)) return false;
        return driver.Name != Driver.IsWeekend || !chosen.HasHourOfWeek;
    }

    bool IsSignificant(GroupedRegression fit, int column, ChosenDrivers chosen) =>
        (column == NoColumn ? BaselineFit.HourOfWeekP(fit, Fit(chosen with { HasHourOfWeek = false })!) : BaselineFit.RobustP(fit, fit.Terms.Count - 1)) <= _options.LargestP;

    /// <summary>Looks again for each balance point while the other drivers stay as they are.</summary>
    ChosenDrivers Refine(ChosenDrivers chosen)
    {
        const int Rounds = 2;
        int[] columns = [.. chosen.Columns];
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < columns.Length; i++)
            {
                if (!_candidates.Drivers[columns[i]].IsDegreeHours) continue;
                var (best, kept) = (double.PositiveInfinity, columns[i]);
                foreach (var column in Family(_candidates.Drivers[kept].Name).ToList())
                {
                    columns[i] = column;
                    var error = _validation.Value.Error(columns, chosen.HasHourOfWeek);
                    if (error < best && HeatsBelowCooling(columns)) (best, kept) = (error, column);
                }

                columns[i] = kept;
            }
        }

        return chosen with { Columns = columns };
    }

    bool HeatsBelowCooling(int[] columns)
    {
        var heating = columns.Select(column => _candidates.Drivers[column]).FirstOrDefault(driver => driver.Name == Driver.HeatingDegreeHours);
        var cooling = columns.Select(column => _candidates.Drivers[column]).FirstOrDefault(driver => driver.Name == Driver.CoolingDegreeHours);
        return heating is null || cooling is null || heating.BalancePointC <= cooling.BalancePointC;
    }

    ChosenDrivers WithoutInsignificant(ChosenDrivers chosen)
    {
        while (chosen.Columns.Count > 0 && Fit(chosen) is { } fit)
        {
            var worst = Enumerable.Range(0, chosen.Columns.Count).MaxBy(column => BaselineFit.RobustP(fit, column));
            if (BaselineFit.RobustP(fit, worst) <= _options.LargestP) break;
            chosen = chosen with { Columns = [.. chosen.Columns.Where((_, i) => i != worst)] };
        }

        return chosen;
    }

    void NameCollinear(ChosenDrivers chosen)
    {
        var taken = chosen.Columns.Select(column => _candidates.Drivers[column].Name).ToHashSet();
        for (var column = 0; column < _candidates.Drivers.Count; column++)
        {
            var driver = _candidates.Drivers[column];
            if (driver.IsDegreeHours || taken.Contains(driver.Name) || !IsFree(column, chosen)) continue;
            var fit = Fit(chosen with { Columns = [.. chosen.Columns, column] });
            if (fit is not null && !(fit.Vif(fit.Terms.Count - 1) <= _options.LargestVif)) Drop(column, fit.Vif(fit.Terms.Count - 1));
        }
    }

    void Drop(int column, double vif) => _candidates.Dropped.Add(double.IsNaN(vif)
        ? $"{_candidates.Drivers[column]} was dropped: the other drivers determine it."
        : FormattableString.Invariant($"{_candidates.Drivers[column]} was dropped: it is collinear with the other drivers (variance inflation {vif:0.#}, limit {_options.LargestVif:0.#})."));

    IEnumerable<int> Family(string name) => Enumerable.Range(0, _candidates.Drivers.Count).Where(column => _candidates.Drivers[column].Name == name);

    GroupedRegression? Fit(ChosenDrivers chosen) => BaselineFit.Regression(_candidates, chosen, _groups);

    static (int Column, double Vif) WorstVif(GroupedRegression fit)
    {
        var worst = (Column: -1, Vif: 0.0);
        for (var column = 0; column < fit.Terms.Count; column++)
        {
            var vif = fit.Vif(column);
            if (double.IsNaN(vif)) return (column, vif);
            if (vif >= worst.Vif) worst = (column, vif);
        }

        return worst;
    }
}
