using Plumbline.Numerics.Forests;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Numerics.Forests;

public sealed class RowSlotsTests
{
    static readonly double[] Odd =
    [
        double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0.0, -0.0, double.Epsilon, -double.Epsilon, 1e300, -1e300, float.MaxValue, -float.MaxValue,
        1e-46, -1e-46, 1e-45, -1e-45, 0.1, -0.1, 1.0, Math.BitIncrement(1.0), Math.BitDecrement(1.0), -Math.BitIncrement(1.0), 16777217, -16777217,
    ];

    [Fact]
    public void Many_at_once_are_as_one_by_one()
    {
        for (var length = 0; length <= Odd.Length; length++)
        {
            var row = Odd[^length..];
            var slots = new int[2 * length];

            RowSlots.Fill(row, slots);

            for (var i = 0; i < length; i++) (slots[i], slots[length + i]).ShouldBe(RowSlots.Of(row[i]), $"value {i} of {length}, {row[i]}");
        }
    }

    [Fact]
    public void They_are_above_a_threshold_exactly_where_the_value_is()
    {
        foreach (var threshold in Odd.Select(value => (float)value).Where(float.IsFinite))
        {
            foreach (var value in Odd.Where(value => !double.IsNaN(value)))
                (RowSlots.Of(value).Below > RowSlots.Ordinal(threshold)).ShouldBe(Math.Clamp(value, float.MinValue, float.MaxValue) > threshold, $"{value:R} > {threshold:R}");
            RowSlots.Of(double.NaN).Below.ShouldBeLessThan(RowSlots.Ordinal(threshold));
            RowSlots.Of(double.NaN).Above.ShouldBeGreaterThan(RowSlots.Ordinal(threshold));
        }
    }
}
