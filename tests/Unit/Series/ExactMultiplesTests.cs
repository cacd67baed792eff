using Plumbline.Series;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Series;

public sealed class ExactMultiplesTests
{
    [Fact]
    public void Factor_of_a_computed_column_is_found()
    {
        var current = Readings();
        var power = current.Select(a => 0.6631 * a).ToArray();

        ExactMultiples.Factor(power, of: current).ShouldNotBeNull().ShouldBe(0.6631, 1e-12);
        ExactMultiples.Factor(current, of: power).ShouldNotBeNull().ShouldBe(1 / 0.6631, 1e-12);
    }

    [Fact]
    public void Column_is_a_multiple_of_itself() => ExactMultiples.Factor(Readings(), of: Readings()).ShouldBe(1);

    [Fact]
    public void Zeros_must_come_together()
    {
        var a = Readings();
        a[7] = 0;
        var b = a.Select(v => 3 * v).ToArray();

        ExactMultiples.Factor(b, a).ShouldNotBeNull().ShouldBe(3, 1e-12);
        b[7] = 0.001;
        ExactMultiples.Factor(b, a).ShouldBeNull();
        ExactMultiples.Factor(a, b).ShouldBeNull();
    }

    [Fact]
    public void Missing_values_tell_nothing()
    {
        var a = Readings();
        var b = a.Select(v => 3 * v).ToArray();
        a[3] = double.NaN;
        b[9] = double.PositiveInfinity;

        ExactMultiples.Factor(b, a).ShouldNotBeNull().ShouldBe(3, 1e-12);
    }

    [Fact]
    public void Offset_or_one_row_off_in_the_eighth_digit_is_enough_to_deny_it()
    {
        var a = Readings();

        ExactMultiples.Factor([.. a.Select(v => (3 * v) + 1e-6)], a).ShouldBeNull();
        var b = a.Select(v => 3 * v).ToArray();
        b[^1] *= 1 + 1e-8;
        ExactMultiples.Factor(b, a).ShouldBeNull();
    }

    [Fact]
    public void Few_distinct_values_prove_nothing()
    {
        double[] speeds = [.. Enumerable.Range(0, 300).Select(i => 600.0 * (1 + (i % 3)))];

        ExactMultiples.Factor([.. speeds.Select(v => v / 600)], speeds).ShouldBeNull();
        ExactMultiples.Factor(new double[50], new double[50]).ShouldBeNull();
    }

    [Fact]
    public void Lengths_must_match() => Should.Throw<ArgumentException>(() => ExactMultiples.Factor(new double[2], new double[3]));

    static double[] Readings()
    {
        var random = new Random(3);
        return [.. Enumerable.Range(0, 50).Select(_ => 30 + (10 * random.NextDouble()))];
    }
}
