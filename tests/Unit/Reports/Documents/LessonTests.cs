using Plumbline.Pumps;
using Plumbline.Reports.Documents;
using Plumbline.Reports.Documents.Diagnosis;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Reports.Documents;

public sealed class LessonTests
{
    [Fact]
    public void A_model_that_speaks_of_its_own_lessons_says_so()
    {
        var analysis = PumpCase.Complete();
        var model = analysis.Prognosis.Model.ShouldNotBeNull();
        var own = analysis with { Prognosis = analysis.Prognosis with { Model = model with { Runs = [model.Runs[0] with { PumpId = analysis.Baseline.PumpId, Period = analysis.Period }] } } };

        Written(own).ShouldContain("fitted on these very readings");
        Written(analysis).ShouldNotContain("fitted on these very readings");
    }

    static string Written(PumpAnalysis analysis)
    {
        var writer = new StringWriter();
        MarkdownWriter.Write(PumpReport.Of(analysis), writer);
        return writer.ToString();
    }
}
