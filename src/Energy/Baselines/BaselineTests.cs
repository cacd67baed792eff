namespace Plumbline.Energy.Baselines;

/// <summary>The validity tests that auditors know.</summary>
/// <remarks>
/// ASHRAE Guideline 14-2014, table 5-2, hourly calibration: CV(RMSE) at most 30 %, |NMBE| at most 10 %, here also out of sample. Superior Energy Performance
/// Measurement and Verification Protocol for Industry (US DOE 2017), 3.4.2: F test p below 0.10, each variable's p below 0.20 and at least one's below 0.10, R² at least 0.50.
/// </remarks>
static class BaselineTests
{
    const double LargestCvRmsePct = 30;
    const double LargestNmbePct = 10;
    const double SmallestR2 = 0.5;
    const double LargestModelP = 0.10;
    const double LargestVariableP = 0.20;

    public static IReadOnlyList<ValidityTest> Of(FitMetrics inSample, FitMetrics outOfSample, double fTestP, IReadOnlyList<double> ps)
    {
        var tests = new List<ValidityTest>
        {
            AtMost("ASHRAE Guideline 14, CV(RMSE) in sample, %", inSample.CvRmsePct, LargestCvRmsePct),
            AtMost("ASHRAE Guideline 14, CV(RMSE) out of sample, %", outOfSample.CvRmsePct, LargestCvRmsePct),
            AtMost("ASHRAE Guideline 14, |NMBE| in sample, %", Math.Abs(inSample.NmbePct), LargestNmbePct),
            AtMost("ASHRAE Guideline 14, |NMBE| out of sample, %", Math.Abs(outOfSample.NmbePct), LargestNmbePct),
            new("SEP, R²", inSample.R2, SmallestR2, inSample.R2 >= SmallestR2),
        };
        // Without a driver there is no line to test.
        tests.Add(new("SEP, p of the F test", fTestP, LargestModelP, fTestP < LargestModelP));
        if (ps.Count > 0)
        {
            tests.Add(new("SEP, largest p of a driver", ps.Max(), LargestVariableP, ps.Max() < LargestVariableP));
            tests.Add(new("SEP, smallest p of a driver", ps.Min(), LargestModelP, ps.Min() < LargestModelP));
        }

        return tests;
    }

    static ValidityTest AtMost(string name, double value, double limit) => new(name, value, limit, value <= limit);
}
