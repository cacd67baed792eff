using System.Globalization;
using Plumbline.Bench.Speed;
using Plumbline.Bench.Speed.FitPredict;
using Plumbline.Bench.Speed.Load;
using Plumbline.Bench.Speed.Readings;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
switch (args)
{
    case ["pipeline", var baseline, var log, var warmUp]:
        PipelineWork.Run(baseline, log, warmUp);
        return 0;
    case ["pipeline-whole", var baseline, var log]:
        PipelineWork.RunWhole(baseline, log, keeps: false);
        return 0;
    case ["pipeline-kept", var baseline, var log]:
        PipelineWork.RunWhole(baseline, log, keeps: true);
        return 0;
    case ["forest", var train, var test]:
        ForestWork.Run(train, test);
        return 0;
    case ["isolation-work", var rows]:
        IsolationWork.Run(rows);
        return 0;
    case ["isolation", var root, .. var rounds]:
        Console.Write(await new IsolationContest(root, rounds is [var times] ? int.Parse(times) : 5).RunAsync(CancellationToken.None));
        return 0;
    case ["forecast-work", var series]:
        ForecastWork.Run(series);
        return 0;
    case ["forecast", var root, .. var rounds]:
        Console.Write(await new ForecastContest(root, rounds is [var fights] ? int.Parse(fights) : 3).RunAsync(CancellationToken.None));
        return 0;
    case ["load", var root]:
        Console.Write(await new LoadContest(root).RunAsync());
        return 0;
    case ["series", var root]:
        Console.Write(await new SeriesContest(root).RunAsync());
        return 0;
    case ["readings", var root, .. var rounds]:
        Console.Write(await new IntakeContest(root, rounds is [var count] ? int.Parse(count) : 5).RunAsync());
        return 0;
    case ["serve", var place]:
        await ConstantRoute.ServeAsync(place);
        return 0;
    case ["models", var place, var models]:
        await CacheWork.RunAsync(place, int.Parse(models));
        return 0;
    case ["scoring"]:
        ScoringWork.Run();
        return 0;
    case ["all", var root, .. var rounds]:
        await new Contest(root, rounds is [var n] ? int.Parse(n) : 5).RunAsync(CancellationToken.None);
        return 0;
    default:
        Console.Error.WriteLine("usage: Speed all ROOT [ROUNDS] | isolation ROOT [ROUNDS] | forecast ROOT [ROUNDS] | load ROOT | series ROOT | readings ROOT [ROUNDS] | serve PLACE | models PLACE COUNT | scoring | pipeline BASELINE LOG WARMUP | pipeline-whole BASELINE LOG | pipeline-kept BASELINE LOG | forest TRAIN TEST | isolation-work ROWS | forecast-work SERIES");
        return 2;
}
