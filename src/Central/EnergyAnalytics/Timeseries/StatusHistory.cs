using System.Text.Json;
using Plumbline.Plant;

namespace Plumbline.Central.EnergyAnalytics.Timeseries;

/// <summary>What a machine was doing, stretch by stretch; those without a reading are left out.</summary>
sealed record StatusHistory(IReadOnlyList<StatusStretch> Stretches)
{
    public static StatusHistory Of(MachineLog log, IEnumerable<Period> stretches, IReadOnlyList<ToldStatus> told)
    {
        var found = new List<StatusStretch>();
        var row = 0;
        foreach (var stretch in stretches)
        {
            var (sum, count, least, most) = (0.0, 0, double.PositiveInfinity, double.NegativeInfinity);
            for (; row < log.Count && log.Times[row] < stretch.End; row++)
            {
                var power = log.Columns.PowerKw[row];
                if (double.IsNaN(power)) continue;
                (sum, count, least, most) = (sum + power, count + 1, Math.Min(least, power), Math.Max(most, power));
            }

            if (count == 0) continue;
            var said = told.LastOrDefault(one => one.Start < stretch.End && one.Period.End > stretch.Start && one.Mode is OperatingMode.Maintenance or OperatingMode.Fault);
            found.Add(new(stretch.Start, said is null ? MachineStatus.Of(sum / count) : said.Mode.Snake(), sum / count, most, least, count));
        }

        return new(found);
    }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartArray("timeline");
        foreach (var stretch in Stretches)
        {
            json.WriteStartObject();
            json.WriteString("timestamp", UtcTime.Format(stretch.Start));
            json.WriteString("status", stretch.Status);
            json.WriteNumber("avg_power_kw", stretch.MeanKw);
            json.WriteNumber("max_power_kw", stretch.MostKw);
            json.WriteNumber("min_power_kw", stretch.LeastKw);
            json.WriteNumber("reading_count", stretch.Readings);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("summary");
        json.WriteNumber("total_periods", Stretches.Count);
        string[] statuses = [MachineStatus.Running, MachineStatus.Idle, MachineStatus.Stopped, OperatingMode.Maintenance.Snake(), OperatingMode.Fault.Snake()];
        foreach (var status in statuses) json.WriteNumber(status + "_periods", Count(status));
        foreach (var status in statuses) json.WriteNumber(status + "_percent", Percent(Count(status)));
        json.WriteNumber("transitions", Enumerable.Range(1, Math.Max(0, Stretches.Count - 1)).Count(i => Stretches[i].Status != Stretches[i - 1].Status));
        json.WriteNumber("uptime_percent", Percent(Count(MachineStatus.Running) + Count(MachineStatus.Idle)));
        json.WriteEndObject();
    }

    int Count(string status) => Stretches.Count(stretch => stretch.Status == status);

    double Percent(int count) => Stretches.Count == 0 ? 0 : 100.0 * count / Stretches.Count;
}

/// <param name="Start">UTC.</param>
/// <param name="MeanKw">Of the readings with power.</param>
/// <param name="Readings">That had power.</param>
sealed record StatusStretch(DateTime Start, string Status, double MeanKw, double MostKw, double LeastKw, int Readings);
