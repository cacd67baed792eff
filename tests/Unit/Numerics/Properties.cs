using FsCheck;
using FsCheck.Fluent;

namespace Plumbline.Unit.Tests.Numerics;

/// <summary>Property tests with a fixed seed, over numbers such as plants produce.</summary>
static class Properties
{
    internal static void Hold<T>(Arbitrary<T> cases, Func<T, bool> property) =>
        Check.One(Config.QuickThrowOnFailure.WithReplay(new Replay(new Rnd(20_240_601UL, 7UL), null)), Prop.ForAll(cases, property));

    /// <summary>From 1 to 60 values, rounded to hundredths, one in ten of them missing.</summary>
    internal static Arbitrary<double[]> Gappy => (
        from size in Gen.Choose(1, 60)
        from values in Gen.Frequency((9, Value), (1, Gen.Constant(double.NaN))).ArrayOf(size)
        select values).ToArbitrary();

    /// <summary>From 2 to 60 values, rounded to hundredths, none missing.</summary>
    internal static Arbitrary<double[]> Whole => (
        from size in Gen.Choose(2, 60)
        from values in Value.ArrayOf(size)
        select values).ToArbitrary();

    static Gen<double> Value => Gen.Choose(-100_000, 100_000).Select(hundredths => hundredths / 100.0);
}
