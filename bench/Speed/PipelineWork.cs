using Plumbline.Intake;
using Plumbline.Plant;
using Plumbline.Pumps;
using Plumbline.Pumps.Features;
using Plumbline.Pumps.Grades;

namespace Plumbline.Bench.Speed;

/// <summary>From a fleet's CSV to deviations, status and the 65-feature matrix: the counterpart of pipeline.py.</summary>
static class PipelineWork
{
    public static void Run(string baselinePath, string logPath, string warmUpPath)
    {
        WarmUp.Run(() =>
        {
            Whole(baselinePath, warmUpPath);
            Read(warmUpPath, 1);
            BareParse(warmUpPath);
        });
        GC.Collect();

        var figures = new Figures();
        figures["checksum_bare"] = figures.Time("bare_parse", () => BareParse(logPath));
        figures["rows"] = figures.Time("intake_one_thread", () => Read(logPath, 1)).Rows;
        GC.Collect();
        figures.Time("intake", () => Read(logPath, 0));
        GC.Collect();
        figures["checksum"] = figures.Time("whole", () => Whole(baselinePath, logPath));
        GC.Collect();
        figures.Time("whole_kept", () => Whole(baselinePath, logPath, keeps: true));
        figures["features"] = FeatureNames.All.Count;
        figures.Print();
    }

    /// <summary>Only the pipeline, so that its peak memory is its own.</summary>
    /// <param name="keeps">Whether all matrices are in memory at the end.</param>
    public static void RunWhole(string baselinePath, string logPath, bool keeps)
    {
        var figures = new Figures();
        figures["checksum"] = figures.Time("whole_cold", () => Whole(baselinePath, logPath, keeps));
        figures.Print();
    }

    static PumpLogFile Read(string path, int threads)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1, FileOptions.SequentialScan);
        return PumpLogReader.Read(stream, Path.GetFileName(path), new PumpLogOptions { Threads = threads });
    }

    /// <summary>Every pump's matrix is made and let go, its memory used for the next: what follows it (training, scoring) takes pump after pump as well. Or all of them are kept, as the peer keeps them.</summary>
    static double Whole(string baselinePath, string logPath, bool keeps = false)
    {
        IReadOnlyList<PumpBaseline> baselines;
        using (var stream = File.OpenRead(baselinePath)) baselines = PumpBaselineReader.Read(stream, baselinePath);
        var byPump = baselines.ToDictionary(b => b.PumpId, StringComparer.Ordinal);
        var pumps = Read(logPath, 0).Pumps;
        var (sums, kept) = (new double[pumps.Count], new FeatureTable[pumps.Count]);
        Parallel.For(0, pumps.Count, () => (FeatureTable?)null, (i, _, spent) =>
        {
            var baseline = byPump[pumps[i].Log.PumpId];
            var monitor = new PumpMonitor(baseline, ToleranceTable.Shipped.Select(baseline.Application, baseline.MotorRating));
            var features = PumpFeatures.Compute(HourlyDeviations.Of(monitor.Judge(pumps[i].Log)), spent);
            foreach (var value in features.Values.Column(4)) sums[i] += double.IsNaN(value) ? 0 : value;
            if (!keeps) return features;
            kept[i] = features;
            return null;
        }, _ => { });
        GC.KeepAlive(kept);
        return sums.Sum();
    }

    /// <summary>The least that any reader must do with the bytes: find the fields and turn the numbers into doubles, by the framework's own parser.</summary>
    static double BareParse(string path)
    {
        var bytes = File.ReadAllBytes(path).AsSpan();
        bytes = bytes[(bytes.IndexOf((byte)'\n') + 1)..];
        var sum = 0.0;
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOf((byte)'\n');
            var line = end < 0 ? bytes : bytes[..end];
            bytes = end < 0 ? default : bytes[(end + 1)..];
            for (var column = 0; !line.IsEmpty; column++)
            {
                var comma = line.IndexOf((byte)',');
                var field = comma < 0 ? line : line[..comma];
                line = comma < 0 ? default : line[(comma + 1)..];
                if (column >= 2 && System.Buffers.Text.Utf8Parser.TryParse(field, out double value, out _)) sum += value;
            }
        }
        return sum;
    }
}
