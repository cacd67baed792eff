using Plumbline.Energy.Baselines;
using Plumbline.Energy.Kpis;
using Spectre.Console;

namespace Plumbline.Cli.Energy;

/// <summary>The work of <c>plumb energy</c>: files in, tables or JSON out.</summary>
static class EnergyRun
{
    public static int Baseline(EnergyRequest request, BaselineOptions options, string? output, bool asJson, CancellationToken cancel)
    {
        var input = Read(request, cancel);
        var outcome = Terminal.Watch("training", _ => BaselineTraining.Train(input.Hours(), options));
        if (outcome.Baseline is not { } baseline) throw new BadInputException($"{input.Log.Machine}: {outcome.Unavailable}");
        if (output is not null) OutputFile.Write(output, stream => new BaselineFile(input.Log.Machine, baseline).Write(stream));
        if (asJson) EnergyJson.Print(json => EnergyJson.Baseline(json, input.Log.Machine, baseline));
        else EnergyTables.Print(input.Source, baseline);
        if (output is not null && !asJson) Console.WriteLine($"Baseline: {output}");
        return ExitCode.Done;
    }

    public static int Deviation(EnergyRequest request, string model, bool asJson, CancellationToken cancel)
    {
        var file = BaselineFile.Read(InputFile.ReadAll(model, "baseline"), Path.GetFileName(model));
        var input = Read(request with { Machine = request.Machine ?? file.Machine }, cancel);
        if (input.Clock.ZoneName != file.Baseline.TimeZone && file.Baseline.HasHourOfWeek) throw new BadInputException($"the baseline counts the hours of the week in {file.Baseline.TimeZone}: give --time-zone {file.Baseline.TimeZone}.");
        var outcome = EnergyDeviation.Of(file.Baseline, input.Hours());
        if (outcome.Deviation is not { } deviation) throw new BadInputException($"{input.Log.Machine}: {outcome.Unavailable}");
        if (asJson) EnergyJson.Print(json => EnergyJson.Deviation(json, input.Log.Machine, deviation));
        else EnergyTables.Print(input.Source, deviation);
        return ExitCode.Done;
    }

    public static int Kpi(EnergyRequest request, KpiTerms terms, bool asJson, CancellationToken cancel)
    {
        var input = Read(request, cancel);
        var kpis = EnergyKpis.Of(input.QuarterHours(), input.Period, terms);
        if (asJson) EnergyJson.Print(json => EnergyJson.Kpis(json, input.Log.Machine, kpis));
        else EnergyTables.Print(input.Source, kpis);
        return ExitCode.Done;
    }

    static EnergyInput Read(EnergyRequest request, CancellationToken cancel) => Terminal.Watch("reading", progress => EnergyInput.Read(request, progress, cancel));
}
