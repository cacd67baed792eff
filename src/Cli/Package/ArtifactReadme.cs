using System.Text;
using Plumbline.Edge.Artifact;
using Plumbline.Plant;
using Plumbline.Pumps;
using Plumbline.Pumps.Condition;
using Plumbline.Pumps.Prognosis;

namespace Plumbline.Cli.Package;

/// <summary>The README.md of an artifact: for whoever stands at the device, with this pump's own figures.</summary>
static class ArtifactReadme
{
    public static string For(ArtifactContents contents)
    {
        var (metadata, slug) = (contents.Metadata, contents.Slug);
        return $$"""
            # {{metadata.PumpId}}, version {{metadata.Version}}

            The program in this folder reads the sensor data of {{metadata.PumpId}}, judges every row against the pump's baseline, predicts remaining life where it can, and reports anomalies to a server if one is configured. Nothing leaves the
            device otherwise.

            ## Deployment

            1. Unpack it on the device, for example `sudo unzip -d /opt/plumb-edge FILE.zip`.{{Unpacked(contents)}}
            2. {{Needs(contents)}}
            3. `./inference --verify` holds every file against `manifest.json`: what is missing, changed or additional is named, and the exit code is 1.
            4. `config/deployment_config.json` says where the device is and whom it tells; an empty `base_url` means nobody. Give it the token as the variable that it names, `ANOMALY_API_TOKEN`, in the environment or in a file `config/.env`
               (`ANOMALY_API_TOKEN=...`, readable by the program's user alone). A server makes tokens with `plumb token create --name {{slug}} --scope edge --site ID`.
            5. Try it: `./inference sensor_data.csv results.json`.
            6. Keep it running, by one of the two in `service/`, each with its steps in it: `plumb-edge.service` for systemd (to `/etc/systemd/system/`, then `systemctl enable --now plumb-edge`), `plumb-edge.cron` for cron (to
               `/etc/cron.d/plumb-edge`). They expect the artifact in `/opt/plumb-edge`, the sensor data in `/var/lib/scada/sensor_data.csv` and the token in `/etc/plumb-edge/token.env`; of several pumps on one device each has a name of its own.

            What the program writes (state, results, reports not yet sent) lies in `data/` beside this file, or where `--data-dir` says. A new version of this artifact takes over from there: give it the same folder.

            ## What this pump is judged by

            {{contents.Grade.Reason}} `config/tolerances.json` holds the whole table.

            {{Tolerances(contents)}}

            A mandatory parameter outside its tolerance is a Warning, beyond one and a half times it Critical, beyond twice it a Failure; outside it for most of a day is Critical too. Another parameter outside is a Warning.
            {{Judging(contents)}}

            ## What is reported

            `"trigger"` in `config/deployment_config.json` says when. `"status"`, the default: each row with a mandatory parameter outside its tolerance, or of a status in `report_on_status`; a parameter that was told is told again after `debounce_minutes` of
            reading time, at once when the status rises, and anew after the pump was Normal. `"alarm"`: when an alarm is raised or rises, which takes several readings outside in a row: the setting for noisy sensors, with a small part of the
            reports. Rows more than `max_age_hours` older than the newest are judged and logged, and not reported. Every row's decision stands in the results log with its reason.

            ## Predictions

            {{Predictions(contents.Model?.Card)}}

            ## Formats

            **Sensor data**: CSV with a header, one row a reading, any interval; columns may stand in any order, in these or in SI units (`Flow (m3/h)`, `Discharge Pressure (bar)`, `Motor Power (kW)`).
            `config/column_mapping.json` names them where they are called otherwise. Times without an offset are in the `time_zone` of `config/deployment_config.json`.

            ```csv
            timestamp,Well ID,Flow (gpm),Discharge Pressure (psi),Suction Pressure (psi),Motor Power (hp),Pump Efficiency (%),Motor Speed (rpm)
            2024-11-18T15:30:00Z,{{Quoted(metadata.PumpId)}},505,148,25,76,85.2,1760
            ```

            Rows that were judged in an earlier run are not judged again. Rows that come late, after later ones were judged, and rows that cannot be read are left out and told.

            **Results** (`results.json`): the latest row.

            | field | meaning |
            |---|---|
            | `timestamp`, `status` | of the reading; Normal, Warning, Critical, Failure, Off, or Unknown where too little could be judged |
            | `deviations` | percent of baseline, of the four parameters |
            | `violations` | the parameters outside: deviation, threshold, which side, whether mandatory |
            | `prediction` | `rul_days`, `probability`, `confidence`; null with `prediction_unavailable`, which says why |
            | `reported_to_api`, `report_reason` | whether it was reported, and why or why not |
            | `model_version` | {{metadata.Version}} |

            ## Troubleshooting

            | what you see | why, and what to do |
            |---|---|
            | `Permission denied` on `./inference` | it was unpacked by a tool that drops permissions: `chmod +x inference{{(contents.Program.IsSelfContained ? " plumb-edge" : "")}}`, or `sh inference` |
            {{(contents.Program.IsSelfContained ? "| `cannot execute binary file` | the program is for linux-x64; pack the artifact without `--self-contained` for other machines |" : "| `'dotnet' is not on the PATH`, or `You must install or update .NET` | the .NET 10 runtime is missing or older: `apt install dotnet-runtime-10.0`, or https://dotnet.microsoft.com/download |")}}
            | a variable is missing | the configuration names one (`${ANOMALY_API_TOKEN}`) that neither the environment nor `config/.env` sets; cron and systemd do not read your shell's files |
            | `base_url` is refused | plain http to another machine would show the token: use https, with `ca_file` for a private authority |
            | `401` | the token is wrong, expired or revoked; `plumb token rotate` makes another |
            | reports pile up in `unsent_anomalies/` | the server was not reached, or asked to be left alone for a while (`429`); they are sent, oldest first, at the next run that reaches it |
            | reports lie in `unsent_anomalies/rejected/` | the server refused them for good: its answer lies beside each |
            | `prediction` is null | see `prediction_unavailable`; a week of hourly readings is needed, and counted over runs |
            | status Unknown | too few of flow, head, power and efficiency can be judged: a sensor is stuck or missing, or the speed is outside 60 to 105 % of rated |
            | `--verify` names files | of `config/`: somebody changed the configuration here, pack it anew with `--deployment-config` to make it official; of anything else: unpack the artifact again |

            ## What was tested

            This artifact's program: {{contents.Program.Platform}}. The tests of {{metadata.Framework}} run on linux-x64 (Debian 12). {{(contents.Program.IsSelfContained ? "" : "Other machines (linux-arm64 on a Raspberry Pi, Windows, macOS) run the same program, but have not been tried. ")}}

            """;
    }

    static string Unpacked(ArtifactContents contents) => contents.Program.IsSelfContained ? "" : " On Windows, start `inference.cmd` in place of `./inference`.";

    static string Needs(ArtifactContents contents) => contents.Program.IsSelfContained
        ? "Nothing needs to be installed; the machine must be linux-x64."
        : "Install the .NET 10 runtime (`apt install dotnet-runtime-10.0`, or https://dotnet.microsoft.com/download); `dotnet --list-runtimes` shows `Microsoft.NETCore.App 10`.";

    static string Tolerances(ArtifactContents contents)
    {
        var packed = contents.Baseline;
        var grade = contents.Grade.Grade;
        var rule = new ConditionRule(packed.Pump, grade, packed.Options, packed.Signals ?? new SignalTraits(null, false, ParameterSet.None));
        var table = new StringBuilder("| parameter | baseline | lowest | highest | mandatory |\n|---|---:|---:|---:|---|");
        foreach (var parameter in ParameterSets.All)
        {
            var (limits, value, unit) = (grade[parameter], rule.Baseline[parameter], rule.UnitOf(parameter));
            table.Append($"\n| {parameter} | {value:0.##} {unit} | {Side(limits.MinPct)} | {Side(limits.MaxPct)} | {(limits.Mandatory ? "yes" : "no")} |");

            string Side(double? pct) => pct is { } limit ? $"{limit:+0.##;-0.##;0} % ({value * (1 + (limit / 100)):0.##} {unit})" : "not checked";
        }
        return table.ToString();
    }

    static string Judging(ArtifactContents contents)
    {
        var packed = contents.Baseline;
        var head = packed.Options.Head == HeadBasis.DischargePressure ? "the discharge pressure" : "discharge minus suction pressure";
        var rated = packed.Pump.RatedSpeed ?? packed.Options.RatedSpeed ?? packed.Signals?.RatedSpeed?.Speed;
        var speed = !packed.Options.SpeedCorrection ? "Readings at other speeds are taken as they are."
            : rated is { } rpm ? $"Readings at other speeds are brought to {rpm.Rpm:0.#} rpm by the affinity laws."
            : "No rated speed is packed.";
        return $"Head is {head}. {speed}";
    }

    static string Predictions(RulModelCard? card) => card switch
    {
        null => "This artifact was packed without a model: it checks tolerances and predicts nothing.",
        { HasSkill: false } => $"The model ({card.Kind}, trained {card.TrainedAt:yyyy-MM-dd HH:mm} UTC) has no skill: on data that it had not seen it was no better than the mean. It was packed by `--force`, and predicts nothing.",
        _ => $"Model: {card.Kind}, version {card.Version}, trained {card.TrainedAt:yyyy-MM-dd HH:mm} UTC on {card.Runs.Count} {(card.Runs.Count == 1 ? "history" : "histories")}; on data that it had not seen it was wrong by {card.Test.Mae:0.0} days in the mean (R² {card.Test.R2:0.00}). "
            + $"`model/{Path.GetFileName(ArtifactLayout.ModelMetadata)}` says more. A prediction needs 168 hourly readings.",
    };

    static string Quoted(string field) => field.AsSpan().ContainsAny(",\"\r\n") ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field;
}
