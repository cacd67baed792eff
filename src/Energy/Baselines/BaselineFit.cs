using Plumbline.Numerics;

namespace Plumbline.Energy.Baselines;

/// <summary>The last fit of a baseline, and all that is said of it.</summary>
sealed class BaselineFit
{
    readonly CandidateSet _candidates;
    readonly ChosenDrivers _chosen;
    readonly BaselineOptions _options;
    readonly int[] _groups;
    readonly GroupedRegression _fit;

    public BaselineFit(CandidateSet candidates, ChosenDrivers chosen, BaselineOptions options)
    {
        (_candidates, _chosen, _options) = (candidates, chosen, options);
        _groups = candidates.Hours.HoursOfWeek();
        _fit = Regression(candidates, chosen, _groups)!;
    }

    public static GroupedRegression? Regression(CandidateSet candidates, ChosenDrivers chosen, int[] groups)
    {
        var columns = new ColumnMatrix(candidates.Hours.Count, chosen.Columns.Count);
        for (var i = 0; i < chosen.Columns.Count; i++) candidates.Columns.Column(chosen.Columns[i]).CopyTo(columns.Column(i));
        return chosen.HasHourOfWeek ? GroupedRegression.Fit(columns, candidates.Energy, groups, SiteClock.HoursOfWeek) : GroupedRegression.Fit(columns, candidates.Energy);
    }

    /// <summary>p-value of a coefficient by its robust error.</summary>
    public static double RobustP(GroupedRegression fit, int column) =>
        StudentT.TwoSidedTail(fit.Terms[column].Estimate / fit.RobustError(column, LongRunVariance.Lags(fit.Rows)), fit.DegreesOfFreedom);

    /// <summary>p-value of the hours of the week together: the F test of what they take away, with residuals counted at what they are worth when they are correlated.</summary>
    public static double HourOfWeekP(GroupedRegression with, GroupedRegression without)
    {
        var spent = without.DegreesOfFreedom - with.DegreesOfFreedom;
        if (spent <= 0) return 1;
        var (rest, all) = (Squares(with), Squares(without));
        var ratio = (all - rest) / spent / (rest / with.DegreesOfFreedom) / Math.Max(1, AutoregressiveNoise.Fit(with.Residuals).Inflation);
        return FisherF.Tail(Math.Max(0, ratio), spent, with.DegreesOfFreedom);
    }

    public EnergyBaseline Finish()
    {
        var hours = _candidates.Hours;
        var terms = _chosen.Columns.Select((_, i) => Term(i)).ToList();
        var parameters = _fit.Rows - _fit.DegreesOfFreedom;
        var fitted = new double[hours.Count];
        for (var hour = 0; hour < fitted.Length; hour++) fitted[hour] = _candidates.Energy[hour] - _fit.Residuals[hour];
        var inSample = FitMetrics.Of(_candidates.Energy, fitted, parameters);
        var outOfSample = FitMetrics.Of(_candidates.Energy, PredictedOutOfSample());
        var fTestP = parameters < 2 ? double.NaN : FisherF.Tail(_fit.R2 / (parameters - 1) / ((1 - _fit.R2) / _fit.DegreesOfFreedom), parameters - 1, _fit.DegreesOfFreedom);
        var hourOfWeekP = _chosen.HasHourOfWeek ? HourOfWeekP(_fit, Regression(_candidates, _chosen with { HasHourOfWeek = false }, _groups)!) : double.NaN;
        var cooks = _fit.CooksDistances();
        var most = Enumerable.Range(0, cooks.Length).MaxBy(hour => double.IsFinite(cooks[hour]) ? cooks[hour] : -1);
        double[] ps = _chosen.HasHourOfWeek ? [.. terms.Select(term => term.P), hourOfWeekP] : [.. terms.Select(term => term.P)];
        var baseline = new EnergyBaseline
        {
            TrainingPeriod = hours.Period,
            TimeZone = hours.Clock.ZoneName,
            Terms = terms,
            HasHourOfWeek = _chosen.HasHourOfWeek,
            HourOfWeekP = hourOfWeekP,
            Line = _fit.Line,
            Samples = _fit.Rows,
            DegreesOfFreedom = _fit.DegreesOfFreedom,
            ResidualStdKwh = _fit.ResidualStd,
            Noise = AutoregressiveNoise.Fit(_fit.Residuals),
            DurbinWatson = _fit.DurbinWatson(),
            LargestCooksDistance = cooks[most],
            MostInfluentialHour = hours.At(most),
            FTestP = fTestP,
            InSample = inSample,
            OutOfSample = outOfSample,
            Tests = BaselineTests.Of(inSample, outOfSample, fTestP, ps),
            MeetsQualityThreshold = inSample.R2 >= _options.SmallestR2,
            Warnings = [],
        };
        return baseline with { Warnings = Warnings(baseline) };
    }

    BaselineTerm Term(int i)
    {
        var term = _fit.Terms[i];
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        for (var hour = 0; hour < _candidates.Energy.Length; hour++)
        {
            if (!double.IsFinite(_candidates.Energy[hour])) continue;
            var value = _candidates.Columns[hour, _chosen.Columns[i]];
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        }

        var robust = _fit.RobustError(i, LongRunVariance.Lags(_fit.Rows));
        return new()
        {
            Driver = _candidates.Drivers[_chosen.Columns[i]],
            Coefficient = term.Estimate,
            StandardError = term.StandardError,
            RobustError = robust,
            T = term.Estimate / robust,
            P = RobustP(_fit, i),
            Vif = _fit.Vif(i),
            Low = low,
            High = high,
        };
    }

    // Each part predicted by what the other parts teach.
    double[] PredictedOutOfSample()
    {
        var folds = DriverSelection.Folds(_candidates.Hours.Count, _options);
        var (predicted, at) = (new double[folds.Length], new double[_chosen.Columns.Count]);
        Array.Fill(predicted, double.NaN);
        for (var fold = 0; fold < _options.Folds; fold++)
        {
            int[] others = [.. folds.Select((other, hour) => other == fold ? -1 : _chosen.HasHourOfWeek ? _groups[hour] : 0)];
            var columns = new ColumnMatrix(folds.Length, at.Length);
            for (var i = 0; i < at.Length; i++) _candidates.Columns.Column(_chosen.Columns[i]).CopyTo(columns.Column(i));
            if (GroupedRegression.Fit(columns, _candidates.Energy, others, SiteClock.HoursOfWeek) is not { } fit) continue;
            for (var hour = 0; hour < folds.Length; hour++)
            {
                if (folds[hour] != fold || !double.IsFinite(_candidates.Energy[hour])) continue;
                columns.CopyRow(hour, at);
                predicted[hour] = fit.Line.Predict(at, _chosen.HasHourOfWeek ? _groups[hour] : 0);
            }
        }

        return predicted;
    }

    List<string> Warnings(EnergyBaseline baseline)
    {
        var warnings = new List<string>(_candidates.Dropped);
        if (baseline.Terms.Count == 0 && !baseline.HasHourOfWeek) warnings.Add("No driver helps to predict the energy: the baseline is its mean.");
        if (!baseline.MeetsQualityThreshold) warnings.Add(FormattableString.Invariant($"R² is {baseline.InSample.R2:0.000}, below the threshold of {_options.SmallestR2:0.00}: much of the energy depends on something that is not among the drivers."));
        foreach (var term in baseline.Terms.Where(term => !(term.P <= _options.LargestP)))
            warnings.Add(FormattableString.Invariant($"{term.Driver} is not significant (p = {term.P:0.00})."));
        foreach (var term in baseline.Terms.Where(term => term.Driver.IsDegreeHours && term.Coefficient < 0))
            warnings.Add($"{term.Driver} has a coefficient below 0: less energy in harsher weather is not what heating or cooling does.");
        if (baseline.DurbinWatson < 1) warnings.Add(FormattableString.Invariant($"Residuals are strongly correlated from hour to hour (Durbin-Watson {baseline.DurbinWatson:0.00}); standard errors and savings uncertainty allow for it."));
        foreach (var test in baseline.Tests.Where(test => !test.Passed)) warnings.Add(FormattableString.Invariant($"{test.Name} fails: {test.Value:0.###} against {test.Limit:0.###}."));
        return warnings;
    }

    static double Squares(GroupedRegression fit) => fit.ResidualStd * fit.ResidualStd * fit.DegreesOfFreedom;
}
