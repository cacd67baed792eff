using Plumbline.Cli.Evaluate;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Cli.Evaluate;

public sealed class PlantEvaluationTests
{
    [Fact]
    public void Severe_faults_of_a_simulated_plant_are_found_within_the_budget_of_false_alarms()
    {
        var output = new StringWriter();

        var score = PlantEvaluation.Run(new PlantTrial(Days: 240), output, new Progress<double>(), TestContext.Current.CancellationToken);

        TestContext.Current.TestOutputHelper?.WriteLine(output.ToString());
        score.Faults.Count.ShouldBeGreaterThan(10);
        var found = score.Faults.Where(fault => fault.Delay is not null).ToList();
        found.Count(fault => fault.Severity >= 2).ShouldBeGreaterThan((int)(0.7 * score.Faults.Count(fault => fault.Severity >= 2)));
        found.ShouldAllBe(fault => fault.Delay > TimeSpan.Zero);
        score.FalseAlarmsPerWeek.ShouldBeInRange(0.1, 1.5);
        output.ToString().ShouldContain("1 simulated plant(s) of 8 machines over 240 days");
    }
}
