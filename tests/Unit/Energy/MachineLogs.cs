using Plumbline.Plant;

namespace Plumbline.Unit.Tests.Energy;

/// <summary>Logs of machines, made by formula.</summary>
static class MachineLogs
{
    public static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>40 kW with 55 kW for one minute in each hour, ten units a minute.</summary>
    public static MachineLog Worked(DateTime start, int minutes)
    {
        var columns = MachineColumns.Missing(minutes);
        for (var minute = 0; minute < minutes; minute++)
        {
            columns.PowerKw[minute] = start.AddMinutes(minute).Minute == 20 ? 55 : 40;
            columns.ProductionCount[minute] = 10;
        }

        return new("press", [.. Enumerable.Range(0, minutes).Select(minute => start.AddMinutes(minute))], columns);
    }

    /// <summary>Irregular readings with gaps, and some columns missing here and there.</summary>
    public static MachineLog Irregular(int seed, int readings, DateTime start)
    {
        var random = new Random(seed);
        var (columns, times, time) = (MachineColumns.Missing(readings), new DateTime[readings], start);
        for (var i = 0; i < readings; i++)
        {
            times[i] = time;
            if (random.Next(10) > 0) columns.PowerKw[i] = random.Next(100);
            if (random.Next(10) == 0) columns.EnergyKwh[i] = random.NextDouble();
            if (random.Next(3) > 0) columns.ProductionCount[i] = random.Next(20);
            if (random.Next(2) > 0) columns.OutdoorTempC[i] = random.Next(-10, 30);
            columns.Mode[i] = (OperatingMode)random.Next(6);
            time = time.AddSeconds(random.Next(20) == 0 ? random.Next(200, 4000) : random.Next(20, 100));
        }

        return new("mill", times, columns);
    }
}
