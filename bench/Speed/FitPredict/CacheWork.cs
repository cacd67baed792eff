using System.Diagnostics;
using Plumbline.Bench.Speed.Load;
using Plumbline.Central;
using Plumbline.Central.FitPredict;
using Plumbline.Central.Storage;
using Plumbline.Detectors;

namespace Plumbline.Bench.Speed.FitPredict;

/// <summary>Models of many series in a store, and in memory: what one takes, what the first look costs, and what every other one.</summary>
static class CacheWork
{
    const int WritesAtOnce = 512;
    const int LookUps = 2_000_000;

    public static async Task RunAsync(string place, int models)
    {
        using var trips = RoundTrips.To(ref place);
        await using var database = Place.Open(place);
        await database.MigrateAsync();
        var store = new SeriesModelTable(database);
        await FillAsync(store, models);
        var figures = new Figures();
        var cache = new ModelCache(store, models);
        var ids = Enumerable.Range(1, models).Select(Id).ToArray();
        new Random(3).Shuffle(ids);

        // Not counted: what is said once when a connection begins.
        await store.FindAsync("none", version: null, default);
        var (heap, reads, said) = (GC.GetTotalMemory(forceFullCollection: true), database.ReadTimes.Read().Counts.Sum(), trips?.Count);
        var cold = Stopwatch.StartNew();
        foreach (var id in ids) Must(await cache.FindAsync(id, version: null, default));
        figures["cold_us"] = cold.Elapsed.TotalMicroseconds / models;
        figures["reads_per_cold_model"] = (double)(database.ReadTimes.Read().Counts.Sum() - reads) / models;
        if (trips is not null) figures["round_trips_per_cold_model"] = (double)(trips.Count - said!.Value) / models;
        figures["bytes_per_model"] = (double)(GC.GetTotalMemory(forceFullCollection: true) - heap) / models;

        LookUp(cache, ids);
        figures["look_up_ns"] = Enumerable.Range(0, 3).Min(_ => LookUp(cache, ids));
        figures.Print();
    }

    /// <summary>One model for each of so many series, <c>series-1</c> and on.</summary>
    static async Task FillAsync(SeriesModelTable store, int models)
    {
        long[] times = [1609459200, 1609459260, 1609459320, 1609459380];
        double[] values = [19, 21, 19, 21];
        var state = DetectorCatalogue.All[0].Fit(Seconds.ToTimes(times), values).Model!.ToState().ToJson();
        foreach (var some in Enumerable.Range(1, models).Chunk(WritesAtOnce))
            await Task.WhenAll(some.Select(number => store.AddAsync(new NewModel(Id(number), DateTime.UnixEpoch, times.Length, FitMs: 0, state, new TrainingPoints(times, values)))));
    }

    static double LookUp(ModelCache cache, string[] ids)
    {
        var start = Stopwatch.GetTimestamp();
        for (var (i, at) = (0, 0); i < LookUps; i++, at = at + 1 == ids.Length ? 0 : at + 1) Must(cache.FindAsync(ids[at], version: null, default).Result);
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / LookUps;
    }

    static void Must(CachedModel? found) => _ = found ?? throw new InvalidOperationException("a model is missing");

    static string Id(int number) => $"series-{number}";
}
