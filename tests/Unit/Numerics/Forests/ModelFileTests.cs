using System.Buffers.Binary;
using Plumbline.Numerics;
using Plumbline.Numerics.Forests;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Numerics.Forests;

public sealed class ModelFileTests
{
    const int Columns = 5;

    static readonly byte[] Small = Written(SmallForest().Write);

    [Fact]
    public void Models_predict_to_the_last_bit_what_they_did_before_they_were_written()
    {
        var (x, y) = Samples.Friedman(300, 6, 7, missing: 0.1);
        var (cloud, labels) = Samples.Clouds(200, 3, 8);
        var happened = Array.ConvertAll(labels, label => label == 1);
        var forest = RandomForest.Fit(x, y, new ForestOptions { Trees = 11 });
        var boosting = GradientBoosting.Fit(x, y, new BoostingOptions { Stages = 11 });
        var classifier = RandomForestClassifier.Fit(cloud, labels, new ForestOptions { Trees = 11 });
        var boostedClassifier = GradientBoostingClassifier.Fit(cloud, happened, new BoostingOptions { Stages = 11 });

        RandomForest.Read(new MemoryStream(Written(forest.Write))).Predict(x).ShouldBe(forest.Predict(x));
        RandomForest.Read(new MemoryStream(Written(forest.Write))).Importance.ShouldBe(forest.Importance);
        GradientBoosting.Read(new MemoryStream(Written(boosting.Write))).Predict(x).ShouldBe(boosting.Predict(x));
        RandomForestClassifier.Read(new MemoryStream(Written(classifier.Write))).Probabilities(cloud).ShouldBe(classifier.Probabilities(cloud));
        GradientBoostingClassifier.Read(new MemoryStream(Written(boostedClassifier.Write))).Probabilities(cloud).ShouldBe(boostedClassifier.Probabilities(cloud));
        Written(RandomForest.Read(new MemoryStream(Written(forest.Write))).Write).ShouldBe(Written(forest.Write));
    }

    [Fact]
    public void A_model_leaves_the_stream_where_it_ends()
    {
        var stream = new MemoryStream([.. Small, 77]);

        RandomForest.Read(stream);

        stream.ReadByte().ShouldBe(77);
    }

    [Fact]
    public void A_stream_that_can_be_read_only_once_will_do()
    {
        var once = new OnceStream([.. Small, 77]);

        Written(RandomForest.Read(once).Write).ShouldBe(Small);
        once.ReadByte().ShouldBe(77);
        for (var length = 0; length < Small.Length; length += 7)
            Should.Throw<InvalidDataException>(() => RandomForest.Read(new OnceStream(Small[..length])));
    }

    [Fact]
    public void Another_kind_of_model_is_refused_by_name()
    {
        Should.Throw<InvalidDataException>(() => GradientBoosting.Read(new MemoryStream(Small))).Message.ShouldContain("RandomForest, not GradientBoosting");
        Should.Throw<InvalidDataException>(() => RandomForest.Read(new MemoryStream("timestamp,flow,head, and some more of a text file"u8.ToArray()))).Message.ShouldContain("PLBTREES");
        Should.Throw<InvalidDataException>(() => RandomForest.Read(Stream.Null)).Message.ShouldContain("ends within");
        Should.Throw<InvalidDataException>(() => RandomForest.Read(new MemoryStream(Patched(bytes => bytes[8] = 9)))).Message.ShouldContain("version 9");
    }

    [Fact]
    public void A_file_cut_short_anywhere_is_refused()
    {
        for (var length = 0; length < Small.Length; length++)
            Should.Throw<InvalidDataException>(() => RandomForest.Read(new MemoryStream(Small, 0, length)));
    }

    [Fact]
    public void A_flipped_bit_anywhere_is_noticed()
    {
        for (var at = 0; at < Small.Length; at++)
        {
            byte[] damaged = [.. Small];
            damaged[at] ^= (byte)(1 << (at % 8));
            Should.Throw<InvalidDataException>(() => RandomForest.Read(new MemoryStream(damaged)), $"byte {at}");
        }
    }

    [Fact]
    public void A_false_length_costs_no_memory()
    {
        var hostile = Patched(bytes => BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(28), 1 << 26));

        var before = GC.GetAllocatedBytesForCurrentThread();
        Should.Throw<InvalidDataException>(() => RandomForest.Read(new MemoryStream(hostile))).Message.ShouldContain("ends after");
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1 << 20);
    }

    [Fact]
    public void A_forged_file_never_leads_a_prediction_out_of_bounds()
    {
        // The check sum is made to fit, so that the checks behind it are what is tried. Either it is refused, or it is a model.
        var random = new Random(20);
        var refused = 0;
        for (var i = 0; i < 5000; i++)
        {
            var forged = Patched(bytes =>
            {
                for (var change = random.Next(1, 4); change > 0; change--)
                {
                    var at = random.Next(8, bytes.Length - Crc32C.Bytes - 4);
                    if (random.Next(2) == 0) bytes[at] ^= (byte)(1 << random.Next(8));
                    else BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at & ~3), random.Next(-3, 60));
                }
            });
            try
            {
                var model = RandomForest.Read(new MemoryStream(forged));
                if (model.Features > 1000) continue;
                double.IsNaN(model.Predict(new double[model.Features])).ShouldBeFalse();
                model.Contributions(new double[model.Features], new double[model.Features]);
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }
        refused.ShouldBeInRange(1000, 4999);
    }

    static RandomForest SmallForest()
    {
        var (x, y) = Samples.Friedman(40, Columns, 9);
        return RandomForest.Fit(x, y, new ForestOptions { Trees = 3, Depth = 3 });
    }

    static byte[] Written(Action<Stream> write)
    {
        var stream = new MemoryStream();
        write(stream);
        return stream.ToArray();
    }

    static byte[] Patched(Action<byte[]> patch)
    {
        byte[] bytes = [.. Small];
        patch(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(bytes.Length - Crc32C.Bytes), Crc32C.Of(bytes.AsSpan(0, bytes.Length - Crc32C.Bytes)));
        return bytes;
    }
}
