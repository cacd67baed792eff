using Plumbline.Reports.Documents;
using Plumbline.Reports.Documents.Diagnosis;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Reports.Documents;

public sealed class WordingTests
{
    [Theory]
    [InlineData(6.9161, "+6.92 %")]
    [InlineData(-4.5, "−4.50 %")]
    [InlineData(0.001, "0.00 %")]
    [InlineData(-0.001, "0.00 %")]
    public void A_deviation_has_its_sign_and_two_decimals(double pct, string said) => Plain(Wording.SignedPct(pct)).ShouldBe(said);

    [Theory]
    [InlineData(12345.6, "12,346")]
    [InlineData(505, "505")]
    [InlineData(253.94, "253.9")]
    [InlineData(20.0351, "20.04")]
    [InlineData(8.96, "8.96")]
    [InlineData(0.25, "0.25")]
    [InlineData(0.00139, "0.00139")]
    [InlineData(0, "0")]
    [InlineData(-3.14159, "−3.142")]
    [InlineData(double.NaN, "not known")]
    public void A_value_has_four_digits_at_most_before_the_thousands(double value, string said) => Wording.Number(value).ShouldBe(said);

    [Theory]
    [InlineData(0, "0 %")]
    [InlineData(0.0002, "under 0.1 %")]
    [InlineData(0.034, "3.4 %")]
    [InlineData(0.5, "50 %")]
    [InlineData(0.9999, "99.9 %")]
    [InlineData(1, "100 %")]
    public void Only_all_is_a_hundred_percent_and_only_none_is_zero(double share, string said) => Plain(Wording.Share(share)).ShouldBe(said);

    [Theory]
    [InlineData(0.0, "under 1 %")]
    [InlineData(0.735, "74 %")]
    [InlineData(1.0, "over 99 %")]
    public void A_chance_is_never_certain(double probability, string said) => Plain(Wording.Chance(probability)).ShouldBe(said);

    [Theory]
    [InlineData(0.5, "30 minutes")]
    [InlineData(1, "1 hour")]
    [InlineData(1.5, "1.5 hours")]
    [InlineData(24, "24 hours")]
    [InlineData(72, "3 days")]
    [InlineData(1439, "60 days")]
    public void A_span_has_the_unit_that_fits(double hours, string said) => Plain(Wording.Span(TimeSpan.FromHours(hours))).ShouldBe(said);

    [Theory]
    [InlineData("head_rolling_mean_168h", "mean head deviation over 168 hours")]
    [InlineData("efficiency_slope_24h", "trend of efficiency over 24 hours")]
    [InlineData("power_cumulative_deviation", "sum of all power deviations")]
    [InlineData("flow_head_product", "product of flow and head deviation")]
    [InlineData("sensor_11_mean", "sensor_11_mean")]
    [InlineData("flow_", "flow_")]
    [InlineData("flow_rolling_mean_xh", "flow_rolling_mean_xh")]
    public void A_feature_is_said_in_words_where_it_is_known(string feature, string said) => FeatureWords.Of(feature).ShouldBe(said);

    [Theory]
    [InlineData("The sensor is stuck.", "the sensor is stuck")]
    [InlineData("NPSH is not known", "NPSH is not known")]
    [InlineData("", "")]
    public void A_sentence_becomes_a_clause(string sentence, string clause) => Wording.Clause(sentence).ShouldBe(clause);

    static string Plain(string text) => text.Replace(Wording.NoBreakSpace, ' ');
}
