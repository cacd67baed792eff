using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Plumbline.Plant;
using Plumbline.Pumps.Condition;
using Plumbline.Reports.Documents.Exchange;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Reports.Documents;

public sealed class ProcessedCsvTests
{
    [Fact]
    public void Every_value_reads_back_to_the_same_double_and_nan_is_empty()
    {
        var rows = PumpCase.BlindHead().Rows;
        var lines = Lines(rows);

        lines.Length.ShouldBe(rows.Count + 1);
        for (var row = 0; row < rows.Count; row++)
        {
            var cells = lines[row + 1].Split(',');
            cells.Length.ShouldBe(ProcessedCsv.Columns.Count);
            DateTime.Parse(cells[0], CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal).ShouldBe(rows.Times[row]);
            Value(cells[2]).ShouldBe(rows.Log.FlowGpm[row]);
            cells[3].ShouldBe("");
            cells[7].ShouldBe("");
            Value(cells[8]).ShouldBe(rows.DeviationPct(PumpParameter.Flow)[row]);
            cells[9].ShouldBe("");
            Value(cells[12]).ShouldBe(rows.Severities[row]);
            cells[13].ShouldBe(rows.Statuses[row].ToString());
        }
    }

    [Fact]
    public void Any_finite_number_reads_back_to_the_same_bits()
    {
        var any = ArbMap.Default.GeneratorFor<NormalFloat>().Select(f => f.Get);
        var decimals = Gen.Choose(-2_000_000_000, 2_000_000_000).Select(n => n / 100.0);
        var odd = Gen.Elements(0.0, -0.0, 0.005, 0.29, 1.1, -0.01, 1e-310, double.MaxValue, double.Epsilon, 9999999.99, 10000000.01, 1e15, 123456789.125);
        var property = Prop.ForAll(Gen.OneOf(any, decimals, odd).ToArbitrary(), value =>
            BitConverter.DoubleToInt64Bits(Value(Lines(OneRow(value))[1].Split(',')[2])) == BitConverter.DoubleToInt64Bits(value));

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000).WithReplay(new Replay(new Rnd(5UL, 7UL), null)), property);
    }

    [Theory]
    [InlineData("Well 1", "Well 1")]
    [InlineData("Well 1, north", "\"Well 1, north\"")]
    [InlineData("the \"big\" one", "\"the \"\"big\"\" one\"")]
    [InlineData("Brønd 1", "Brønd 1")]
    public void A_name_is_quoted_where_csv_needs_it(string name, string written)
    {
        Lines(OneRow(1, name))[1].ShouldStartWith($"2024-06-01T00:00:00Z,{written},1,");
    }

    [Fact]
    public void Part_of_a_second_is_kept()
    {
        Lines(OneRow(1, at: PumpCase.Start.AddMilliseconds(250)))[1].ShouldStartWith("2024-06-01T00:00:00.25Z,");
    }

    [Fact]
    public void A_name_longer_than_the_buffer_is_written_whole()
    {
        var name = new string('n', 200_000);

        Lines(OneRow(1, name))[1].ShouldContain(name);
    }

    static double Value(string cell) => double.Parse(cell, CultureInfo.InvariantCulture);

    static string[] Lines(JudgedLog rows)
    {
        using var stream = new MemoryStream();
        ProcessedCsv.Write(rows, stream);
        return Encoding.UTF8.GetString(stream.ToArray()).TrimEnd('\n').Split('\n');
    }

    static JudgedLog OneRow(double flow, string name = "Well 1", DateTime? at = null)
    {
        double[] none = [double.NaN];
        var log = new PumpLog(name, [at ?? PumpCase.Start], new PumpColumns
        {
            FlowGpm = [flow],
            DischargePsi = none,
            SuctionPsi = none,
            PowerHp = none,
            EfficiencyPct = none,
            SpeedRpm = none,
        });
        return new(log, [none, none, none, none], [none, none, none, none], [[Unjudged.No], [Unjudged.No], [Unjudged.No], [Unjudged.No]], [0], [PumpStatus.Unknown]);
    }
}
