using Plumbline.Plant;
using Plumbline.Pumps.Grades;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Pumps.Grades;

public sealed class TableReaderTests
{
    const string Good = """
        {
          // A plant's own table.
          "profiles": {
            "ours": {
              "categories": {
                "A": {
                  "flow": { "mandatory": true, "max_deviation": 12.5, "min_deviation": -999 },
                  "head": { "mandatory": true, "max_deviation": 4, "min_deviation": -4, "bidirectional": true, "note": "gauge is old" },
                  "power": { "mandatory": false, "max_deviation": 999, "min_deviation": -999 },
                  "efficiency": { "mandatory": false, "max_deviation": 999, "min_deviation": -0.0 },
                },
              },
              "applications": { "Fountains": [{ "category": "A" }] },
            },
          },
        }
        """;

    [Fact]
    public void Own_table_is_read_with_comments_and_trailing_commas()
    {
        var grade = ToleranceTable.Parse("\uFEFF" + Good, "ours.json").Select("fountains", Power.FromHorsepower(1), "ours").Grade;

        grade.Flow.ShouldBe(new ToleranceLimits(true, 12.5, null));
        grade.Head.ShouldBe(new ToleranceLimits(true, 4, -4, "gauge is old"));
        grade.Power.ShouldBe(new ToleranceLimits(false, null, null));
        grade.Efficiency.MinPct.ShouldNotBeNull().ToString().ShouldBe("0");
    }

    [Theory]
    [InlineData("12.5", "\"ten\"", "ours.json, profiles.ours.categories.A.flow.max_deviation: is \"ten\", must be a number.")]
    [InlineData("12.5", "-12.5", "ours.json, profiles.ours.categories.A.flow.max_deviation: is -12.5, must be 0 or more (999: not checked).")]
    [InlineData("12.5", "1e999", "ours.json, profiles.ours.categories.A.flow.max_deviation: is 1e999, must be a number.")]
    [InlineData("\"min_deviation\": -4", "\"min_deviation\": 4", "ours.json, profiles.ours.categories.A.head.min_deviation: is 4, must be 0 or less (-999: not checked).")]
    [InlineData("\"bidirectional\": true", "\"bidirectional\": false", "ours.json, profiles.ours.categories.A.head.bidirectional: is false, must be true, for both sides have a limit.")]
    [InlineData("\"mandatory\": true, \"max_deviation\": 12.5", "\"max_deviation\": 12.5", "ours.json, profiles.ours.categories.A.flow: 'mandatory' is missing.")]
    [InlineData("\"mandatory\": true, \"max_deviation\": 12.5", "\"mandatory\": \"yes\", \"max_deviation\": 12.5", "ours.json, profiles.ours.categories.A.flow.mandatory: is \"yes\", must be true or false.")]
    [InlineData("\"max_deviation\": 12.5", "\"max\": 12.5", "ours.json, profiles.ours.categories.A.flow: 'max' is not known here; known are: mandatory, max_deviation, min_deviation, bidirectional, note.")]
    [InlineData("\"power\"", "\"torque\"", "ours.json, profiles.ours.categories.A: 'torque' is not known here; known are: flow, head, power, efficiency.")]
    [InlineData("\"category\": \"A\"", "\"category\": \"B\"", "ours.json, profiles.ours.applications.Fountains[0].category: is \"B\", must be one of A.")]
    [InlineData("\"category\": \"A\"", "\"category\": \"A\", \"below_hp\": 10", "ours.json, profiles.ours.applications.Fountains: the last line must hold for every motor, without a limit.")]
    [InlineData("\"category\": \"A\"", "\"category\": \"A\", \"up_to_kw\": 0", "ours.json, profiles.ours.applications.Fountains[0].up_to_kw: is 0, must be above 0.")]
    [InlineData("[{ \"category\": \"A\" }]", "\"A\"", "ours.json, profiles.ours.applications.Fountains: is \"A\", must be a list of lines with a category.")]
    [InlineData("{ \"Fountains\": [{ \"category\": \"A\" }] }", "{}", "ours.json, profiles.ours.applications: is empty.")]
    [InlineData("\"Fountains\": [{ \"category\": \"A\" }]", "\"Fountains\": [{ \"category\": \"A\" }], \"FOUNTAINS\": [{ \"category\": \"A\" }]", "ours.json, profiles.ours.applications.FOUNTAINS: the same application as 'Fountains'.")]
    [InlineData("\"note\": \"gauge is old\"", "\"note\": \"\", \"note\": \"\"", "ours.json, profiles.ours.categories.A.head: 'note' is given twice.")]
    [InlineData("\"profiles\"", "\"profile\"", "ours.json, the root: 'profile' is not known here; known are: note, profiles.")]
    public void Wrong_entry_is_named_with_its_place_and_value(string good, string wrong, string message)
    {
        Good.ShouldContain(good);

        Should.Throw<ToleranceTableException>(() => ToleranceTable.Parse(Good.Replace(good, wrong, StringComparison.Ordinal), "ours.json")).Message.ShouldBe(message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{ \"profiles\": { ")]
    [InlineData("{ \"profiles\": {}, \"profiles\": {} }")]
    [InlineData("\0\u0001\u0002PK")]
    public void What_is_no_table_is_refused_in_one_sentence_that_names_the_file(string text)
    {
        var message = Should.Throw<ToleranceTableException>(() => ToleranceTable.Parse(text, "ours.json")).Message;

        message.ShouldStartWith("ours.json");
        message.ShouldEndWith(".");
        message.ShouldNotContain("BytePosition");
        message.ShouldNotContain("\n");
    }

    [Fact]
    public void Syntax_error_is_told_with_its_line() =>
        Should.Throw<ToleranceTableException>(() => ToleranceTable.Parse(Good.Replace("\"max_deviation\": 4", "\"max_deviation\": four", StringComparison.Ordinal), "ours.json")).Message.ShouldStartWith("ours.json, line 8: not readable as JSON: ");
}
