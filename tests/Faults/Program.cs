using System.Diagnostics;
using System.Globalization;
using Plumbline.EndToEnd.Tests;
using Plumbline.EndToEnd.Tests.PumpToCentre;
using Plumbline.Faults;

const string Help = """
    Does harm to real processes, and looks whether the centre has exactly the anomalies that an undisturbed device reports.

    Options:
      --quick        a tenth of it
      --seed N       of all that is left to chance (default: another each time; it is printed)
      --trigger WHAT the devices report each status (status, the default) or alarms (alarm)
      --only WORD    the scenarios whose names contain it; may be repeated
      --help

    Exit code: 0 nothing was lost or doubled, 1 something was, 2 wrong usage.
    """;

var (isQuick, seed, trigger, only) = (false, Environment.TickCount & 0xFFFF, "status", new List<string>());
for (var i = 0; i < args.Length; i++)
{
    if (args[i] == "--quick") isQuick = true;
    else if (args[i] == "--seed" && i + 1 < args.Length && int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out seed)) i++;
    else if (args[i] == "--trigger" && i + 1 < args.Length && args[i + 1] is "status" or "alarm") trigger = args[++i];
    else if (args[i] == "--only" && i + 1 < args.Length) only.Add(args[++i]);
    else
    {
        Console.Error.WriteLine(Help);
        return args[i] == "--help" ? 0 : 2;
    }
}
var chosen = Scenario.All.Where(scenario => only.Count == 0 || only.Exists(word => scenario.Name.Contains(word, StringComparison.OrdinalIgnoreCase))).ToList();
if (chosen.Count == 0)
{
    Console.Error.WriteLine($"No scenario is called so. There are: {string.Join(", ", Scenario.All.Select(scenario => scenario.Name))}.");
    return 2;
}

var watch = Stopwatch.StartNew();
Console.WriteLine($"seed {seed}, trigger {trigger}{(isQuick ? ", quick" : "")}; simulating, training, packing ...");
using var pump = new PackedPump(seed: 3);
using var scratch = new Scratch();
await using var centre = await Centre.StartAsync(scratch.Path, port: ServerKills.FreePort());
var calm = new Trial(pump, centre, 1, scratch["undisturbed"], trigger, new Random(seed));
calm.Settle(calm.NewDevice(centre.ApiUrl));
var expected = calm.AtCentre();
Console.WriteLine($"an undisturbed device reports {expected.Count} anomalies of {pump.Rows.Count} readings\n\n{ScenarioOutcome.Heading}");

var good = expected.Count > 0;
for (var i = 0; i < chosen.Count; i++)
{
    // Each with chance of its own: alone it does what it does among the others.
    var random = new Random(seed ^ (Scenario.All.ToList().IndexOf(chosen[i]) << 16));
    var trial = new Trial(pump, centre, 2 + i, scratch[$"device{i}"], trigger, random);
    var outcome = await chosen[i].RunAsync(trial, isQuick, expected);
    Console.WriteLine(outcome);
    good &= outcome.IsGood;
}
Console.WriteLine($"\n{(good ? "Nothing was lost, nothing doubled." : $"WRONG: run it again with --seed {seed}.")} {watch.Elapsed.TotalMinutes:0.0} min");
return good ? 0 : 1;
