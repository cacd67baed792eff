using System.CommandLine;
using Plumbline.Load;

// make perf-light: a server of its own, clients that ask without pause for a while, and what came of it. Client and server share this machine; bench/RESULTS.md has the figures of a client that costs next to nothing.
var seconds = new Option<int>("--seconds") { DefaultValueFactory = _ => 60, Description = "How long it lasts." };
var connections = new Option<int>("--connections") { DefaultValueFactory = _ => 32, Description = "Clients, each with one request under way." };
var command = new Command("perf-light", "Predictions and a fit now and then, over HTTP, for a minute.") { seconds, connections };
command.SetAction(parse => MinuteOfLoad.RunAsync(TimeSpan.FromSeconds(Math.Clamp(parse.GetValue(seconds), 1, 600)), Math.Clamp(parse.GetValue(connections), 1, 256)));
return await command.Parse(args).InvokeAsync();
