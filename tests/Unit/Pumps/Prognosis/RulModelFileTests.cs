using System.Buffers.Binary;
using System.Text;
using Plumbline.Numerics;
using Plumbline.Pumps.Features;
using Plumbline.Pumps.Prognosis;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Pumps;

public sealed class RulModelFileTests
{
    static readonly RunToFailure[] Runs = [.. Enumerable.Range(1, 4).Select(WearRuns.ToFailure)];

    static readonly RulTrainingOptions Tiny = RulTrainingTests.Small with { MostRows = 400, Forest = new() { Trees = 4, Depth = 4 }, Boosting = new() { Stages = 4, Depth = 3 } };

    static RulModel Trained(RulTrainingOptions options) => RulTraining.Train(Runs, options, new(2025, 1, 1, 12, 30, 0, DateTimeKind.Utc)).Model.ShouldNotBeNull();

    static byte[] Written(RulModel model)
    {
        using var into = new MemoryStream();
        model.Write(into);
        return into.ToArray();
    }

    static RulModel Read(byte[] bytes)
    {
        using var from = new MemoryStream(bytes);
        return RulModel.Read(from);
    }

    public static TheoryData<RulModelKind, RulLabel> Models
    {
        get
        {
            var all = new TheoryData<RulModelKind, RulLabel>();
            foreach (var kind in Enum.GetValues<RulModelKind>())
                foreach (var label in Enum.GetValues<RulLabel>()) all.Add(kind, label);
            return all;
        }
    }

    [Theory, MemberData(nameof(Models))]
    public void Model_that_was_read_forecasts_the_same_to_the_last_bit(RulModelKind kind, RulLabel label)
    {
        var model = Trained(Tiny with { Kind = kind, Label = label });
        var bytes = Written(model);
        var read = Read(bytes);

        Written(read).ShouldBe(bytes);
        read.Card.HasSkill.ShouldBeTrue();
        foreach (var days in (int[])[8, 40, 80])
        {
            var features = PumpFeatures.Compute(Runs[2].Features.Deviations.Until(days));
            var (before, after) = (model.Forecast(features).ShouldNotBeNull(), read.Forecast(features).ShouldNotBeNull());
            (after with { Factors = before.Factors }).ShouldBe(before);
            after.Factors.ShouldBe(before.Factors);
        }
    }

    [Fact]
    public void Card_comes_back_whole()
    {
        var model = Trained(Tiny);
        var card = Read(Written(model)).Card;

        (card with { Features = model.Card.Features, Runs = model.Card.Runs, Importance = model.Card.Importance }).ShouldBe(model.Card);
        card.Features.ShouldBe(model.Card.Features);
        card.Runs.ShouldBe(model.Card.Runs);
        card.Importance.ShouldBe(model.Card.Importance);
        card.TrainedAt.Kind.ShouldBe(DateTimeKind.Utc);
    }

    [Fact]
    public void Every_damaged_byte_is_noticed()
    {
        var bytes = Written(Trained(Tiny));
        var random = new Random(1);
        for (var i = 0; i < 400; i++)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[i < 60 ? i : random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            Should.Throw<InvalidDataException>(() => Read(damaged)).Message.ShouldEndWith(".");
        }
    }

    [Fact]
    public void Cut_short_at_any_place_it_is_refused()
    {
        var bytes = Written(Trained(Tiny));
        for (var length = 0; length < bytes.Length; length += 1 + (length / 20)) Should.Throw<InvalidDataException>(() => Read(bytes[..length]));
        Should.Throw<InvalidDataException>(() => Read([.. bytes, 0])).Message.ShouldContain("follows");
    }

    [Theory]
    [InlineData(RulModelKind.RandomForest)]
    [InlineData(RulModelKind.Linear)]
    public void Hostile_content_with_a_checksum_that_fits_is_refused_or_harmless(RulModelKind kind)
    {
        var bytes = Written(Trained(Tiny with { Kind = kind }));
        var features = Runs[0].Features;
        var random = new Random(7);
        var refused = 0;
        for (var i = 0; i < 400; i++)
        {
            var hostile = (byte[])bytes.Clone();
            for (var change = random.Next(1, 4); change > 0; change--)
                hostile[random.Next(8, i % 2 == 0 ? Math.Min(4000, hostile.Length - Crc32C.Bytes) : hostile.Length - Crc32C.Bytes)] = (byte)random.Next(256);
            BinaryPrimitives.WriteUInt32LittleEndian(hostile.AsSpan(hostile.Length - Crc32C.Bytes), Crc32C.Of(hostile.AsSpan(0, hostile.Length - Crc32C.Bytes)));
            try
            {
                var forecast = Read(hostile).Forecast(features);
                if (forecast is not null) forecast.Factors.Count.ShouldBeLessThanOrEqualTo(5);
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }

        refused.ShouldBeGreaterThan(100);
    }

    [Fact]
    public void False_length_costs_no_memory()
    {
        var head = new byte[24];
        "PLUMBRUL"u8.CopyTo(head);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(8), 2);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(12), 1000);
        BinaryPrimitives.WriteInt64LittleEndian(head.AsSpan(16), 1L << 30);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Should.Throw<InvalidDataException>(() => Read(head)).Message.ShouldContain("cut short");
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1 << 20);
    }

    [Fact]
    public void Stream_that_can_be_read_only_once_will_do()
    {
        var bytes = Written(Trained(Tiny));

        Written(RulModel.Read(new OnceStream(bytes))).ShouldBe(bytes);
        Should.Throw<InvalidDataException>(() => RulModel.Read(new OnceStream(bytes[..^1]))).Message.ShouldContain("cut short");
    }

    [Fact]
    public void File_of_another_kind_or_a_later_version_is_named()
    {
        Should.Throw<InvalidDataException>(() => Read(Encoding.UTF8.GetBytes("timestamp,Well ID,Flow (gpm)\n06/01/2024 00:00,Well 1,253.9\n"))).Message.ShouldContain("PLUMBRUL");
        var later = Written(Trained(Tiny));
        later[8] = 3;
        Should.Throw<InvalidDataException>(() => Read(later)).Message.ShouldContain("format version 3");
    }

    [Fact]
    public void Model_of_other_features_is_refused_by_name()
    {
        var bytes = Written(Trained(Tiny));
        var (description, from, end) = SealedStream.Open(new MemoryStream(bytes));
        var body = bytes[(int)from.Position..(int)end];
        var other = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(description).Replace("head_deviation_pct", "head_deviation_psi", StringComparison.Ordinal));
        using var into = new MemoryStream();
        SealedStream.Write(into, other, body);

        Should.Throw<InvalidDataException>(() => Read(into.ToArray())).Message.ShouldContain("'head_deviation_psi'");
    }

    [Fact]
    public void Model_without_skill_is_written_and_read_as_such()
    {
        var model = RulTraining.Train([Runs[0] with { FailureDate = WearRuns.Start.AddDays(1000) }], Tiny, WearRuns.Start).Model.ShouldNotBeNull();
        var read = Read(Written(model));

        read.Card.Test.R2.ShouldBe(double.NaN);
        read.Card.HasSkill.ShouldBeFalse();
        read.Forecast(Runs[0].Features).ShouldBeNull();
    }
}
